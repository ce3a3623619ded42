"""The job that makes a study: its codings stored, frozen, and reported on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from agencies.actions import record
from reliability.actions.studying.copying import plan_of_studies, plan_of_study
from reliability.actions.studying.from_codings import Plan, plan_of_codings
from reliability.actions.studying.from_table import plan_of_table
from reliability.actions.studying.jobs import Progress, finish, hold
from reliability.actions.studying.refusing import StudyRefusedError
from reliability.actions.studying.report_job import keep_edition, results_of, settings_of
from reliability.actions.studying.storing import store_codings
from reliability.models import Study, StudyJob, StudySource
from reliability.studies import freezing

REPLACED = _("Meanwhile somebody else corrected or withdrew the study that this was to replace.")


def make_study(job: StudyJob, progress: Progress) -> None:
    """Store, freeze, report; the study is seen with its first report, or not at all."""
    progress("load", 0, 0)
    plan = _plan(job, progress)
    study = _begin(job, plan)
    store_codings(study, plan.rows, progress)
    progress("freeze", 0, 0)
    digest = freezing.digest(plan.rows)
    results = results_of(study, plan.rows, settings_of(job), progress, digest=digest)
    with transaction.atomic():
        held = hold(job)
        _replace(held, study)
        _freeze(study, plan, digest)
        study.save()
        held.edition = keep_edition(held, study, results)
        held.study = study
        intake, held.intake = held.intake, None
        finish(held)
        if intake is not None:
            intake.delete()
        _record(held, study)


def _plan(job: StudyJob, progress: Progress) -> Plan:
    about = job.settings["study"]
    agency, tool, kind = job.agency, about["tool"], about["kind"]
    plans: dict[str, Callable[[], Plan]] = {
        StudySource.UPLOAD: lambda: plan_of_table(job, progress),
        StudySource.API: lambda: plan_of_table(job, progress),
        StudySource.CODINGS: lambda: plan_of_codings(agency, tool, kind, job.settings["asked"]),
        StudySource.STUDIES: lambda: plan_of_studies(job.by, job.settings["asked"]["studies"]),
        "study": lambda: plan_of_study(agency, **job.settings["asked"]),
    }
    return plans[job.settings["from"]]()


@transaction.atomic
def _begin(job: StudyJob, plan: Plan) -> Study:
    """The study that the codings go into: nobody sees it before it is frozen."""
    held = hold(job)
    about: dict[str, Any] = job.settings["study"]
    kept = about.get("keep_until")
    study = Study.objects.create(
        agency=job.agency,
        title=about["title"],
        tool=about["tool"],
        kind=about["kind"],
        source=about["source"],
        created_by=job.by,
        keep_until=date.fromisoformat(kept) if kept else None,
        columns=about.get("columns", []),
        statements=about.get("statements", {}),
    )
    study.versions.set(plan.versions)
    study.parts.set(plan.parts)
    held.study = job.study = study
    held.save(update_fields=["study"])
    return study


def _freeze(study: Study, plan: Plan, digest: str) -> None:
    rows = plan.rows
    study.digest, study.frozen_at = digest, now()
    study.codings, study.left_out = len(rows), plan.left_out
    study.targets = len({(row.part, row.target) for row in rows})
    study.raters = len({row.rater for row in rows})
    study.ratings = sum(len(row.scores) for row in rows)


def _replace(job: StudyJob, study: Study) -> None:
    """Take the place of the study that this one corrects, unless another one has by now."""
    replaced = job.settings.get("replaces")
    if replaced is None:
        return
    old = Study.objects.select_for_update().get(pk=replaced)
    if old.is_withdrawn or Study.objects.filter(replaces=old).exists():
        raise StudyRefusedError(REPLACED)
    study.replaces, study.because = old, job.settings["because"]


def _record(job: StudyJob, study: Study) -> None:
    detail = {"digest": study.digest, "codings": study.codings, "source": study.source}
    if study.replaces_id:
        detail |= {"replaces": study.replaces_id, "because": study.because}
    record(agency=job.agency, actor=job.by.user, verb="freeze_study", obj=study, detail=detail)
