"""The numbers of a report as rows of one table, under names that the scripts know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reliability.reports.studies.findings import MOST_NUMBERS
from reliability.stats import Estimate
from reliability.studies.results import (
    Figure,
    RangeRow,
    RaterRow,
    Results,
    RuleFinding,
    Section,
)

HEAD = (
    "about",
    "name",
    "value",
    "low",
    "high",
    "se",
    "confidence",
    "n_used",
    "n_given",
    "form",
    "method",
    "note",
    "hidden",
)
_FURTHER = frozenset(
    {
        *("F", "MSB", "MSW", "bias", "df1", "df2", "k0", "loa_high", "loa_low", "pa", "pe", "sd"),
        *("var_rater", "var_residual", "var_subject"),
    }
)
"""Further numbers of a figure that are rows of their own, `figure:name`."""

_FITTED = "fitted by REML"


@dataclass(frozen=True)
class FigureRow:
    """One number with its interval. `about` says what of, `name` which figure it is."""

    about: str
    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    se: float | None = None
    confidence: float | None = None
    n_used: int | None = None
    n_given: int | None = None
    form: str = ""
    method: str = ""
    note: str = ""
    hidden: str = ""

    def cells(self) -> tuple[str | float | None, ...]:
        """In the order of HEAD."""
        return tuple(getattr(self, name) for name in HEAD)


def figure_rows(results: Results) -> Iterator[FigureRow]:
    """Every number of the report. Figures that are hidden are there without a value."""
    yield from _design(results)
    for section in (*results.totals, *results.bands, *results.items):
        yield from _section(section)
    for one in results.ranges:
        yield from _range(one)
    for rater in results.raters:
        yield from _rater(rater)
    for part in results.parts:
        about = f"part:{part.part}"
        yield FigureRow(about, "targets", part.targets)
        yield FigureRow(about, "raters", part.raters)
        yield _row(about, "icc", part.icc, part.hidden)
        yield _row(about, "same", part.same, part.hidden)
    for beside in results.published:
        yield _row(f"published:{beside.id}", "ours", beside.ours)
    for finding in results.findings:
        yield from _finding(finding)


def _design(results: Results) -> Iterator[FigureRow]:
    design = results.design
    fewest, median, most = design.targets_per_rater
    plain: dict[str, float | None] = {
        "targets": design.targets,
        "raters": design.raters,
        "codings": design.codings,
        "ratings": design.ratings,
        "single_rated": design.single_rated,
        "pairs_of_raters": design.pairs_of_raters,
        "overlap_islands": design.overlap_islands,
        "fewest_targets": fewest,
        "median_targets": median,
        "most_targets": most,
        "spread": design.spread,
        "half_width": design.half_width,
    }
    plain |= {f"targets_of_{size}": n for size, n in design.raters_per_target.items()}
    plain |= {f"blank:{blank.item}": blank.missing for blank in design.blanks}
    plain |= {f"needed:{width}": targets for width, targets in design.needed.items()}
    fitted = _FITTED if "reml" in design.icc_form else ""
    for name, value in plain.items():
        is_planned = name == "half_width" or name.startswith("needed:")
        yield FigureRow("design", name, value, form=fitted if is_planned else "")


def _section(section: Section) -> Iterator[FigureRow]:
    for figure in section.figures:
        yield from _figure(section.about, figure)
    names = [f"{category:g}" for category in section.categories]
    for name, share in zip(names, section.shares, strict=True):
        yield _counted(section.about, f"share:{name}", share)
    for first, row in zip(names, section.crosstab, strict=bool(section.crosstab)):
        for second, pairs in zip(names, row, strict=True):
            yield _counted(section.about, f"pairs:{first}:{second}", pairs)


def _figure(about: str, figure: Figure) -> Iterator[FigureRow]:
    yield _row(about, figure.name, figure.estimate, figure.hidden)
    if figure.hidden or figure.estimate.value is None:
        return
    for name, value in sorted(figure.estimate.detail.items()):
        if name in _FURTHER and isinstance(value, int | float):
            further = f"{figure.name}:{name}"
            yield FigureRow(about, further, value, form=figure.estimate.form)


def _range(one: RangeRow) -> Iterator[FigureRow]:
    about = f"range:{one.about}:{one.low}:{one.high}"
    yield _counted(about, "pairs", None if one.hidden else one.pairs)
    yield _row(about, "same", one.same, one.hidden)
    yield _row(about, "within_one", one.within_one, one.hidden)
    yield _row(about, "two_or_more", one.two_or_more, one.hidden)


def _rater(one: RaterRow) -> Iterator[FigureRow]:
    about = f"rater:{one.rater}"
    yield FigureRow(about, "codings", one.codings)
    yield _row(about, "lean", one.lean, one.hidden)
    yield _row(about, "same", one.same, one.hidden)
    if not one.hidden:
        for name in ("blup", "blup_se"):
            value = one.lean.detail.get(name)
            if isinstance(value, int | float):
                yield FigureRow(about, f"lean.{name}", value)


def _finding(one: RuleFinding) -> Iterator[FigureRow]:
    about = f"finding:{one.id}:{one.evidence}"
    yield FigureRow(about, "codings", one.codings)
    yield FigureRow(about, "asked", one.asked)
    yield FigureRow(about, "raters", one.raters)
    for place, number in enumerate(one.numbers[:MOST_NUMBERS], start=1):
        yield FigureRow(about, f"number:{place}", number)
    if one.probability is not None:
        yield FigureRow(about, "probability", one.probability)


def _counted(about: str, name: str, value: float | None) -> FigureRow:
    return FigureRow(about, name, value, hidden="small" if value is None else "")


def _row(about: str, name: str, estimate: Estimate, hidden: str = "") -> FigureRow:
    row = FigureRow(
        about,
        name,
        estimate.value,
        n_used=estimate.n_used,
        n_given=estimate.n_given,
        form=estimate.form,
        note=estimate.note or "",
        hidden=hidden,
    )
    if hidden or estimate.value is None:
        return row
    return replace(
        row,
        low=estimate.low,
        high=estimate.high,
        se=estimate.se,
        confidence=estimate.confidence,
        method=estimate.method or "",
    )


def provenance(results: Results) -> Iterator[FigureRow]:
    """Where the figures come from, as rows without a number."""
    settings = results.settings
    told = {
        "tool": f"{results.tool} {results.tool_version}",
        "data_digest": results.data_digest,
        "engine": results.engine,
        "confidence": str(settings.confidence),
        "replicates": str(settings.replicates),
        "seed": str(settings.seed),
        "smallest_cell": str(settings.smallest_cell),
    }
    for name, note in told.items():
        yield FigureRow("provenance", name, None, note=note)
