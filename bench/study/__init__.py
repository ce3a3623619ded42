"""A field study of the size of the largest published one: from the file to the report."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.command import MeasurementError
from bench.machine import described, machine, today

ROOT = Path(__file__).resolve().parent.parent.parent
WANTED = {"ratio_to_bound": 3, "peak_mib": 1024}
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def figures(
    *, full: bool = True, targets: int = 22_000, raters: int = 400, replicates: int = 2_000
) -> dict[str, Any]:
    """The study in a fresh process, with one thread; `full` repeats the race with the bound."""
    runs = 9 if full else 3
    words = [str(number) for number in (targets, raters, replicates, runs)]
    done = subprocess.run(  # noqa: S603 - our own module, by this interpreter
        [sys.executable, "-m", "bench.study.made_report", *words],
        cwd=ROOT,
        env={**os.environ, **dict.fromkeys(THREADS, "1")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise MeasurementError(f"the study could not be made: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {
        **found,
        "runs": runs,
        "wanted": WANTED,
        "load": round(os.getloadavg()[0], 1),
        "machine": machine(),
        "date": today(),
        "seeds": {"study": found["seed"], "resamples": 1},
        "peers": {},
    }


def text(found: dict[str, Any]) -> str:
    """The figures, each beside what is wanted."""
    name, value, low, high = found["icc"]
    steps = [f"| {step}, s | {took:.2f} | |" for step, took in found["seconds"].items()]
    return "\n".join(
        [
            described(found["machine"], found["date"]) + f", numpy {found['numpy']}",
            "",
            "| | found | wanted |",
            "|---|---|---|",
            f"| targets, each scored twice | {found['targets']:,} | |",
            f"| raters | {found['raters']:,} | |",
            f"| items | {found['items']} | |",
            f"| replicates | {found['replicates']:,} | |",
            *steps,
            f"| of the report: models, s | {found['models_seconds']:.2f} | |",
            f"| of the report: coefficients, s | {found['coefficients_seconds']:.2f} | |",
            f"| bound, s | {found['bound_seconds']:.2f} | |",
            f"| coefficients / bound | {found['ratio_to_bound']:.2f} "
            f"| {found['wanted']['ratio_to_bound']} or less |",
            f"| both without drawing the resamples | {found['ratio_without_draws']:.2f} | |",
            f"| peak memory, MiB | {found['peak_mib']:.0f} "
            f"| less than {found['wanted']['peak_mib']} |",
            f"| {name} of the total | {value:.3f} ({low:.3f} to {high:.3f}) | |",
            f"| same total twice | {found['same_total']:.3f} | |",
        ]
    )
