"""What the check of a table found, before any figure: rows to mend, and the design."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reliability.models import Intake
from reliability.reports.intake_findings import design_found
from reliability.reports.studies.design import design_section
from reliability.reports.studies.document import Section
from reliability.reports.studies.numbers import codings, count
from reliability.studies.checking_findings import Counts, RowFinding
from training.questions import spoken, tool_name

FIRST = 50
"""So many rows are shown; the list to download has all of them."""


@dataclass(frozen=True)
class RowToMend:
    """One row of the file that cannot be taken, or that a person should look at."""

    number: int
    column: str
    text: str
    follows: str
    tone: str


@dataclass(frozen=True)
class FindingsPage:
    """What a check found, before any figure."""

    tool_name: str
    sentence: str
    tone: str
    details: tuple[str, ...]
    caption: str
    rows: tuple[RowToMend, ...]
    n_errors: int
    may_confirm: bool
    design: Section | None


def findings_page(intake: Intake) -> FindingsPage:
    """What the last check found, the design of what can be taken, and what may be done."""
    counts = Counts.from_json(intake.findings["counts"])
    first = [RowFinding.from_json(told) for told in intake.findings["first"][:FIRST]]
    design = design_found(intake)
    return FindingsPage(
        tool_name=tool_name(intake.tool),
        sentence=_sentence(counts),
        tone="bad" if not counts.taken else "warn" if counts.left_out else "ok",
        details=tuple(_details(counts)),
        caption=_caption(len(first), counts),
        rows=tuple(map(_row, first)),
        n_errors=counts.left_out,
        may_confirm=counts.taken > 0,
        design=design_section(design, tool_id=intake.tool, kind=intake.kind) if design else None,
    )


def _sentence(counts: Counts) -> str:
    if not counts.taken:
        return _("No row can be taken as it is.")
    if not counts.left_out:
        return _("Every row can be taken: %(codings)s.") % {"codings": codings(counts.taken)}
    told = ngettext(
        "%(n)s row cannot be taken; the others hold %(codings)s.",
        "%(n)s rows cannot be taken; the others hold %(codings)s.",
        counts.left_out,
    )
    return told % {"n": count(counts.left_out), "codings": codings(counts.taken)}


def _details(counts: Counts) -> list[str]:
    found = []
    if counts.empty:
        told = ngettext("%(n)s row is empty.", "%(n)s rows are empty.", counts.empty)
        found.append(told % {"n": count(counts.empty)})
    if counts.notes:
        told = ngettext(
            "%(n)s note is about a row that is taken all the same.",
            "%(n)s notes are about rows that are taken all the same.",
            counts.notes,
        )
        found.append(told % {"n": count(counts.notes)})
    return found


def _caption(shown: int, counts: Counts) -> str:
    given = counts.errors + counts.notes
    if shown < given:
        return _("The first %(shown)s of %(given)s findings") % {
            "shown": count(shown),
            "given": count(given),
        }
    return _("All findings")


def _row(finding: RowFinding) -> RowToMend:
    is_error = finding.level == "error"
    return RowToMend(
        number=finding.row,
        column=finding.column,
        text=spoken(finding.text),
        follows=_("row left out") if is_error else _("row taken"),
        tone="bad" if is_error else "",
    )
