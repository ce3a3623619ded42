"""Writes: a study of codings that a program sends, checked as a spreadsheet's are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Membership
from instruments import catalogue
from reliability import study_access
from reliability.actions.studying.intake import NO_KIND, keep_table, told_of
from reliability.actions.studying.keys import agency_key
from reliability.actions.studying.making import about_study, ask_for_study, check_who
from reliability.actions.studying.refusing import (
    RowsRefusedError,
    StudyRefusedError,
    as_refusal,
    in_both,
)
from reliability.models import StudyJob, StudyKind, StudySource
from reliability.studies.blinding import Blinder, BlindTable
from reliability.studies.checking import check
from reliability.studies.columns import FLAGS, Column
from reliability.studies.columns import Mapping as Columns
from reliability.studies.reading import RefusedError, table_from_rows
from reliability.studies.results import Settings

HEADER_ROWS = 1
REFUSED = _("%(n)s of the codings cannot be taken. Nothing was stored.")
NOTHING = _("Send at least one coding.")


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
    "coded_on" (ISO date), "total", "band", "part", "flags": {flag: bool}. Identifiers are hashed
    here. Raises RowsRefusedError with every finding, in which rows count from 1; notes alone
    refuse nothing. StudyRefusedError for the rest.
    """
    check_who(agency, by)
    if kind not in (StudyKind.BETWEEN, StudyKind.BACK_READING, StudyKind.WITHIN):
        raise StudyRefusedError(NO_KIND)
    about = about_study(agency, title, tool, kind, keep_until, StudySource.API)
    if not rows:
        raise StudyRefusedError(NOTHING)
    columns = _columns(tool, rows)
    blinder = Blinder(agency_key(agency))
    try:
        table = _blinded(blinder, rows, columns, tool)
        kept = list(table.rows)
    except RefusedError as refused:
        raise as_refusal(refused) from refused
    mapping = Columns("codings", columns, table.first_row)
    checked = check(
        kept,
        mapping,
        tool,
        kind,
        study_access.aliases(agency),
        hide=blinder.identifier,
        headers=table.headers,
    )
    if checked.counts.errors:
        told = in_both(REFUSED, n=checked.counts.left_out)
        raise RowsRefusedError(told, tuple(_counted(one.as_json()) for one in checked.findings))
    intake = keep_table(agency, by, about, table, sent=(kept, mapping))
    return ask_for_study(agency, by, told_of(intake), settings, intake=intake)


def _columns(tool: str, rows: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    """Of the columns that a coding can fill those that one of the rows fills."""
    rest = ("occasion", "part", "coded_on", "total", "band")
    items = [Column("item", item.id) for item in catalogue.tool(tool).items]
    flags = (Column("flag", flag) for flag in FLAGS)
    every = (*(Column.from_key(key) for key in rest), *items, *flags)
    filled = [column for column in every if any(_cell(row, column) for row in rows)]
    if not set(items) & set(filled):
        filled.append(items[0])  # where a finding can point to: no row has a score
    return (Column("target"), Column("rater"), *filled)


def _blinded(
    blinder: Blinder, rows: Sequence[Mapping[str, Any]], columns: Sequence[Column], tool: str
) -> BlindTable:
    """The rows as a table whose header says what each column is."""
    cells = ([_cell(row, column) for column in columns] for row in rows)
    return blinder.table(
        table_from_rows([column.of or column.role for column in columns], cells), tool
    )


def _cell(row: Mapping[str, Any], column: Column) -> str:
    if column.role == "item":
        value = row["scores"].get(column.of)
    elif column.role == "flag":
        value = row.get("flags", {}).get(column.of)
    else:
        value = row.get(column.role)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _counted(finding: dict[str, Any]) -> dict[str, Any]:
    """Rows as the program counts them, from 1, without a header above them."""
    return finding | {"row": finding["row"] - HEADER_ROWS}
