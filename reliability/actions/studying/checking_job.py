"""The job that checks a table: what is wrong in its rows, and its design before any number."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from reliability.actions.studying.from_table import check_rows
from reliability.actions.studying.jobs import Progress, finish, hold
from reliability.actions.studying.making import default_settings
from reliability.actions.studying.refusing import StudyRefusedError
from reliability.actions.studying.storing import GONE, store_findings
from reliability.models import Intake, StudyJob
from reliability.reports.intake_findings import design_as_json
from reliability.studies import design, freezing
from reliability.studies.checking import Checked

SHOWN = 1000
"""Findings that a page may show; the list to download has all that were kept."""


def check_table(job: StudyJob, progress: Progress) -> None:
    """Keep what the check of every row found."""
    intake = job.intake
    if intake is None:
        raise StudyRefusedError(GONE)
    checked = check_rows(intake, progress)
    progress("design", 0, 0)
    found = _told(intake, checked)
    with transaction.atomic():
        held = hold(job)
        intake = Intake.objects.select_for_update(of=("self",)).get(pk=intake.pk)
        intake.findings = found
        intake.save(update_fields=["findings"])
        store_findings(intake, (finding.as_json() for finding in checked.findings))
        finish(held)


def _told(intake: Intake, checked: Checked) -> dict[str, Any]:
    return {
        "counts": checked.counts.as_json(),
        "first": [finding.as_json() for finding in checked.findings[:SHOWN]],
        "design": _design(intake, checked) if checked.rows else None,
    }


def _design(intake: Intake, checked: Checked) -> dict[str, Any]:
    codings = freezing.as_codings(checked.rows, intake.tool, intake.kind)
    found: dict[str, Any] = design_as_json(
        design.design_of(codings, default_settings(intake.agency))
    )
    return found
