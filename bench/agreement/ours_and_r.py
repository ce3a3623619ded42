"""Our ICCs, REML and kappas beside psych, lme4 and vcd of R, where R is installed."""

import csv
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from bench.agreement.differences import Comparison
from bench.agreement.tables import FloatArray, tables
from bench.statistics.environments import r_versions, rscript, variables
from reliability.stats import as_ratings, kappa
from reliability.stats.components import reml
from reliability.stats.icc import iccs

Figures = Mapping[str, float | None]
_COMPONENTS = (
    "var_subject",
    "var_rater",
    "var_residual",
    "icc_agreement_1",
    "icc_consistency_1",
    "logLik_reml",
    "grand_mean",
)


def compared(number: int) -> dict[str, Comparison]:
    """The three families that Debian's R packages compute."""
    interpreter = rscript()
    if interpreter is None:
        said = "Rscript with psych, lme4 and vcd was not found, so nothing was compared"
        return {"R": Comparison("R", 0, said=said)}
    versions = r_versions(interpreter)
    work = {
        "icc": ("six ICCs", "R psych", list(tables(number, missing=False)), _iccs),
        "reml": ("REML", "R lme4", list(filter(_is_crossed, _incomplete(number))), _reml),
        "kappa": ("Cohen's kappas", "R vcd", list(_pairs(number)), _kappas),
    }
    found = {}
    for family, (name, peer, given, ours) in work.items():
        comparison = Comparison(f"{peer} {versions[peer]}", len(given))
        theirs = _by_r(interpreter, family, given)
        for place, table in enumerate(given):
            answer = theirs.get(place, {})
            if "failed" not in answer:
                figures = ours(table)
                comparison.add(figures, answer)
                comparison.add(*_likelihood_below(figures, answer))
        found[name] = comparison
    return found


def _incomplete(number: int) -> Iterable[FloatArray]:
    return tables(number, missing=True, raters=(3, 8))


def _pairs(number: int) -> Iterable[FloatArray]:
    return tables(number, missing=False, raters=(2, 2))


def _is_crossed(table: FloatArray) -> bool:
    """What lme4 accepts: fewer targets, and raters, than scores, and scores that differ."""
    scores = table[~np.isnan(table)]
    targets, raters = (~np.isnan(table)).any(axis=1).sum(), (~np.isnan(table)).any(axis=0).sum()
    return bool(len(scores) > max(targets, raters) and np.ptp(scores) > 0 and targets > 1)


def _by_r(interpreter: str, family: str, given: list[FloatArray]) -> dict[int, dict[str, float]]:
    """Figures of each table, by its place."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tables.csv"
        with file.open("w", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["table", "target", "rater", "score"])
            for place, table in enumerate(given):
                for target, rater in np.argwhere(~np.isnan(table)):
                    writer.writerow(
                        [place, target + 1, rater + 1, repr(float(table[target, rater]))]
                    )
        script = Path(__file__).parent / "with_r.R"
        done = subprocess.run(  # noqa: S603
            [interpreter, str(script), family, str(file)],
            env=variables(full=False),
            capture_output=True,
            text=True,
            check=True,
        )
    found: dict[int, dict[str, float]] = {}
    for number, name, value in csv.reader(done.stdout.splitlines()):
        found.setdefault(int(number), {})[name] = float("nan" if value == "NA" else value)
    return found


def _iccs(table: FloatArray) -> Figures:
    found: dict[str, float | None] = {}
    for name, one in iccs(table).items():
        # psych caps nothing and explains nothing: it is compared where we give a value
        found |= {name: one.value} if one.value is not None else {}
        if one.low is not None and one.low < 1:
            found |= {f"{name}.low": one.low, f"{name}.high": one.high}
        for key in ("F", "p"):
            if key in one.detail and "F" in one.detail:
                found[f"{name}.{key}"] = float(str(one.detail[key]))
    return found


def _reml(table: FloatArray) -> Figures:
    one = reml(table)
    if one.value is None:
        return {}
    return {name: float(str(one.detail[name])) for name in _COMPONENTS}


def _likelihood_below(figures: Figures, answer: Figures) -> tuple[Figures, Figures]:
    """By how much R found a more likely fit than ours."""
    ours, theirs = figures.get("logLik_reml"), answer.get("logLik_reml")
    if ours is None or theirs is None:
        return {}, {}
    name = "logLik_reml below that of R"
    return {name: max(0.0, theirs - ours)}, {name: 0.0}


def _kappas(table: FloatArray) -> Figures:
    ratings = as_ratings(table)
    found: dict[str, float | None] = {}
    for weights in ("identity", "linear", "quadratic"):
        one = kappa.cohen(ratings, weights)
        found |= {weights: one.value, f"{weights}.se": one.se}
    return found
