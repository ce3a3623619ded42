"""The rows of a table that was brought: checked, and as the rows of a study."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reliability import study_access
from reliability.actions.studying.from_codings import Plan
from reliability.actions.studying.jobs import Progress
from reliability.actions.studying.keys import agency_key
from reliability.actions.studying.refusing import StudyRefusedError
from reliability.actions.studying.storing import GONE, stored_rows
from reliability.models import Intake, StudyJob
from reliability.studies.blinding import Blinder
from reliability.studies.checking import Checked, check
from reliability.studies.columns import Mapping

NOTHING = _("No row of this table can be taken. Mend the table and bring it again.")


def check_rows(intake: Intake, progress: Progress) -> Checked:
    """Every row of the table by what a person said its columns are."""
    key = agency_key(intake.agency)
    return check(
        stored_rows(intake),
        Mapping.from_json(intake.mapping),
        intake.tool,
        intake.kind,
        study_access.aliases(intake.agency),
        hide=Blinder(key).identifier,
        headers=[column["header"] for column in intake.columns],
        progress=lambda done: progress("check", done, intake.rows),
    )


def plan_of_table(job: StudyJob, progress: Progress) -> Plan:
    """What can be taken of a table; rows with errors were left out. Raises StudyRefusedError."""
    if job.intake is None:
        raise StudyRefusedError(GONE)
    checked = check_rows(job.intake, progress)
    if not checked.rows:
        raise StudyRefusedError(NOTHING)
    return Plan(rows=checked.rows, left_out=checked.counts.left_out)
