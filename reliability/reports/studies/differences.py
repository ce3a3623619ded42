"""The same figures in an earlier report beside these, without claiming more than they show."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reliability.reports.studies.document import Block, Cell, Column, Paragraph, Section, Table
from reliability.reports.studies.numbers import NOTHING, count, day, decimal, signed
from reliability.reports.studies.told import Earlier, Told
from reliability.studies.results import Figure
from reliability.studies.results import Section as Figures
from reliability.studies_words import (
    ALPHA,
    EXACT,
    ICC,
    IN_PERCENT,
    SEM,
    WITHIN,
    family,
    interval_text,
    label,
    value_text,
)

SAME_BELOW = 0.005
COMPARED = {
    "total": (EXACT, WITHIN, ICC, ALPHA, SEM),
    "band": (EXACT, ALPHA),
    "item": (EXACT, ALPHA),
}


def differences_section(told: Told) -> Section | None:
    """Then, now and the difference; None without an earlier report."""
    earlier = told.earlier
    if earlier is None:
        return None
    title = _("Differences from an earlier report")
    named = _("Beside: %(title)s, report %(number)s of %(day)s.") % {
        "title": earlier.title,
        "number": earlier.number,
        "day": day(earlier.made_at),
    }
    if earlier.results.tool != told.results.tool:
        other = _("That report is about another tool: the figures are not comparable.")
        return Section("differences", title, (Paragraph(named), Paragraph(other, "notice")))
    blocks: list[Block] = [Paragraph(named)]
    blocks += [Paragraph(text, "notice") for text in _cautions(told, earlier)]
    blocks.append(_table(told, earlier))
    return Section("differences", title, tuple(blocks))


def _cautions(told: Told, earlier: Earlier) -> Iterator[str]:
    now, then = told.results, earlier.results
    if now.data_digest == then.data_digest:
        yield _("Both reports rest on the same data: only settings or software differ.")
        return
    yield _(
        "Files and assessors of the two studies differ. A difference may come from other files, "
        "from other assessors or from chance; by itself it does not show that a measure worked."
    )
    if now.tool_version != then.tool_version:
        yield _("The tool was at another version then: %(then)s, now %(now)s.") % {
            "then": then.tool_version,
            "now": now.tool_version,
        }
    if now.design.icc_form != then.design.icc_form or now.design.layout != then.design.layout:
        yield _("The designs differ, so figures of the same name may rest on other assumptions.")
    if now.design.spread and then.design.spread:
        yield _(
            "Standard deviation of the files' mean totals: %(then)s then, %(now)s now. An ICC "
            "rises with it."
        ) % {"then": decimal(then.design.spread), "now": decimal(now.design.spread)}


def _table(told: Told, earlier: Earlier) -> Table:
    return Table(
        id="then-and-now",
        caption=_("Then and now"),
        columns=(
            Column(_("Figure")),
            Column(_("Then"), is_number=True),
            Column(_("Now"), is_number=True),
            Column(_("Difference"), is_number=True),
            Column(_("What it says")),
        ),
        rows=(*_sizes(told, earlier), *_rows(told, earlier)),
        note=_(
            "Differences are taken before rounding. Intervals that overlap do not prove that "
            "nothing changed, and the more figures are compared, the more differ by chance."
        ),
    )


def _sizes(told: Told, earlier: Earlier) -> Iterator[tuple[Cell, ...]]:
    now, then = told.results.design, earlier.results.design
    for name, before, after in (
        (_("Files"), then.targets, now.targets),
        (_("Assessors"), then.raters, now.raters),
    ):
        away = _plus(after - before)
        yield (Cell(name), Cell(count(before)), Cell(count(after)), Cell(away), Cell(""))


def _plus(number: int) -> str:
    return f"+{count(number)}" if number > 0 else count(number)


def _rows(told: Told, earlier: Earlier) -> Iterator[tuple[Cell, ...]]:
    then, now = earlier.results, told.results
    for kind, before, after in (
        ("total", then.totals, now.totals),
        ("band", then.bands, now.bands),
        ("item", then.items, now.items),
    ):
        known = {section.about: section for section in before}
        for section in after:
            if section.about in known:
                yield from _of_section(told, kind, known[section.about], section)


def _of_section(told: Told, kind: str, then: Figures, now: Figures) -> Iterator[tuple[Cell, ...]]:
    known = {figure.name: figure for figure in then.figures}
    for figure in now.figures:
        if family(figure.name) in COMPARED[kind] and figure.name in known:
            yield _row(told, then.about, known[figure.name], figure)


def _row(told: Told, about: str, then: Figure, now: Figure) -> tuple[Cell, ...]:
    return (
        Cell(
            _("%(about)s: %(figure)s") % {"about": told.name_of(about), "figure": label(now, about)}
        ),
        Cell(value_text(then), _between(then)),
        Cell(value_text(now), _between(now)),
        Cell(_away(then, now), _unit(now)),
        Cell(_says(then, now, same_data=_same_data(told))),
    )


def _between(figure: Figure) -> str:
    told = interval_text(figure)
    return "" if told == NOTHING else told


def _away(then: Figure, now: Figure) -> str:
    before, after = then.estimate.value, now.estimate.value
    if before is None or after is None:
        return NOTHING
    if family(now.name) in IN_PERCENT:
        return signed(100 * (after - before), 0)
    return signed(after - before)


def _unit(figure: Figure) -> str:
    return _("percentage points") if family(figure.name) in IN_PERCENT else ""


def _same_data(told: Told) -> bool:
    earlier = told.earlier
    return earlier is not None and earlier.results.data_digest == told.results.data_digest


def _says(then: Figure, now: Figure, *, same_data: bool) -> str:
    if then.estimate.value is None or now.estimate.value is None:
        return _("One of the two has no figure: nothing to compare.")
    if abs(now.estimate.value - then.estimate.value) < SAME_BELOW:
        return _("The same.")
    if same_data:
        return _("Settings or software make the difference: the codings are the same.")
    overlap = intervals_overlap(then, now)
    if overlap is None:
        return _("Without both intervals, chance cannot be told from change.")
    if overlap:
        return _("The intervals overlap: this may be chance.")
    if now.estimate.value > then.estimate.value:
        return _(
            "The intervals do not overlap: higher than then, by more than the draw of files "
            "explains."
        )
    return _(
        "The intervals do not overlap: lower than then, by more than the draw of files explains."
    )


def intervals_overlap(then: Figure, now: Figure) -> bool | None:
    """Whether the two intervals have a value in common; None where one is missing."""
    ends = (then.estimate.low, then.estimate.high, now.estimate.low, now.estimate.high)
    if ends[0] is None or ends[1] is None or ends[2] is None or ends[3] is None:
        return None
    return ends[0] <= ends[3] and ends[2] <= ends[1]
