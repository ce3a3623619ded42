"""Writes: a study of codings that a program sends, checked as a spreadsheet's are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Membership
from reliability.actions.studying.intake import NO_KIND
from reliability.actions.studying.keys import agency_key
from reliability.actions.studying.making import about_study, check_who
from reliability.actions.studying.refusing import (
    StudyRefusedError,
    as_refusal,
)
from reliability.models import StudyJob, StudyKind, StudySource
from reliability.studies.reading import RefusedError, table_from_rows
from reliability.studies.results import Settings

FIRST_ROW = 1
REFUSED = _("%(n)s of the codings cannot be taken. Nothing was stored.")
NOTHING = _("Send at least one coding.")
PLAIN = ("target", "rater", "occasion", "coded_on", "total", "band")


@transaction.atomic
def study_of_rows(
    *,
    agency: Agency,
    by: Membership,
    title: str,
    tool: str,
    kind: str,
    keep_until: date,
    rows: Sequence[Mapping[str, Any]],
    settings: Settings | None = None,
) -> StudyJob:
    """A study of codings that a program sends; every row is checked before anything is stored.

    A row: {"target", "rater", "scores": {item: score}} and, where they are known, "occasion",
    "coded_on" (ISO date), "total", "band", "flags": {flag: bool}. Identifiers are hashed here.
    Raises RowsRefusedError with every finding, in which rows count from 1; notes alone refuse
    nothing. StudyRefusedError for the rest.
    """
    check_who(agency, by)
    if kind not in (StudyKind.BETWEEN, StudyKind.BACK_READING, StudyKind.WITHIN):
        raise StudyRefusedError(NO_KIND)
    about = about_study(agency, title, tool, kind, keep_until, StudySource.API)
    if not rows:
        raise StudyRefusedError(NOTHING)
    columns = _columns(tool)
    blinder = Blinder(agency_key(agency))
    try:
        table = blinder.table(
            table_from_rows([column.key for column in columns], _cells(rows, columns)), tool
        )
        blinded = list(table.rows)
    except RefusedError as refused:
        raise as_refusal(refused) from refused
    _check(agency, blinder, blinded, Columns("codings", columns, table.first_row), tool, kind)
