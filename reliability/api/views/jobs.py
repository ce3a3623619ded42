"""Jobs: how far long work came, and stopping it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from reliability import study_access
from reliability.actions import studying
from reliability.api.describing import described
from reliability.api.shapes import studies as shapes
from reliability.api.views.base import ApiView, give
from reliability.models import StudyJob


class JobList(ApiView):
    scopes = {"GET": "studies:read"}
    roles = study_access.MAKING_ROLES
    query = shapes.JobsAsked

    @described("Jobs on studies", gives=shapes.JobList)
    def get(self, request: Request) -> Response:
        asked = self.question(shapes.JobsAsked)
        found = jobs_of(self)
        if asked.state is not None:
            found = found.filter(state=asked.state)
        rows, following = self.page(found, job_told)
        return give(shapes.JobList(results=rows, next=following))


class Job(ApiView):
    scopes = {"GET": "studies:read"}
    roles = study_access.MAKING_ROLES

    @described("One job", gives=shapes.JobTold, also=(404,))
    def get(self, request: Request, pk: int) -> Response:
        return give(job_told(self.one(jobs_of(self), pk)))


class JobStop(ApiView):
    scopes = {"POST": "studies:write"}
    roles = study_access.MAKING_ROLES

    @described(
        "Stop a job at its next step; safe to repeat, nothing is left half done",
        gives=shapes.JobTold,
        also=(404,),
    )
    def post(self, request: Request, pk: int) -> Response:
        job = self.one(jobs_of(self), pk)
        studying.stop(job=job, by=self.membership)
        return give(job_told(self.one(jobs_of(self), pk)))


def jobs_of(view: ApiView) -> QuerySet[StudyJob]:
    return study_access.jobs(view.membership).select_related("edition")


def job_told(job: StudyJob) -> shapes.JobTold:
    """A job as programs read it."""
    return shapes.JobTold(
        id=job.pk,
        kind=job.kind,
        state=job.state,
        step=job.step,
        done=job.done,
        to_do=job.to_do,
        failure=job.failure,
        study=job.study_id,
        report=job.edition.number if job.edition else None,
        asked_at=job.asked_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
    )


def place_of(job: StudyJob) -> str:
    """Where a program asks how far the job came."""
    return reverse("api:job", args=[job.pk])
