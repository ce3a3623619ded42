"""The job that computes a report on a frozen study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from django.conf import settings as deployment
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.actions import record
from agencies.actions.telling import tell
from instruments.facts import Facts
from reliability import study_access
from reliability.actions.studying.from_codings import targets_of
from reliability.actions.studying.jobs import Progress, finish, hold
from reliability.actions.studying.refusing import StudyRefusedError
from reliability.models import ReportEdition, Study, StudyJob
from reliability.studies import computing, freezing
from reliability.studies.frame import CodingRow
from reliability.studies.results import Results, Settings, as_json

GONE = _("The codings of this study were deleted or withdrawn before the report was computed.")


def make_edition(job: StudyJob, progress: Progress) -> None:
    """Compute the report that a job asks for, and keep it as the next edition."""
    study = job.study
    if study is None:
        raise ValueError(f"job {job.pk} names no study")
    progress("load", 0, study.codings)
    rows = list(study_access.codings(study))
    if not rows:
        raise StudyRefusedError(GONE)
    results = results_of(study, rows, settings_of(job), progress, digest=study.digest)
    with transaction.atomic():
        held = hold(job)
        held.edition = keep_edition(held, study, results)
        finish(held)


def settings_of(job: StudyJob) -> Settings:
    """What was asked of the computation, as the job holds it."""
    return Settings(**job.settings["settings"])


def results_of(
    study: Study,
    rows: Sequence[CodingRow],
    settings: Settings,
    progress: Progress,
    *,
    digest: str,
) -> Results:
    """Every figure of the report, from the codings as they are frozen."""
    codings = freezing.as_codings(rows, study.tool, study.kind)
    return computing.compute(
        codings, settings, digest=digest, progress=progress, facts=_facts(study)
    )


def _facts(study: Study) -> Mapping[str, Facts]:
    """The facts of the study's cases by target, where its targets are cases."""
    versions = {version.pk: version for version in study.versions.select_related("vignette")}
    return {
        target: Facts.model_validate(versions[pk].facts)
        for pk, target in targets_of(versions.values()).items()
    }


def keep_edition(job: StudyJob, study: Study, results: Results) -> ReportEdition:
    """The next edition of a study's report, told to whoever asked to hear; inside a transaction."""
    Study.objects.select_for_update().get(pk=study.pk)
    last = ReportEdition.objects.filter(study=study).aggregate(last=Max("number"))["last"] or 0
    edition = ReportEdition.objects.create(
        study=study,
        number=last + 1,
        made_by=job.by,
        compared_with_id=job.settings.get("compared_with"),
        settings=asdict(results.settings),
        engine=results.engine,
        data_digest=results.data_digest,
        results=as_json(results),
    )
    detail = {"study": study.pk, "number": edition.number, "digest": results.data_digest}
    record(agency=job.agency, actor=job.by.user, verb="make_report", obj=edition, detail=detail)
    _tell(job, edition)
    return edition


def _tell(job: StudyJob, edition: ReportEdition) -> None:
    study = edition.study
    place = reverse("studies:report", kwargs={"pk": study.pk, "number": edition.number})
    body = {
        "study": study.pk,
        "report": edition.pk,
        "edition": edition.number,
        "tool": study.tool,
        "kind": study.kind,
        "link": f"{deployment.BASE_URL}{place}",
    }
    tell(agency=job.agency, event="report_ready", key=f"report-{edition.pk}", body=body)
