"""How assessors lean beside their colleagues on the same files: to be talked about, not ranked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from reliability.reports.studies import pictures
from reliability.reports.studies.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Paragraph,
    Section,
    Table,
)
from reliability.reports.studies.figures import interval_title
from reliability.reports.studies.numbers import (
    NOTHING,
    assessors,
    count,
    decimal,
    percent,
    signed,
    span,
)
from reliability.reports.studies.told import Told, rater_names
from reliability.stats import Estimate
from reliability.studies.results import Design, RaterRow
from reliability.studies_words import hidden_text
from reliability.studies_words_notes import no_figure


def raters_section(told: Told) -> Section | None:
    """Everybody's lean in the order of their names; None where the study compares nobody."""
    rows = told.results.raters
    if not rows:
        return None
    names = rater_names(row.rater for row in rows)
    ordered = sorted(rows, key=lambda row: names[row.rater])
    title = _("Lean of each assessor, in points of the total")
    seen = [*_what_is_seen(ordered), *_of_pairs(told.results.design)]
    blocks: list[Block] = [Paragraph(_caution(), "notice"), Bullets(tuple(seen))]
    drawn = [
        (names[row.rater], row.lean)
        for row in ordered
        if not row.hidden and row.lean.value is not None
    ]
    if drawn:
        blocks.append(pictures.leans("picture-raters", title, drawn))
    blocks.append(_table(told, title, ordered, names))
    return Section("raters", _("How assessors lean"), tuple(blocks))


def _caution() -> str:
    return _(
        "A lean is where a talk begins, not a mark: look together at the files on which scores "
        "differ, and at the rule behind them. Assessors stand in the order of their names here, "
        "never by lean; differences between neighbours mean nothing. This table is not for "
        "appraisal or discipline."
    )


def _what_is_seen(rows: list[RaterRow]) -> list[str]:
    known = [row for row in rows if not row.hidden and is_known(row.lean)]
    apart = [row for row in known if leans(row.lean)]
    if not known:
        return [_("Nobody shares enough files with others for a lean to be told.")]
    told = _(
        "The interval of the lean leaves out zero for %(apart)s of %(known)s. By chance alone it "
        "would for about %(chance)s."
    ) % {
        "apart": count(len(apart)),
        "known": assessors(len(known)),
        "chance": decimal(0.05 * len(known), 0 if len(known) >= 20 else 1),
    }
    return [told]


def _of_pairs(design: Design) -> Iterator[str]:
    """In a study of two people, or of groups that share no file, leans are told inside a group."""
    if design.raters == 2 or design.overlap_islands > 1:
        yield _(
            "A lean is told beside those who scored the same files. Where two people share files "
            "with each other only, one's lean is the other's turned round: which of them is off "
            "cannot be told."
        )


def is_known(lean: Estimate) -> bool:
    """Whether a lean has an interval to be judged on."""
    return lean.value is not None and lean.low is not None and lean.high is not None


def leans(lean: Estimate) -> bool:
    """Whether the interval of a lean leaves out nought."""
    if lean.low is None or lean.high is None:
        return False
    return lean.low > 0 or lean.high < 0


def _table(told: Told, title: str, rows: list[RaterRow], names: Mapping[str, str]) -> Table:
    return Table(
        id="rater-leans",
        caption=title,
        columns=(
            Column(_("Assessor")),
            Column(_("Codings"), is_number=True),
            Column(_("Lean"), is_number=True),
            Column(interval_title(told), is_number=True),
            Column(_("Same total as others"), is_number=True),
            Column(_("What it says")),
        ),
        rows=tuple(_row(told, row, names[row.rater]) for row in rows),
        note=_(
            "Lean: own total minus the mean of the others' totals on the same files. Names are "
            "the first characters of the code that stands for a person under your agency's key."
        ),
    )


def _row(told: Told, row: RaterRow, name: str) -> tuple[Cell, ...]:
    if row.hidden:
        dashes = (Cell(NOTHING),) * 3
        return (Cell(name), Cell(count(row.codings)), *dashes, Cell(hidden_text(told.smallest)))
    low, high = row.lean.low, row.lean.high
    between = NOTHING if low is None or high is None else span(signed(low), signed(high))
    return (
        Cell(name),
        Cell(count(row.codings)),
        Cell(signed(row.lean.value)),
        Cell(between),
        Cell(percent(row.same.value)),
        Cell(_says(row.lean)),
    )


def _says(lean: Estimate) -> str:
    if lean.value is None:
        return no_figure(lean.note)
    if not is_known(lean):
        return _("Too few shared files to tell a lean from chance.")
    if not leans(lean):
        return _("No lean to be seen on these files.")
    if lean.value > 0:
        return _("Higher totals than colleagues on the same files: worth a look together.")
    return _("Lower totals than colleagues on the same files: worth a look together.")
