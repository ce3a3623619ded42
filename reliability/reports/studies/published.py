"""Published figures beside ours, with the caution that the mix of cases decides much."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reliability.reports.studies.document import Block, Cell, Column, Paragraph, Section, Table
from reliability.reports.studies.numbers import NOTHING, decimal, percent
from reliability.reports.studies.told import Told
from reliability.studies.published import Published, figures
from reliability.studies.results import Beside
from reliability.studies_words import Words, bounds, reason

OF_ICC = frozenset({"icc", "words"})
STATUS: dict[str, Words] = {
    "verified": gettext_lazy("read in the source"),
    "recalled": gettext_lazy("from professional knowledge, not read again in the source"),
}
CAUTIONS: dict[str, Words] = {
    "case-mix": gettext_lazy("The cases were others, and the mix of cases decides much."),
    "related-tool": gettext_lazy(
        "Found for an older or a sister form of the tool, and with other cases."
    ),
    "training": gettext_lazy(
        "Found after a course, on set cases: agreement in daily work is mostly lower."
    ),
}


def published_section(told: Told) -> Section:
    """What is published on the tool and its kin, ours beside it where ours has the like."""
    title = _("Beside published figures")
    known = {one.id: one for one in figures()}
    rows = tuple(
        _row(told, known[beside.id], beside)
        for beside in told.results.published
        if beside.id in known
    )
    blocks: tuple[Block, ...] = (
        Paragraph(_("No published figure on this tool is known to this software.")),
    )
    if rows:
        blocks = (Paragraph(_caution(), "notice"), _table(rows))
    return Section("published", title, blocks)


def _caution() -> str:
    return _(
        "These are no targets. An ICC rises with the spread of the cases, and the share of same "
        "totals falls with it: a study of other cases, by people trained otherwise, may differ "
        "from yours though assessors are equally good."
    )


def _table(rows: tuple[tuple[Cell, ...], ...]) -> Table:
    return Table(
        id="published-figures",
        caption=_("Published figures and ours"),
        columns=(
            Column(_("Published")),
            Column(_("Value there"), is_number=True),
            Column(_("Ours"), is_number=True),
            Column(_("To be read with care")),
        ),
        rows=rows,
        note=_("Figures as each source gives them, in our words."),
    )


def _row(told: Told, there: Published, beside: Beside) -> tuple[Cell, ...]:
    source = f"{there.source.to(told.language)} ({STATUS[there.status]})"
    return (
        Cell(there.figure.to(told.language), source),
        Cell(_shown(there.kind, there.value)),
        _ours(there.kind, beside),
        Cell(str(CAUTIONS[there.caution])),
    )


def _shown(kind: str, value: float | None) -> str:
    if value is None:
        return _("in words only")
    return decimal(value) if kind in OF_ICC else percent(value)


def _ours(kind: str, beside: Beside) -> Cell:
    estimate = beside.ours
    if estimate.value is None:
        return Cell(NOTHING, reason(estimate))
    shown = decimal(estimate.value) if kind in OF_ICC else percent(estimate.value)
    between = bounds("icc" if kind in OF_ICC else "pa.identity", estimate)
    return Cell(shown, "" if between == NOTHING else between)
