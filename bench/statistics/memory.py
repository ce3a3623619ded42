"""Memory of a table of 10,000 raters x 100,000 targets with 5,000,000 ratings, in a fresh process.

python -m bench.statistics.memory prints what it took. Dense, the table alone would be 7.5 GiB.
"""

import json
import subprocess
import sys
import time

import numpy as np

from bench.machine import peak_mib
from bench.statistics.environments import ROOT, python, variables
from bench.statistics.tasks import CUTS, SEED

TARGETS, RATERS, RATINGS = 100_000, 10_000, 5_000_000
LIMIT_GIB = 1.0
FIGURES = ("kripp.ordinal", "ac.quadratic", "ac.identity", "fleiss.identity", "pa.identity")


def measured() -> dict[str, object]:
    """Peak memory and seconds of a report on the large table."""
    command = [str(python("ours")), "-m", "bench.statistics.memory"]
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=variables(full=False), capture_output=True, text=True
    )
    if done.returncode:
        return {"peak_gib": None, "said": done.stderr.strip().splitlines()[-1]}
    found: dict[str, object] = json.loads(done.stdout)
    return found


def tidy() -> dict[str, "np.ndarray[tuple[int], np.dtype[np.float64]]"]:
    """Columns target, rater, score; every target has fifty different raters."""
    random = np.random.default_rng(SEED)
    each = RATINGS // TARGETS
    first = random.integers(0, RATERS, TARGETS)
    raters = (first[:, np.newaxis] + np.arange(each) * 197) % RATERS
    severity = random.normal(0, 0.4, RATERS)
    latent = random.normal(0, 1, (TARGETS, 1)) + severity[raters]
    latent += random.normal(0, 0.8, latent.shape)
    return {
        "target": np.repeat(np.arange(TARGETS), each),
        "rater": raters.ravel(),
        "score": 1.0 + np.searchsorted(CUTS, latent.ravel()),
    }


def main() -> None:
    """Build the tidy table, report on it, and print the peak."""
    from reliability.stats import report
    from reliability.stats.items import tables

    columns = tidy()
    start = time.perf_counter()
    [table] = tables(columns).values()
    found = report(table, level="ordinal", figures=FIGURES)
    seconds = time.perf_counter() - start
    peak = peak_mib() / 1024
    answer = {name: [one.value, one.low, one.high] for name, one in found.items()}
    text = json.dumps(
        {
            "peak_gib": round(peak, 3),
            "limit_gib": LIMIT_GIB,
            "seconds": round(seconds, 2),
            "ratings": table.n_ratings,
            "answer": answer,
        }
    )
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
