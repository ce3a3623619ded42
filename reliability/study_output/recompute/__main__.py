"""Recomputes every figure of a bundle and compares: python -m recompute [folder]."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from .agreement import (
    Summed,
    alpha_sums,
    chance_corrected,
    cohen_quadratic,
    counts_of,
    replicated,
    weights_of,
    with_resamples,
)
from .comparing import compared
from .figure import Figure, no_figure
from .forms import correlation_figures, form_of, main_figure
from .models import Fit
from .ratings import (
    Array,
    Ratings,
    Study,
    of_sharing,
    ratings_of,
    read_study,
    rows_of,
    study_of,
    words_of,
)
from .rules import finding_figures
from .sums import sum_again, taken_as_they_are
from .tables import design_figures, later_scores, planned, range_figures, rater_figures

ITEM = ("pa.identity", "pa.within_1", "fleiss.quadratic", "ac.quadratic")
BAND = ("pa.identity", "fleiss.linear", "ac.linear")


class Recomputed:
    """Everything that was recomputed, by what it is about and its name."""

    def __init__(self, study: Study) -> None:
        self.study, self.confidence = study, float(study.settings["confidence"])
        self.found: dict[tuple[str, str], Figure] = {}
        self.waiting: dict[tuple[str, str], Summed] = {}
        self.fit: Fit | None = None

    def put(self, about: str, figures: dict[str, Figure]) -> None:
        self.found |= {(about, name): figure for name, figure in figures.items()}

    def section(
        self, about: str, ratings: Ratings, scale: Array, names: tuple[str, ...], level: str
    ) -> None:
        """Coefficients, shares and pairs of an item, a total or a band."""
        for name in names:
            kind, _, weight = name.partition(".")
            weights = weights_of(weight, scale)
            figure = chance_corrected(ratings, scale, weights, kind, self.confidence)
            self.found[about, name] = figure
        self.waiting[about, f"kripp.{level}"] = alpha_sums(ratings, scale, level)
        counts = counts_of(ratings, scale)
        cross = counts.T @ counts - np.diag(counts.sum(axis=0))
        for a, first in enumerate(scale):
            share = counts[:, a].sum() / max(counts.sum(), 1)
            self.found[about, f"share:{first:g}"] = Figure(share)
            for b, second in enumerate(scale):
                self.found[about, f"pairs:{first:g}:{second:g}"] = Figure(cross[a, b])

    def items(self) -> None:
        for item in words_of(self.study.settings["items"]):
            scale = np.array([float(x) for x in words_of(self.study.settings[f"scale.{item}"])])
            ratings = ratings_of(self.study, item)
            self.section(item, ratings, scale, ITEM, "ordinal")
            sharing = of_sharing(self.study, ratings)
            self.found[item, "cohen.quadratic"] = cohen_quadratic(sharing, self.confidence)

    def totals(self) -> None:
        for place, name in enumerate(words_of(self.study.settings["totals"])):
            about = "total" if not place else f"total:{name}"
            ratings = ratings_of(self.study, f"total_{name}")
            self.section(about, ratings, np.unique(ratings.score), ITEM[:2], "interval")
            form = form_of(self.study, ratings)
            figures, fit = correlation_figures(self.study, ratings, form, self.confidence)
            self.put(about, figures)
            if not place:
                self.first(ratings, form, figures, fit)
            self.ranges(about, name, ratings)
            bands = words_of(self.study.settings[f"bands.{name}"])
            if len(bands) > 1:
                placed = ratings_of(self.study, f"band_{name}", bands)
                scale = np.arange(float(len(bands)))
                self.section(about.replace("total", "band", 1), placed, scale, BAND, "ordinal")

    def ranges(self, about: str, name: str, ratings: Ratings) -> None:
        pairs = later_scores(ratings)
        edges = [(about, x, x) for x in np.unique(ratings.score).tolist()]
        for edge in words_of(self.study.settings[f"band_ranges.{name}"]):
            low, high = edge.split("..")
            edges.append((about.replace("total", "band", 1), float(low), float(high)))
        for what, low, high in edges:
            figures = range_figures(pairs, low, high, self.confidence)
            self.put(f"range:{what}:{low:g}:{high:g}", figures)

    def first(
        self, ratings: Ratings, form: str, figures: dict[str, Figure], fit: Fit | None
    ) -> None:
        """What rests on the tool's first total alone: design, raters, published figures."""
        study, main = self.study, main_figure(figures, form)
        plain = design_figures(study, ratings) | planned(study, main)
        self.put("design", {name: Figure(value) for name, value in plain.items()})
        for rater, beside in rater_figures(ratings, self.confidence).items():
            self.put(f"rater:{study.columns[rater]}", beside)
        for row in study.kept:
            one = self.found.setdefault((f"rater:{row['column']}", "codings"), Figure(0))
            one.value += 1
        if fit is not None:
            for place, effect, error in zip(fit.columns, fit.effects, fit.errors, strict=True):
                about = f"rater:{study.columns[place]}"
                self.put(about, {"lean.blup": Figure(effect), "lean.blup_se": Figure(error)})
        self.published(ratings, main)

    def published(self, ratings: Ratings, main: Figure) -> None:
        pairs, same = later_scores(ratings), self.found["total", "pa.identity"]
        differ = Figure(1 - same.value, 1 - same.high, 1 - same.low, same.se, same.used)
        ends = {
            "same-at-6": ("same", 6, 6),
            "same-to-2": ("same", -1e9, 2),
            "two-or-more-high": ("two_or_more", 6, 1e9),
        }
        for name, kind in self.study.settings.items():
            if not name.startswith("published."):
                continue
            ours = differ if kind == "differ" else main
            if kind in ends:
                which, low, high = ends[kind]
                ours = range_figures(pairs, low, high, self.confidence)[which]
            self.found["published:" + name.partition(".")[2], "ours"] = ours

    def parts(self) -> None:
        """Each study of a pool as if it stood alone."""
        study = self.study
        first = "total_" + words_of(study.settings["totals"])[0]
        names = sorted({row["part"] for row in study.data})
        for name in names if len(names) > 1 else []:
            data = [dict(row) for row in study.data if row["part"] == name]
            part = study_of(study.folder, study.settings, [], data)
            ratings = ratings_of(part, first)
            form = form_of(part, ratings)
            figures, _ = correlation_figures(part, ratings, form, self.confidence)
            scale = np.unique(ratings.score)
            same = no_figure(0)
            if len(scale):
                same = chance_corrected(
                    ratings, scale, weights_of("identity", scale), "pa", self.confidence
                )
            self.put(f"part:{name}", {"icc": main_figure(figures, form), "same": same})
            self.found[f"part:{name}", "targets"] = Figure(ratings.units)
            raters = len({row["rater"] for row in data})
            self.found[f"part:{name}", "raters"] = Figure(raters)

    def findings(self) -> None:
        """Codings that break a rule, of every rule that the table alone can tell."""
        study = self.study
        rules = rows_of(study.folder / "rules.csv")
        self.found |= finding_figures(study.data, rules, study.settings)

    def resampled(self) -> None:
        """Every alpha with its interval, from one reading of the resamples."""
        settings, figures = self.study.settings, list(self.waiting.values())
        path = self.study.folder / "resamples.bin.gz"
        values = replicated(figures, path, int(settings["units"]), int(settings["replicates"]))
        for (about, name), figure, column in zip(self.waiting, figures, values.T, strict=True):
            self.found[about, name] = with_resamples(figure, column, self.confidence)


def main() -> int:
    """The exit status: 1 where a figure differs."""
    beside = Path(__file__).resolve().parent.parent
    study = read_study(Path(sys.argv[1]) if len(sys.argv) > 1 else beside)
    wrong = sum_again(study.data, study.settings)
    recomputed = Recomputed(study)
    recomputed.items()
    recomputed.totals()
    recomputed.parts()
    recomputed.findings()
    recomputed.resampled()
    taken = taken_as_they_are(study.settings)
    return 0 if compared(study.results, recomputed.found, wrong, taken) else 1


if __name__ == "__main__":
    sys.exit(main())
