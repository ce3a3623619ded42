"""Writes: a report on a frozen study is asked for, and what its checklist leaves to be said."""

from __future__ import annotations

from collections.abc import Mapping

from agencies.models import Agency, Membership
from reliability.models import ReportEdition, Study, StudyJob, StudyRules
from reliability.studies.results import Settings


def make_report(
    *,
    study: Study,
    by: Membership,
    settings: Settings | None = None,
    compared_with: ReportEdition | None = None,
) -> StudyJob:
    """Compute another report on a study in a job (REPORT); `job.edition` is it when done.

    Without settings those of the agency's rules. Raises StudyRefusedError for a study that was
    withdrawn or emptied.
    """
    raise NotImplementedError


def answer_statements(*, study: Study, by: Membership, statements: Mapping[str, str]) -> None:
    """Keep what an analyst writes into the blanks of the reporting checklist, by their keys.

    Raises StudyRefusedError for a text of more than 2,000 characters.
    """
    raise NotImplementedError


def set_rules(
    *, agency: Agency, by: Membership, smallest_cell: int, keep_months: int
) -> StudyRules:
    """Lay down the smallest cell shown and how long data are kept, for studies from now on."""
    raise NotImplementedError
