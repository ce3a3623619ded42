"""A whole study in a process of its own: file, check, design, report; then the bound beside it.

python -m bench.study.made_report TARGETS RATERS REPLICATES RUNS prints one JSON object.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
import tempfile
import time
from typing import BinaryIO, cast

import numpy as np

from bench.machine import peak_mib
from bench.study import bound
from bench.study.made import SEED, TOOL, field, write_csv
from reliability.studies import freezing
from reliability.studies.blinding import Blinder
from reliability.studies.checking import check
from reliability.studies.computing import compute
from reliability.studies.design import design_of
from reliability.studies.frame import CodingRow, Codings
from reliability.studies.guessing import guess
from reliability.studies.reading import open_table
from reliability.studies.results import Results, Settings
from reliability.studies.totals import computed
from reliability.studies.units import units_of

COEFFICIENTS = ("items", "sections", "resamples")
KIND = "between"


def main() -> None:
    """Run it, and write what was found to standard output."""
    n_targets, n_raters, replicates, runs = (int(word) for word in sys.argv[1:5])
    settings = Settings(replicates=replicates)
    seconds: dict[str, float] = {}
    with tempfile.TemporaryFile() as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        write_csv(field(n_targets, n_raters), text)
        text.detach()
        file.seek(0)
        rows = _read(cast(BinaryIO, file), seconds)
    began = time.perf_counter()
    digest = freezing.digest(rows)
    codings = freezing.as_codings(rows, TOOL, KIND)
    seconds["freeze"] = time.perf_counter() - began
    began = time.perf_counter()
    design_of(codings, settings)
    seconds["design check"] = time.perf_counter() - began
    began = time.perf_counter()
    found = compute(codings, settings, digest=digest)
    seconds["report"] = time.perf_counter() - began
    peak = peak_mib()
    told = _beside_bound(codings, settings, [found], runs)
    told |= _told(found, peak, seconds)
    sys.stdout.write(json.dumps(told) + "\n")


def _read(file: BinaryIO, seconds: dict[str, float]) -> list[CodingRow]:
    """Every cell blinded as it is read, then every row checked."""
    began = time.perf_counter()
    blinder = Blinder(b"a key of thirty-two bytes or more")
    table = blinder.table(open_table(file, "study.csv"), TOOL)
    blinded = list(table.rows)
    seconds["read and blind"] = time.perf_counter() - began
    began = time.perf_counter()
    mapping = guess(table.headers, table.columns, TOOL)
    checked = check(blinded, mapping, TOOL, KIND, hide=blinder.identifier, headers=table.headers)
    seconds["check"] = time.perf_counter() - began
    return checked.rows


def _beside_bound(
    codings: Codings, settings: Settings, found: list[Results], runs: int
) -> dict[str, object]:
    """Coefficients and bound in turn, each the median of its runs."""
    units, totals = units_of(codings), computed(codings)
    columns = [*codings.scores.T, *totals.totals.values(), *totals.bands.values()]
    values = [column[units.kept] for column in columns]
    bounds = []
    for run in range(runs):
        if run:
            found.append(compute(codings, settings, digest=""))
        bounds.append(
            bound.seconds(units.unit_of, values, units.n, settings.replicates, settings.seed)
        )
    ours = statistics.median(sum(one.seconds[step] for step in COEFFICIENTS) for one in found)
    whole, product = (statistics.median(one[place] for one in bounds) for place in (0, 1))
    return {
        "coefficients_seconds": round(ours, 3),
        "bound_seconds": round(whole, 3),
        "bound_without_draws_seconds": round(product, 3),
        "ratio_to_bound": round(ours / whole, 2),
        # the draws are the same lines on both sides
        "ratio_without_draws": round((ours - (whole - product)) / product, 2),
        "models_seconds": round(statistics.median(one.seconds["models"] for one in found), 3),
    }


def _told(found: Results, peak: float, seconds: dict[str, float]) -> dict[str, object]:
    total = found.totals[0]
    correlation = total.figure(found.design.icc_form).estimate
    exact = total.figure("pa.identity").estimate
    return {
        "targets": found.design.targets,
        "raters": found.design.raters,
        "codings": found.design.codings,
        "items": len(found.items),
        "replicates": found.settings.replicates,
        "peak_mib": round(peak, 1),
        "seconds": {name: round(value, 2) for name, value in seconds.items()},
        "report_seconds": dict(found.seconds),
        "icc": [found.design.icc_form, correlation.value, correlation.low, correlation.high],
        "same_total": exact.value,
        "numpy": np.__version__,
        "seed": SEED,
    }


if __name__ == "__main__":
    main()
