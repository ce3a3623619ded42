"""Writes: a table is brought, mapped, confirmed or called off. Nothing raw is ever stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from agencies.actions import record
from agencies.models import Agency, Membership
from reliability.actions.studying.correcting import checked_reason, open_to_change
from reliability.actions.studying.jobs import ask, stop
from reliability.actions.studying.keys import agency_key
from reliability.actions.studying.making import about_study, ask_for_study, check_who
from reliability.actions.studying.refusing import StudyRefusedError, as_refusal
from reliability.actions.studying.retention import OVER
from reliability.actions.studying.storing import GONE, store_rows
from reliability.models import Intake, Study, StudyJob, StudyKind, StudySource
from reliability.studies.blinding import Blinder, BlindTable, ColumnSeen
from reliability.studies.columns import Mapping, problems
from reliability.studies.guessing import guess
from reliability.studies.reading import RefusedError, open_table
from reliability.studies.results import Settings

KEPT_FOR = timedelta(hours=24)
NO_KIND = _("Other studies are pooled on a page of their own. Choose another kind of study.")
NO_MAPPING = _("The columns could not be read from the form. Choose what each column is again.")
AT_WORK = _("Work on this table is still going on. Wait until it is done, or stop it first.")
UNCHECKED = _("This table was not checked yet. Say what its columns are first.")
NO_CODINGS = _("No row of this table can be taken. Mend the table and bring it again.")
ERRORS = _(
    "%(n)s rows of this table cannot be taken as they are. Leave them out, or mend the table and "
    "bring it again."
)


def bring(
    *,
    agency: Agency,
    by: Membership,
    title: str,
    tool: str,
    kind: str,
    keep_until: date,
    stream: BinaryIO,
    name: str,
    encoding: str | None = None,
    sheet: int | None = None,
    replaces: Study | None = None,
    because: str = "",
) -> Intake:
    """Read a table row by row, blind every cell, and store the blinded rows until it is confirmed.

    `intake.columns` tells each header and what its cells look like; `intake.mapping` is the guess.
    With `replaces` and `because` the study made of it will take that one's place. Raises
    EncodingUnclearError where a person can say how the file is meant (then call again with
    `encoding` or `sheet`), or StudyRefusedError; then nothing is stored.
    """
    check_who(agency, by)
    if kind not in (StudyKind.BETWEEN, StudyKind.BACK_READING, StudyKind.WITHIN):
        raise StudyRefusedError(NO_KIND)
    about = about_study(agency, title, tool, kind, keep_until, StudySource.UPLOAD)
    if replaces is not None:
        with transaction.atomic():
            because = checked_reason(because)
            open_to_change(replaces, by)
    try:
        table = Blinder(agency_key(agency)).table(
            open_table(stream, name, encoding=encoding, sheet=sheet), tool
        )
    except RefusedError as refused:
        raise as_refusal(refused) from refused
    return keep_table(agency, by, about, table, replaces, because)


def keep_table(
    agency: Agency,
    by: Membership,
    about: dict[str, Any],
    table: BlindTable,
    replaces: Study | None = None,
    because: str = "",
    sent: tuple[Iterable[list[str]], Mapping] | None = None,
) -> Intake:
    """Store a blinded table as it is read. What fails on the way leaves nothing behind.

    Until the last row is stored the table has no rows, and nobody sees it. `sent`: the rows of a
    table that was read before, and what its columns are.
    """
    rows, mapping = sent or (table.rows, None)
    intake = Intake.objects.create(
        agency=agency,
        by=by,
        title=about["title"],
        tool=about["tool"],
        kind=about["kind"],
        source=about["source"],
        keep_until=about["keep_until"],
        replaces=replaces,
        because=because,
        expires_at=now() + KEPT_FOR,
    )
    try:
        store_rows(intake, rows)
    except RefusedError as refused:
        intake.delete()
        raise as_refusal(refused) from refused
    except BaseException:
        intake.delete()
        raise
    return _open(intake, table, mapping)


@transaction.atomic
def _open(intake: Intake, table: BlindTable, mapping: Mapping | None) -> Intake:
    """From now on the table is seen, with what its columns seem to be."""
    seen = table.columns
    intake.rows = table.n_rows
    intake.columns = [column.as_json() for column in seen]
    said = mapping or guess(table.headers, seen, intake.tool, first_row=table.first_row)
    intake.mapping = said.as_json()
    intake.save(update_fields=["rows", "columns", "mapping", "keep_until"])
    intake.refresh_from_db(fields=["keep_until"])
    detail = {"rows": intake.rows, "columns": len(seen), "tool": intake.tool}
    record(
        agency=intake.agency, actor=intake.by.user, verb="bring_table", obj=intake, detail=detail
    )
    return intake


@transaction.atomic
def map_columns(*, intake: Intake, mapping: Any, by: Membership) -> StudyJob:
    """Keep what a person says the columns are, and check every row in a job (CHECK).

    `mapping` is the JSON of reliability.studies.columns.Mapping. What the job finds is stored as
    `intake.findings`: {"counts", "first" (at most 1,000), "design"}; `study_access.findings` gives
    all that are kept. Raises StudyRefusedError.
    """
    intake = _free(intake, by)
    try:
        said = Mapping.from_json({"first_row": intake.mapping.get("first_row", 2)} | dict(mapping))
    except (TypeError, ValueError) as error:
        raise StudyRefusedError(NO_MAPPING) from error
    wrong = problems(said, intake.tool, seen_of(intake))
    if wrong:
        raise StudyRefusedError(wrong[0])
    intake.mapping, intake.findings = said.as_json(), {}
    intake.save(update_fields=["mapping", "findings"])
    told = {"title": intake.title}
    return ask(agency=intake.agency, by=by, kind=StudyJob.Kind.CHECK, intake=intake, settings=told)


def seen_of(intake: Intake) -> tuple[ColumnSeen, ...]:
    """What the cells of each column look like."""
    return tuple(ColumnSeen.from_json(told) for told in intake.columns)


@transaction.atomic
def confirm(
    *, intake: Intake, by: Membership, leave_out: bool, settings: Settings | None = None
) -> StudyJob:
    """Make the study and its first report in one job (MAKE); the table is deleted with it.

    `leave_out`: rows with errors are left out and counted; without it a table with errors is
    refused. Raises StudyRefusedError.
    """
    intake = _free(intake, by)
    counts = intake.findings.get("counts")
    if counts is None:
        raise StudyRefusedError(UNCHECKED)
    if not counts["taken"]:
        raise StudyRefusedError(NO_CODINGS)
    if counts["left_out"] and not leave_out:
        raise StudyRefusedError(ERRORS, n=counts["left_out"])
    if intake.replaces is not None:
        open_to_change(intake.replaces, by)
    return ask_for_study(intake.agency, by, told_of(intake), settings, intake=intake)


def told_of(intake: Intake) -> dict[str, Any]:
    """What the job that makes a study of this table has to know."""
    mapped = zip(intake.columns, intake.mapping["columns"], strict=True)
    told = {
        "from": intake.source,
        "study": {
            "title": intake.title,
            "tool": intake.tool,
            "kind": intake.kind,
            "source": intake.source,
            "keep_until": str(intake.keep_until),
            "columns": [{"header": seen["header"], "taken_as": key} for seen, key in mapped],
        },
    }
    if intake.replaces is None:
        return told
    last = intake.replaces.editions.order_by("-number").first()
    return told | {
        "replaces": intake.replaces.pk,
        "because": intake.because,
        "compared_with": last.pk if last else None,
    }


@transaction.atomic
def call_off(*, intake: Intake, by: Membership) -> None:
    """Delete a table that was brought, with its rows; a job at work on it is asked to stop."""
    check_who(intake.agency, by)
    for job in intake.jobs.exclude(state__in=OVER):
        stop(job=job, by=by)
    record(agency=intake.agency, actor=by.user, verb="call_off_table", obj=intake)
    intake.delete()


def _free(intake: Intake, by: Membership) -> Intake:
    """The table, locked, if no job is at work on it. Raises StudyRefusedError."""
    check_who(intake.agency, by)
    found = Intake.objects.select_for_update(of=("self",)).select_related("agency", "replaces")
    there = found.filter(pk=intake.pk).first()
    if there is None:
        raise StudyRefusedError(GONE)
    intake = there
    if intake.jobs.exclude(state__in=OVER).exists():
        raise StudyRefusedError(AT_WORK)
    return intake
