"""What every part of the report on a study is told from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from instruments.sheet import Instrument
from reliability.studies.results import Results, Section

FEWEST_LETTERS = 4


@dataclass(frozen=True)
class Earlier:
    """The edition beside which differences are told."""

    title: str
    number: int
    made_at: datetime
    results: Results


@dataclass(frozen=True)
class Told:
    """A report's figures, and all that is known of its study, for one language."""

    results: Results
    tool: Instrument
    language: Literal["en", "fr"]
    title: str
    agency: str
    kind: str
    source: str
    number: int
    made_at: datetime
    frozen_at: datetime | None = None
    left_out: int = 0
    is_from_here: bool = False
    statements: Mapping[str, str] = field(default_factory=dict)
    earlier: Earlier | None = None

    @property
    def smallest(self) -> int:
        return self.results.settings.smallest_cell

    @property
    def main_total(self) -> Section | None:
        """The total that gives the tool's level."""
        wanted = (f"total:{self.tool.level_total.id}", "total")
        return _first(self.results.totals, wanted)

    @property
    def main_band(self) -> Section | None:
        """The band of the same total."""
        return _first(self.results.bands, (f"band:{self.tool.level_total.id}", "band"))

    def item_name(self, item: str) -> str:
        """Number and name of an item; its id where the tool has it no more."""
        return item_name(self.tool, item, self.language)

    def name_of(self, about: str) -> str:
        """What a section is about: an item, a total, or the bands of a total."""
        kind, _colon, total = about.partition(":")
        if kind not in ("total", "band"):
            return self.item_name(about)
        named = self._total_name(total)
        if kind == "total":
            return named
        if total or len(self.tool.totals) > 1:
            return _("Risk bands: %(total)s") % {"total": named}
        return _("Risk bands")

    def _total_name(self, total: str) -> str:
        wanted = total or self.tool.totals[0].id
        try:
            return self.tool.total_name(wanted).to(self.language)
        except KeyError:
            return wanted


def _first(sections: Iterable[Section], wanted: tuple[str, ...]) -> Section | None:
    found = {section.about: section for section in sections}
    named = next((found[about] for about in wanted if about in found), None)
    return named or next(iter(found.values()), None)


def item_name(tool: Instrument, item: str, language: str) -> str:
    """Number and name of an item; its id where the tool has it no more."""
    try:
        name = tool.item(item).name.to(language)
    except KeyError:
        return item
    return f"{item.removeprefix('i')}. {name}"


def rater_names(raters: Iterable[str]) -> Mapping[str, str]:
    """Hash -> the name it has in a report: as few characters as tell all of them apart."""
    every = sorted(set(raters))
    length = FEWEST_LETTERS
    while len({_bare(rater)[:length] for rater in every}) < len(every) and length < 60:
        length += 1
    return {rater: f"A-{_bare(rater)[:length]}" for rater in every}


def _bare(rater: str) -> str:
    return rater.lstrip("#")
