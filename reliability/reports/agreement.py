"""How well the experts of a panel agree, from their codings, for the page that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from instruments import catalogue, scoring
from instruments.sheet import Instrument
from reliability.sentences import sentence
from reliability.stats import Estimate, as_ratings, gwet, icc, report
from reliability.stats.arrays import FloatArray

if TYPE_CHECKING:
    import pandas as pd

ITEM_FIGURES = ("pa.identity", "kripp.ordinal", "conger.quadratic", "ac.quadratic")
SEED = 1
REPLICATES = 1000


@dataclass(frozen=True)
class Figure:
    """One estimate with its name in the reader's language and a plain sentence about it."""

    label: str
    estimate: Estimate
    sentence: str


@dataclass(frozen=True)
class ItemAgreement:
    """How well the raters agree on one item."""

    item: str
    label: str
    exact: Estimate
    alpha: Estimate
    kappa: Estimate
    ac2: Estimate


@dataclass(frozen=True)
class Design:
    """Who scored what: the table behind the figures, before any figure."""

    raters: int
    targets: int
    ratings: int
    missing: int
    complete_raters: int
    """Raters with a total on every target: those whom the ICC compares where some are missing."""
    spread: float | None
    """Standard deviation of the targets' mean totals: a case mix all alike lowers every ICC."""

    @property
    def is_crossed(self) -> bool:
        return self.missing == 0


@dataclass(frozen=True)
class AgreementReport:
    """Everything the page on a panel's agreement shows."""

    title: str
    tool: Instrument
    design: Design
    eligibility: tuple[Figure, ...]
    totals: tuple[Figure, ...]
    bands: tuple[Figure, ...]
    items: tuple[ItemAgreement, ...]


def agreement_report(
    title: str, tool_id: str, frame: pd.DataFrame, answers: pd.DataFrame
) -> AgreementReport:
    """The figures of any set of codings: item scores, and answers on the use of the tool.

    Frames as `tables.panel_frame` and `tables.panel_eligibility_frame` return them.
    """
    tool = catalogue.tool(tool_id)
    totals = _totals_table(tool, frame)
    return AgreementReport(
        title=title,
        tool=tool,
        design=_design(frame, totals),
        eligibility=_eligibility(answers),
        totals=_total_figures(tool, totals),
        bands=_band_figures(tool, totals),
        items=tuple(_item_agreement(tool, frame)),
    )


def _eligibility(answers: pd.DataFrame) -> tuple[Figure, ...]:
    wide = _wide(answers)
    figures = report(
        wide.to_numpy(),
        level="nominal",
        categories=[0, 1, 2],
        figures=("pa.identity", "ac.identity"),
    )
    return (
        _figure(_("Same answer, any two assessors"), figures["pa.identity"]),
        _figure(_("Gwet's AC1"), figures["ac.identity"]),
    )


def _totals_table(tool: Instrument, frame: pd.DataFrame) -> pd.DataFrame:
    """Targets in rows, raters in columns, totals in the cells; NaN where one cannot be computed."""
    coded = frame.groupby(["target", "rater"], sort=True)
    rows = [
        (target, rater, _total(tool, dict(zip(part["item"], part["score"], strict=True))))
        for (target, rater), part in coded
    ]
    import pandas as pd

    return _wide(pd.DataFrame(rows, columns=["target", "rater", "score"]))


def _total(tool: Instrument, scores: Mapping[str, int]) -> float | None:
    every = {item.id: scores.get(item.id) for item in tool.items}
    value = scoring.total(tool.id, every).value
    return None if value is None else float(value)


def _wide(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.pivot(index="target", columns="rater", values="score").astype(float)


def _design(frame: pd.DataFrame, totals: pd.DataFrame) -> Design:
    means = totals.mean(axis=1)
    return Design(
        raters=totals.shape[1],
        targets=totals.shape[0],
        ratings=len(frame),
        missing=int(totals.isna().to_numpy().sum()),
        complete_raters=int(totals.notna().all(axis=0).sum()),
        spread=float(means.std()) if len(means) > 1 else None,
    )


def _total_figures(tool: Instrument, totals: pd.DataFrame) -> tuple[Figure, ...]:
    table = totals.to_numpy()
    every_case = totals.dropna(axis=1).to_numpy()  # one newcomer must not cost the others their ICC
    return (
        _figure("ICC(2,1)", icc.icc(every_case, "ICC(2,1)")),
        _figure("ICC(3,1)", icc.icc(every_case, "ICC(3,1)")),
        _figure(_("Same total, any two assessors"), _pairs_within(tool, table, 0)),
        _figure(_("Totals within one point, any two assessors"), _pairs_within(tool, table, 1)),
    )


def _pairs_within(tool: Instrument, table: FloatArray, points: int) -> Estimate:
    """The share of pairs of assessors whose totals of the same case lie at most so far apart."""
    scale = np.arange(tool.totals[0].low, tool.totals[0].high + 1)
    near = np.abs(scale[:, np.newaxis] - scale) <= points
    estimate = gwet.percent_agreement(as_ratings(table, list(scale)), near.astype(np.float64))
    return replace(estimate, form=f"Percent agreement of pairs, within {points}")


def _band_figures(tool: Instrument, totals: pd.DataFrame) -> tuple[Figure, ...]:
    names = [band.id for band in tool.totals[0].bands]
    bands = totals.map(
        lambda total: (
            names.index(band.id)
            if total == total and (band := scoring.band(tool.id, int(total)))
            else float("nan")
        )
    )
    figures = report(
        bands.to_numpy(),
        level="ordinal",
        categories=list(range(len(names))),
        figures=("pa.identity", "kripp.ordinal"),
    )
    return (
        _figure(_("Same band, any two assessors"), figures["pa.identity"]),
        _figure(_("Krippendorff's alpha, ordinal"), figures["kripp.ordinal"]),
    )


def _item_agreement(tool: Instrument, frame: pd.DataFrame) -> list[ItemAgreement]:
    language = get_language() or "en"
    answers = []
    for item in tool.items:
        wide = _wide(frame[frame["item"] == item.id])
        figures = report(
            wide.to_numpy(),
            level="ordinal",
            categories=sorted(item.values),
            bootstrap=REPLICATES,
            seed=SEED,
            figures=ITEM_FIGURES,
        )
        chosen = (figures[name] for name in ITEM_FIGURES)
        answers.append(ItemAgreement(item.id, item.name.to(language), *chosen))
    return answers


def _figure(label: str, estimate: Estimate) -> Figure:
    return Figure(label, estimate, sentence(estimate))
