"""Agreement item by item: one table of all, then a block for each."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reliability.reports.studies import pictures
from reliability.reports.studies.document import Block, Cell, Column, Paragraph, Section, Table
from reliability.reports.studies.figures import figure_table, interval_title
from reliability.reports.studies.grids import crosstab_table, shares_table
from reliability.reports.studies.numbers import NOTHING, used_of
from reliability.reports.studies.told import Told
from reliability.studies.results import Figure
from reliability.studies.results import Section as Figures
from reliability.studies_words import hidden_text, interval_text, reason_text, value_text

ALPHA = "kripp.ordinal"
KAPPAS = ("fleiss.quadratic", "cohen.quadratic")


def items_section(told: Told) -> Section:
    """The table of all items with their picture, and a section below for each."""
    title = _("Krippendorff's alpha of each item")
    drawn = [
        (told.item_name(figures.about), figure.estimate)
        for figures in told.results.items
        if (figure := _figure(figures, ALPHA)) is not None
    ]
    blocks: list[Block] = []
    if drawn:
        blocks.append(pictures.coefficients("picture-items", title, drawn))
    blocks += [_overview(told), Paragraph(_reading(), "small")]
    below = tuple(_one_item(told, figures) for figures in told.results.items)
    return Section("items", _("Item by item"), tuple(blocks), below)


def _reading() -> str:
    return _(
        "Alpha, kappa and AC2 correct for chance in different ways. When nearly all scores of an "
        "item are the same, kappa and alpha fall though people agree; AC2 does not."
    )


def _overview(told: Told) -> Table:
    return Table(
        id="items-overview",
        caption=_("Agreement of each item"),
        columns=(
            Column(_("Item")),
            Column(_("Same score"), is_number=True),
            Column(_("Within one point"), is_number=True),
            Column(_("Alpha"), is_number=True),
            Column(interval_title(told), is_number=True),
            Column(_("Weighted kappa"), is_number=True),
            Column(_("Gwet's AC2"), is_number=True),
            Column(_("Files used of given"), is_number=True),
        ),
        rows=tuple(_overview_row(told, figures) for figures in told.results.items),
    )


def _overview_row(told: Told, figures: Figures) -> tuple[Cell, ...]:
    alpha = _figure(figures, ALPHA)
    kappa = next((one for name in KAPPAS if (one := _figure(figures, name))), None)
    used = alpha or next(iter(figures.figures), None)
    return (
        Cell(told.item_name(figures.about), _why_none(told, alpha)),
        _value(_figure(figures, "pa.identity")),
        _value(_figure(figures, "pa.within_1")),
        _value(alpha),
        Cell(interval_text(alpha) if alpha else NOTHING),
        _value(kappa),
        _value(_figure(figures, "ac.quadratic")),
        Cell(used_of(used.estimate.n_used, used.estimate.n_given) if used else NOTHING),
    )


def _why_none(told: Told, alpha: Figure | None) -> str:
    """Why an item has no alpha, or the caution that goes with it."""
    if alpha is None:
        return ""
    if alpha.hidden:
        return hidden_text(told.smallest)
    return reason_text(alpha)


def _value(figure: Figure | None) -> Cell:
    return Cell(NOTHING if figure is None else value_text(figure))


def _one_item(told: Told, figures: Figures) -> Section:
    name = told.item_name(figures.about)
    blocks: list[Block] = [
        figure_table(told, figures, _("Agreement: %(name)s") % {"name": name}),
        shares_table(told, figures, ()),
        *crosstab_table(told, figures, ()),
    ]
    return Section(f"item-{figures.about}", name, tuple(blocks))


def _figure(figures: Figures, name: str) -> Figure | None:
    return next((figure for figure in figures.figures if figure.name == name), None)
