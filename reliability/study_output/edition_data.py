"""The codings behind a report, row by row, under the headers of every table that holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from instruments import catalogue, scoring
from instruments.sheet import Instrument
from reliability.models import ReportEdition, StudyCoding
from reliability.studies.columns import FLAGS
from reliability.study_output.guarding import Value

_AT_ONCE = 2000
_FIRST = ("number", "part", "target", "rater", "occasion", "coded_on")
Key = tuple[int | None, ...]


class NoDataError(Exception):
    """The codings are gone: the report stays, its data do not. The message is a sentence."""


@dataclass(frozen=True)
class EditionData:
    """The codings of one edition's study. Made where the agency's scope is open; read anywhere."""

    tool: Instrument
    rows: Callable[[], Iterator[StudyCoding]]

    @cached_property
    def items(self) -> tuple[str, ...]:
        return tuple(item.id for item in self.tool.items)

    @property
    def head(self) -> tuple[str, ...]:
        """What the form said comes first, what its sheet makes of the items last."""
        given = ("given_total", "given_band", *(f"flag_{name}" for name in FLAGS))
        computed = [f"total_{total.id}" for total in self.tool.totals]
        computed += [f"band_{total.id}" for total in self.tool.totals if total.bands]
        return (*_FIRST, *self.items, *given, *computed)

    def values(self) -> Iterator[tuple[Value, ...]]:
        """One tuple a coding, in the order of their numbers."""
        known: dict[Key, tuple[Value, ...]] = {}
        for row in self.rows():
            scores = tuple(row.scores.get(item) for item in self.items)
            if scores not in known:
                known[scores] = self._computed(scores)
            flags = tuple(_bit(row.flags.get(name)) for name in FLAGS)
            yield (
                *(getattr(row, name) for name in _FIRST),
                *scores,
                row.total,
                row.band,
                *flags,
                *known[scores],
            )

    def _computed(self, scores: Key) -> tuple[Value, ...]:
        found = scoring.totals(self.tool.id, dict(zip(self.items, scores, strict=True)))
        totals = tuple(found[total.id].value for total in self.tool.totals)
        bands = tuple(
            "" if (band := found[total.id].band) is None else band.id
            for total in self.tool.totals
            if total.bands
        )
        return (*totals, *bands)


def _bit(flag: bool | None) -> int | None:
    return None if flag is None else int(flag)


def why_no_data(edition: ReportEdition) -> str:
    """Why there is a report and no data, as a sentence; "" where there are."""
    emptied = edition.study.emptied_at
    if emptied is None:
        return ""
    return _(
        "The codings of this study were deleted on %(day)s, the day to which they were to be kept. "
        "The report stays, in the formats that need no codings."
    ) % {"day": localdate(emptied).isoformat()}


def data_of(edition: ReportEdition) -> EditionData:
    """The data behind a report. Raises `NoDataError` where they were deleted at their day."""
    why = why_no_data(edition)
    if why:
        raise NoDataError(why)
    stored = StudyCoding.objects.filter(study=edition.study_id).order_by("number")
    stored = stored.only(*_FIRST, "scores", "total", "band", "flags")
    return EditionData(
        catalogue.tool(edition.study.tool), lambda: stored.iterator(chunk_size=_AT_ONCE)
    )
