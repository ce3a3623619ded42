"""A database that goes away under a job is no fault of the job: the queue runs it again."""

from types import SimpleNamespace

import pytest
from django.db import OperationalError

from reliability.actions.monitoring import points
from reliability.actions.monitoring.running import Failures
from reliability.actions.studying import jobs
from reliability.models import StudyJob


def gone(*told, **more):
    raise OperationalError("the connection is lost")


def broken(*told, **more):
    raise ArithmeticError("a chart that cannot be")


def test_a_job_on_a_study_is_done_when_the_database_is_back(unscoped, ana, north, monkeypatch):
    job = StudyJob.objects.create(agency=north, by=ana.membership, kind=StudyJob.Kind.REPORT)
    monkeypatch.setattr(jobs, "_work_of", lambda job: gone)

    with pytest.raises(OperationalError):
        jobs.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.failure) == (StudyJob.State.RUNNING, "")

    monkeypatch.setattr(jobs, "_work_of", lambda job: lambda job, tell: jobs.finish(job))
    assert jobs.run_job(job.pk) == StudyJob.State.DONE
    job.refresh_from_db()
    assert (job.state, job.attempt) == (StudyJob.State.DONE, 2)


def test_a_run_of_monitoring_goes_on_after_a_fault_and_not_without_its_database():
    failed = Failures()

    assert failed.tried("charts", broken) is False
    assert failed == ["charts: ArithmeticError: a chart that cannot be"]
    with pytest.raises(OperationalError):
        failed.tried("charts", gone)


def test_points_are_not_told_as_failed_where_the_database_is_gone(unscoped, north, monkeypatch):
    monkeypatch.setattr(points, "_to_write", lambda agency: [(SimpleNamespace(pk=1), None)])
    monkeypatch.setattr(points, "_policy", broken)
    assert points.write_points(north).failed == (
        "point of coding 1: ArithmeticError: a chart that cannot be",
    )

    monkeypatch.setattr(points, "_policy", gone)
    with pytest.raises(OperationalError):
        points.write_points(north)
