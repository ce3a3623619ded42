"""The whole report on a study: every figure from the frozen codings, the same every time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from instruments import catalogue
from instruments.facts import Facts
from reliability.stats import Estimate
from reliability.studies import design, published
from reliability.studies.correlations import (
    Models,
    Total,
    main_correlation,
    models_of,
    total_section,
)
from reliability.studies.engine import ENGINE
from reliability.studies.frame import Codings
from reliability.studies.pool import part_rows
from reliability.studies.ranges import Again, again, range_rows
from reliability.studies.raters import rater_rows
from reliability.studies.resamples import estimated
from reliability.studies.results import (
    BAND,
    TOTAL,
    Design,
    RangeRow,
    RaterRow,
    Results,
    Section,
    Settings,
)
from reliability.studies.rules import rule_findings
from reliability.studies.sections import Prepared, band_section, item_section
from reliability.studies.totals import Computed, computed, section_name
from reliability.studies.units import WITHIN, Units, units_of

Progress = Callable[[str, int, int], None]
STEPS = {
    "totals": 0,
    "design": 40,
    "items": 80,
    "models": 120,
    "sections": 420,
    "resamples": 440,
    "ranges": 800,
    "rules": 830,
    "done": 1000,
}
"""The steps in order, and how much of the whole, in thousandths, is done when each begins."""
WHOLE = 1000
BACK_READING = "back-reading"


class Stopped(Exception):  # noqa: N818 - raised by a caller's progress function, not a mistake
    """The computation was called off. A progress function raises it; `compute` lets it pass."""


@dataclass
class _Clock:
    """Tells the caller how much is done, and keeps how long each step took."""

    progress: Progress | None
    seconds: dict[str, float] = field(default_factory=dict)
    _step: str = ""
    _since: float = 0.0

    def begin(self, step: str) -> None:
        now = time.perf_counter()
        if self._step:
            self.seconds[self._step] = round(now - self._since, 4)
        self._step, self._since = step, now
        self.tell(step, 0, 1)

    def tell(self, step: str, done: int, of: int) -> None:
        """Inside a step: how much of it is done, as a part of the whole."""
        if self.progress is not None:
            names = list(STEPS)
            start = STEPS[step]
            end = STEPS[names[min(names.index(step) + 1, len(names) - 1)]]
            self.progress(step, start + (end - start) * done // max(of, 1), WHOLE)


def compute(
    codings: Codings,
    settings: Settings,
    *,
    digest: str,
    progress: Progress | None = None,
    facts: Mapping[str, Facts] | None = None,
) -> Results:
    """Every figure of the report.

    Parameters
    ----------
    codings : a frozen study; figures do not depend on the order of its codings.
    digest : of those codings (reliability.studies.freezing).
    progress : called with a step's name (STEPS) and how many thousandths of the whole are done.
        What it raises ends the computation: `Stopped` where it was called off.
    facts : by target, where the targets are cases whose facts are known: wrong scores are then
        explained by the rules whose misreading gives them.
    """
    clock = _Clock(progress)
    clock.begin("totals")
    units, found = units_of(codings), computed(codings)
    clock.begin("design")
    planned = design.design_of(codings, settings, units=units, found=found)
    made = _agreement(codings, units, found, settings, clock)
    clock.begin("ranges")
    compared = _ranges(codings, units, made.totals, settings)
    correlation = main_correlation(made.totals[0], made.models[0], settings)
    raters = _raters(codings, made.totals[0], made.models[0], settings)
    clock.begin("rules")
    results = Results(
        tool=codings.tool,
        tool_version=catalogue.tool(codings.tool).version,
        kind=codings.kind,
        engine=ENGINE,
        data_digest=digest,
        settings=settings,
        design=_planned(planned, correlation, units, settings),
        items=made.item_sections,
        totals=made.total_sections,
        bands=made.band_sections,
        ranges=compared.rows,
        raters=raters,
        findings=rule_findings(codings, facts, clock.tell),
        published=published.beside(
            codings.tool, correlation, made.total_sections[0], compared.first, settings
        ),
        parts=part_rows(codings, settings),
        seconds=clock.seconds,
    )
    clock.begin("done")
    return results


@dataclass(frozen=True)
class _Agreement:
    """The totals with their models, and a section for each item, total and band."""

    totals: list[Total]
    models: list[Models]
    item_sections: tuple[Section, ...]
    total_sections: tuple[Section, ...]
    band_sections: tuple[Section, ...]


def _agreement(
    codings: Codings, units: Units, found: Computed, settings: Settings, clock: _Clock
) -> _Agreement:
    clock.begin("items")
    items = _items(codings, units, settings)
    clock.begin("models")
    totals = _totals(codings, units, found)
    models = [models_of(total, settings) for total in totals]
    clock.begin("sections")
    pairs = zip(totals, models, strict=True)
    waiting = [*items, *(total_section(total, model, settings) for total, model in pairs)]
    waiting += _bands(codings, units, found, settings)
    sections = _finished(waiting, units, settings, clock)
    n, m = len(items), len(items) + len(totals)
    return _Agreement(
        totals, models, tuple(sections[:n]), tuple(sections[n:m]), tuple(sections[m:])
    )


def _items(codings: Codings, units: Units, settings: Settings) -> list[Prepared]:
    scores = codings.scores[units.kept]
    return [
        item_section(
            item, units, scores[:, place], catalogue.item(codings.tool, item).values, settings
        )
        for place, item in enumerate(codings.items)
    ]


def _totals(codings: Codings, units: Units, found: Computed) -> list[Total]:
    """Each total with the correlation that its own blanks allow."""
    instrument, layout = catalogue.tool(codings.tool), design.layout_of(units)
    is_ordered = codings.kind in (WITHIN, BACK_READING)
    return [
        Total(
            section_name(TOTAL, name, instrument),
            units,
            values[units.kept],
            design.icc_form(codings.kind, layout, units, values)[0],
            is_ordered,
        )
        for name, values in found.totals.items()
    ]


def _bands(codings: Codings, units: Units, found: Computed, settings: Settings) -> list[Prepared]:
    """Totals whose level has at least two names."""
    instrument = catalogue.tool(codings.tool)
    return [
        band_section(
            section_name(BAND, name, instrument),
            units,
            values[units.kept],
            len(instrument.total(name).bands),
            settings,
        )
        for name, values in found.bands.items()
        if len(instrument.total(name).bands) > 1
    ]


def _finished(
    waiting: list[Prepared], units: Units, settings: Settings, clock: _Clock
) -> list[Section]:
    """All alphas from one set of resamples."""
    clock.begin("resamples")
    alphas = estimated({one.about: one.alpha for one in waiting}, units.n, settings, clock.tell)
    return [one.finished(alphas[one.about], settings) for one in waiting]


@dataclass(frozen=True)
class _Compared:
    rows: tuple[RangeRow, ...]
    first: Again


def _ranges(codings: Codings, units: Units, totals: list[Total], settings: Settings) -> _Compared:
    instrument = catalogue.tool(codings.tool)
    found = [again(units, total.values) for total in totals]
    rows: list[RangeRow] = []
    for wanted, one in zip(instrument.totals, found, strict=True):
        names = (
            section_name(BAND, wanted.id, instrument),
            section_name(TOTAL, wanted.id, instrument),
        )
        rows += range_rows(one, wanted, names, settings)
    return _Compared(tuple(rows), found[0])


def _raters(
    codings: Codings, total: Total, models: Models, settings: Settings
) -> tuple[RaterRow, ...]:
    """None within raters: nobody else scored what is compared."""
    if codings.kind == WITHIN:
        return ()
    whole = models.whole if total.form == "icc2.reml" else None
    return rater_rows(total.units, total.values, whole, settings)


def _planned(found: Design, correlation: Estimate, units: Units, settings: Settings) -> Design:
    """Sample sizes at the correlation of the report; the one-way one where that has no value."""
    if correlation.value is None or not found.icc_form:
        return found
    return replace(found, **design.planned(correlation, units, settings))
