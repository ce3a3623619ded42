"""How scores are spread, and which scores stand against which: tables over a scale."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reliability.reports.studies.document import Cell, Column, Table
from reliability.reports.studies.numbers import count, decimal, percent
from reliability.reports.studies.told import Told
from reliability.studies.results import Section

MOST_COLUMNS = 12
"""A wider grid than this fits no page."""

NOT_SHOWN = "…"
"""Not “< 5”: larger numbers are hidden too, lest a small one be worked out from them."""


def shares_table(told: Told, section: Section, names: Sequence[str]) -> Table:
    """The share of ratings in each category."""
    labels = names or [_score(value) for value in section.categories]
    anchors = _anchors(told, section)
    return Table(
        id=f"shares-{section.about.replace(':', '-')}",
        caption=_("How often each was given: %(name)s") % {"name": told.name_of(section.about)},
        columns=(
            Column(_("Band") if names else _("Score")),
            Column(_("Share of codings"), is_number=True),
        ),
        rows=tuple(
            (
                Cell(label, anchors.get(value, "")),
                Cell(few(told) if share is None else percent(share, 1)),
            )
            for label, value, share in zip(labels, section.categories, section.shares, strict=False)
        ),
    )


def crosstab_table(told: Told, section: Section, names: Sequence[str]) -> tuple[Table, ...]:
    """Two codings of one file against each other; nothing where no file has two, or too wide."""
    n = len(section.categories)
    if not section.crosstab or n > MOST_COLUMNS or not _any_pair(section):
        return ()
    labels = names or [_score(value) for value in section.categories]
    table = Table(
        id=f"crosstab-{section.about.replace(':', '-')}",
        caption=_("One coding against another of the same file: %(name)s")
        % {"name": told.name_of(section.about)},
        columns=(
            Column(_("One coding")),
            *(Column(one, is_number=True) for one in labels),
        ),
        rows=tuple(
            (Cell(label), *_row(row)) for label, row in zip(labels, section.crosstab, strict=False)
        ),
        note=_how_to_read(told),
    )
    return (table,)


def _how_to_read(told: Told) -> str:
    return _(
        "Rows: one coding; columns: the other. Each pair is counted both ways. The darker a "
        "cell, the larger its share of the row. “%(mark)s” stands for a number below %(n)s, and "
        "for a larger one from which such a number could be worked out."
    ) % {"mark": NOT_SHOWN, "n": told.smallest}


def _any_pair(section: Section) -> bool:
    return any(cell != 0 for row in section.crosstab for cell in row)


def _row(row: Sequence[int | None]) -> list[Cell]:
    whole = sum(cell or 0 for cell in row) or 1
    return [
        Cell(NOT_SHOWN, shade=0.0) if cell is None else Cell(count(cell), shade=cell / whole)
        for cell in row
    ]


def few(told: Told) -> str:
    """What stands in the place of a share of too few codings."""
    return _("not shown: fewer than %(n)s codings, or the share that would tell of them") % {
        "n": told.smallest
    }


def _score(value: float) -> str:
    return decimal(value, 0 if value == int(value) else 1)


def _anchors(told: Told, section: Section) -> dict[float, str]:
    """What each score of an item means."""
    item = next((one for one in told.tool.items if one.id == section.about), None)
    options = item.options if item else ()
    return {float(option.value): option.anchor.to(told.language) for option in options}
