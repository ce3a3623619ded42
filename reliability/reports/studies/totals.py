"""Agreement on totals, on risk bands, along the scale, and in each study of a pool."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from instruments.sheet import Total
from reliability.reports.studies import pictures
from reliability.reports.studies.document import Block, Cell, Column, Paragraph, Section, Table
from reliability.reports.studies.figures import (
    figure_table,
    icc_cells,
    interval_title,
    share_cell,
    share_cells,
)
from reliability.reports.studies.grids import crosstab_table, shares_table
from reliability.reports.studies.numbers import MINUS, count, hundredth, listed, span
from reliability.reports.studies.told import Told
from reliability.studies.results import PartRow, RangeRow
from reliability.studies.results import Section as Figures
from reliability.studies_words import ALPHA, ICC, Words, family, hidden_text, label
from vignettes.reports.rules import STANDINGS

ICC_AND_ALPHA = frozenset({ICC, ALPHA})
OF_BANDS: Words = gettext_lazy(
    "Where two codings fall into other bands, two decisions may follow for one person: read this "
    "beside the ICC of the total."
)


def totals_section(told: Told) -> Section:
    """Every total: its figures, and a picture of its coefficients."""
    blocks: list[Block] = []
    for figures in told.results.totals:
        caption = _("Agreement on the total")
        if len(told.results.totals) > 1:
            caption = _("Agreement: %(name)s") % {"name": told.name_of(figures.about)}
        shown = [
            (label(figure, figures.about), figure.estimate)
            for figure in figures.figures
            if family(figure.name) in ICC_AND_ALPHA
        ]
        if shown:
            name = f"picture-{figures.about.replace(':', '-')}"
            drawn = _("Coefficients: %(name)s") % {"name": told.name_of(figures.about)}
            blocks.append(pictures.coefficients(name, drawn, shown))
        blocks.append(figure_table(told, figures, caption))
    blocks.append(
        Paragraph(
            _(
                "Totals are computed again from the item scores by the sheet; a coding with a "
                "blank has none where the sheet asks for every item. Pairs need two totals of a "
                "file, variance components use files with one as well: so the numbers of files "
                "differ."
            ),
            "small",
        )
    )
    if _several_iccs(told):
        quote = _(
            "Several ICCs stand here for comparison with studies that give another form. Quote "
            "the first one: it is the form that follows from the design."
        )
        blocks.append(Paragraph(quote, "small"))
    return Section("totals", _("Totals"), tuple(blocks))


def _several_iccs(told: Told) -> bool:
    return any(
        sum(family(figure.name) == ICC for figure in figures.figures) > 1
        for figures in told.results.totals
    )


def bands_section(told: Told) -> Section | None:
    """Every total's bands, with how well founded their cut-offs are; None without bands."""
    if not told.results.bands:
        return None
    blocks: list[Block] = [Paragraph(str(OF_BANDS))]
    for figures in told.results.bands:
        caption = told.name_of(figures.about)
        total = _total_of(told, figures)
        names = [band.name.to(told.language) for band in total.bands] if total else []
        blocks.append(figure_table(told, figures, _("Agreement: %(name)s") % {"name": caption}))
        blocks.append(shares_table(told, figures, names))
        blocks += crosstab_table(told, figures, names)
        blocks += [Paragraph(text, "small") for text in _standing(total)]
    return Section("bands", _("Risk bands"), tuple(blocks))


def _total_of(told: Told, figures: Figures) -> Total | None:
    wanted = figures.about.partition(":")[2] or told.tool.totals[0].id
    return next((total for total in told.tool.totals if total.id == wanted), None)


def _standing(total: Total | None) -> Iterator[str]:
    """How well the cut-offs are founded."""
    statuses = dict.fromkeys(band.status for band in total.bands) if total else {}
    for status in statuses:
        standing = STANDINGS[status]
        yield _("Source of the bands' cut-offs: %(word)s. %(meaning)s") % {
            "word": standing.word,
            "meaning": standing.meaning,
        }


def ranges_section(told: Told) -> Section | None:
    """Agreement by where on the scale the first total lies."""
    groups: dict[str, list[RangeRow]] = {}
    for row in told.results.ranges:
        groups.setdefault(row.about, []).append(row)
    if not groups:
        return None
    blocks: list[Block] = [
        Paragraph(
            _(
                "The first coding of each file says where it lies; later codings of the file are "
                "compared with it. In large field studies agreement is lowest among high scores, "
                "where most depends on it."
            )
        )
    ]
    for about, rows in groups.items():
        blocks += _range_blocks(told, about, rows)
    return Section("ranges", _("Agreement by score range"), tuple(blocks))


def _range_blocks(told: Told, about: str, rows: list[RangeRow]) -> Iterator[Block]:
    by_band = about.startswith("band")
    title = _("By risk band of the first total") if by_band else _("By first total")
    total = about.partition(":")[2]
    if len(told.results.totals) > 1:
        named = told.name_of(f"total:{total}" if total else "total")
        title = f"{title} ({named})"
    name = f"ranges-{about.replace(':', '-')}"
    drawn = [(_range_name(told, row, by_band), row.same) for row in rows if not row.hidden]
    if any(one.value is not None for _label, one in drawn):
        caption = _("Same total again: %(title)s") % {"title": title}
        yield pictures.shares(f"picture-{name}", caption, drawn)
    yield _range_table(told, name, title, rows, by_band)
    if by_band or not told.results.bands:
        yield from _highest(told, rows, by_band)


def _highest(told: Told, rows: list[RangeRow], by_band: bool) -> Iterator[Paragraph]:
    """What holds where the first total is highest."""
    shown = [row for row in rows if not row.hidden and row.same.value is not None]
    if not shown:
        return
    highest = max(shown, key=lambda row: row.low)
    said = _(
        "Where the first total is highest (%(range)s), %(same)s of 100 later codings give the "
        "same total and %(apart)s lie two points or more away."
    )
    if highest.low < max(row.low for row in rows):
        said = _(
            "In the highest range that is shown (%(range)s), %(same)s of 100 later codings give "
            "the same total and %(apart)s lie two points or more away."
        )
    yield Paragraph(
        said
        % {
            "range": _range_name(told, highest, by_band),
            "same": hundredth(highest.same.value or 0.0),
            "apart": hundredth(highest.two_or_more.value or 0.0),
        }
    )


def _range_table(told: Told, name: str, title: str, rows: list[RangeRow], by_band: bool) -> Table:
    return Table(
        id=name,
        caption=title,
        columns=(
            Column(_("First total")),
            Column(_("Pairs of codings"), is_number=True),
            Column(_("Same total again"), is_number=True),
            Column(interval_title(told), is_number=True),
            Column(_("Within one point"), is_number=True),
            Column(_("Two points or more apart"), is_number=True),
        ),
        rows=tuple(_range_row(told, row, by_band) for row in rows if by_band or not row.hidden),
        note="" if by_band else _left_out(told, rows),
    )


def _left_out(told: Told, rows: list[RangeRow]) -> str:
    """The totals that have no row, and why: one sentence, for most have too few files."""
    hidden = [_range_name(told, row, by_band=False) for row in rows if row.hidden]
    if not hidden:
        return ""
    return _("Not in the table: %(totals)s. %(why)s") % {
        "totals": listed(hidden),
        "why": hidden_text(told.smallest),
    }


def _range_row(told: Told, row: RangeRow, by_band: bool) -> tuple[Cell, ...]:
    return (
        Cell(_range_name(told, row, by_band), _why_hidden(told, row.hidden)),
        Cell("–" if row.hidden else count(row.pairs)),
        *share_cells(row.same, row.hidden),
        share_cell(row.within_one, row.hidden),
        share_cell(row.two_or_more, row.hidden),
    )


def _why_hidden(told: Told, hidden: str) -> str:
    return hidden_text(told.smallest) if hidden else ""


def _range_name(told: Told, row: RangeRow, by_band: bool) -> str:
    low, high = _whole(row.low), _whole(row.high)
    reach = low if row.low == row.high else span(low, high)
    if not by_band:
        return reach
    wanted = row.about.partition(":")[2] or told.tool.totals[0].id
    total = next((one for one in told.tool.totals if one.id == wanted), None)
    bands = total.bands if total else ()
    band = next((one for one in bands if (one.low, one.high) == (row.low, row.high)), None)
    if band is None:
        return reach
    return _("%(band)s: %(range)s") % {"band": band.name.to(told.language), "range": reach}


def _whole(number: int) -> str:
    return str(number).replace("-", MINUS)


def parts_section(told: Told) -> Section | None:
    """The studies of a pool, each by itself; None outside pools."""
    if not told.results.parts:
        return None
    caution = _(
        "Pooled figures hold for the mix of studies that was pooled. Studies whose files "
        "differ more have a higher ICC with the same agreement."
    )
    blocks = (Paragraph(caution, "notice"), _parts_table(told))
    return Section("parts", _("The studies that were pooled"), blocks)


def _parts_table(told: Told) -> Table:
    return Table(
        id="pooled-studies",
        caption=_("The studies of the pool, each by itself"),
        columns=(
            Column(_("Study")),
            Column(_("Files"), is_number=True),
            Column(_("Assessors"), is_number=True),
            Column(_("ICC of the total"), is_number=True),
            Column(interval_title(told), is_number=True),
            Column(_("Same total"), is_number=True),
            Column(interval_title(told), is_number=True),
        ),
        rows=tuple(_part_row(told, row) for row in told.results.parts),
    )


def _part_row(told: Told, row: PartRow) -> tuple[Cell, ...]:
    return (
        Cell(row.part, _why_hidden(told, row.hidden)),
        Cell(count(row.targets)),
        Cell(count(row.raters)),
        *icc_cells(row.icc, row.hidden),
        *share_cells(row.same, row.hidden),
    )
