"""Tables of figures: each with its interval, on how many files, and a sentence that says it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reliability.reports.studies.document import Cell, Column, Table
from reliability.reports.studies.numbers import NOTHING, decimal, percent, used_of
from reliability.reports.studies.told import Told
from reliability.stats import Estimate
from reliability.studies.results import Figure, Section
from reliability.studies_words import (
    bounds,
    interval_text,
    label,
    note_text,
    value_text,
    what_it_is,
)
from reliability.studies_words_sentences import figure_sentence


def figure_table(told: Told, section: Section, caption: str) -> Table:
    """Every figure of a section, one a row."""
    return Table(
        id=f"figures-{section.about.replace(':', '-')}",
        caption=caption,
        columns=(
            Column(_("Figure")),
            Column(_("Value"), is_number=True),
            Column(interval_title(told), is_number=True),
            Column(_("Files used of given"), is_number=True),
            Column(_("What it says")),
        ),
        rows=tuple(_row(told, section, figure) for figure in section.figures),
    )


def interval_title(told: Told) -> str:
    """The header of a column of intervals."""
    share = percent(told.results.settings.confidence, _decimals(told.results.settings.confidence))
    return _("%(share)s interval") % {"share": share}


def _decimals(confidence: float) -> int:
    return 0 if round(100 * confidence, 6) == round(100 * confidence) else 1


def _row(told: Told, section: Section, figure: Figure) -> tuple[Cell, ...]:
    return (
        Cell(label(figure, section.about), what_it_is(figure)),
        Cell(value_text(figure)),
        Cell(interval_text(figure)),
        Cell(used_of(figure.estimate.n_used, figure.estimate.n_given)),
        Cell(figure_sentence(figure, section.about, told.smallest), note_text(figure)),
    )


def share_cells(estimate: Estimate, hidden: str) -> tuple[Cell, Cell]:
    """A share and its interval; dashes where it is not shown."""
    if hidden or estimate.value is None:
        return Cell(NOTHING), Cell(NOTHING)
    return Cell(percent(estimate.value)), Cell(bounds("pa.identity", estimate))


def share_cell(estimate: Estimate, hidden: str) -> Cell:
    """A share alone; a dash where it is not shown."""
    return Cell(NOTHING if hidden else percent(estimate.value))


def icc_cells(estimate: Estimate, hidden: str) -> tuple[Cell, Cell]:
    """A coefficient and its interval; dashes where it is not shown."""
    if hidden:
        return Cell(NOTHING), Cell(NOTHING)
    return Cell(decimal(estimate.value)), Cell(bounds("icc", estimate))
