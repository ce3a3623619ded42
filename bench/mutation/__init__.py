"""How many changes to the coding of the tools the tests notice: mutmut's mutants, run in forks.

mutmut makes the mutants by its settings in `pyproject.toml` and keeps what became of each, so that
`mutmut results`, `mutmut show NAME` and `mutmut browse` work afterwards. Only the running is ours:
mutmut starts pytest afresh for each mutant, here the tests are collected once and every mutant runs
in a fork, those tests first that noticed others of the same function.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.command import MeasurementError
from bench.machine import described, machine, today

ROOT = Path(__file__).parents[2]
WANTED = 0.95
KILLED, SURVIVED = (1, 3), 0
STATES = {None: "not run", SURVIVED: "survived", 33: "no test", 36: "too long"}


def figures(*, full: bool = False, root: Path = ROOT) -> dict[str, Any]:
    """What became of every mutant, by tool. Those known to be noticed are not run again.

    full : forget what is known, and run every mutant.
    """
    if importlib.util.find_spec("mutmut") is None:
        raise MeasurementError("mutmut is not installed; run .venv/bin/pip install mutmut==3.8.1")
    began = time.monotonic()
    place = root / "mutants"
    # What was deleted since the last run must not be collected again.
    shutil.rmtree(place if full else place / "tests", ignore_errors=True)
    _python("bench.mutation.make", root)
    _python("bench.mutation.trial", root)
    known = dict(_known(place))
    return {
        "by_tool": _by_tool(known),
        "not_noticed": {name: state for name, state in known.items() if state != "killed"},
        "seconds": round(time.monotonic() - began),
        "machine": machine(),
        "date": today(),
    }


def _python(module: str, root: Path) -> None:
    """Run one of our modules; what it imports of the project comes from the mutants."""
    path = os.pathsep.join([str(root / "mutants"), str(ROOT)])
    settings = os.environ | {"PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"}
    ended = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-P", "-m", module],
        cwd=root,
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise MeasurementError(f"{module} ended with {ended.returncode}:\n{ended.stdout[-3000:]}")


def _known(place: Path) -> Iterator[tuple[str, str]]:
    """Every mutant by mutmut's name for it, with what became of it."""
    for file in sorted(place.rglob("*.meta")):
        found = json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
        for name, code in found.items():
            yield name, "killed" if code in KILLED else STATES.get(code, f"ended with {code}")


def _by_tool(known: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Mutants of each tool, and how many of them were killed. The tool is the third name."""
    found: dict[str, dict[str, int]] = {}
    for name, state in known.items():
        tool = found.setdefault(name.split(".")[2], {"mutants": 0, "killed": 0})
        tool["mutants"] += 1
        tool["killed"] += state == "killed"
    return found


def text(found: Mapping[str, Any]) -> str:
    """The table, and the mutants that no test noticed."""
    lines = [
        "Changes to the coding of the tools that the tests notice",
        f"{described(found['machine'], found['date'])}, {found['seconds']} seconds",
        "",
        f"| tool | mutants | killed | not noticed | share (wanted: {WANTED:.0%}) |",
        "|---|---|---|---|---|",
    ]
    for tool, row in found["by_tool"].items():
        made, killed = row["mutants"], row["killed"]
        lines.append(f"| {tool} | {made:,} | {killed:,} | {made - killed} | {killed / made:.1%} |")
    rest = [f"{state}: {name}" for name, state in found["not_noticed"].items()]
    return "\n".join([*lines, "", *rest]).rstrip()
