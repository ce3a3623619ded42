"""All contestants at one task, taking turns, each in a fresh process of its own."""

import csv
import statistics
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.statistics.environments import rscript
from bench.statistics.process import Contestant, Part
from bench.statistics.tasks import FloatArray, Task

MOST_ROUNDS = 9
SECONDS_EACH = 3.0
OURS, BOUND = "ours", "bound"
_PEERS = "bench.statistics.peers"


def _python(name: str) -> Part:
    return Part("irrcac" if name == "irrcac" else "peers", f"{_PEERS}.with_{name}")


PARTS: Mapping[str, tuple[Part, ...]] = {
    OURS: (Part("ours", "bench.statistics.ours"),),
    BOUND: (Part("ours", "bench.statistics.bound"),),
    "krippendorff": (_python("krippendorff"),),
    "krippendorff, raw data": (_python("krippendorff_raw"),),
    "pingouin": (_python("pingouin"),),
    "irrCAC": (_python("irrcac"),),
    "pingouin + krippendorff + irrCAC": (_python("pingouin"), _python("irrcac")),
    "scikit-learn": (_python("sklearn"),),
    "statsmodels": (_python("statsmodels"),),
    "nltk": (_python("nltk"),),
    "interrater": (_python("interrater"),),
    "rater-agreement": (_python("rater_agreement"),),
    "R psych": (Part("r", "psych"),),
    "R lme4": (Part("r", "lme4"),),
    "R vcd": (Part("r", "vcd"),),
}
_STACK = ("pingouin + krippendorff + irrCAC",)
ENTERED: Mapping[str, tuple[str, ...]] = {
    "a": ("krippendorff", "irrCAC", "nltk", "rater-agreement"),
    "b": ("krippendorff", "krippendorff, raw data", "interrater"),
    "c": ("pingouin", "R psych"),
    "d": ("rater-agreement", "scikit-learn", "statsmodels", "R vcd"),
    "e": ("irrCAC", "interrater"),
    "f": _STACK,
    "g": ("R lme4", "statsmodels"),
    "h": _STACK,
}


@dataclass(frozen=True)
class Result:
    """The median time of one contestant and its answer, or what went wrong."""

    seconds: float | None
    answer: Mapping[str, float]
    said: str
    is_whole: bool = True

    def as_json(self) -> dict[str, object]:
        """For the figures."""
        return {"seconds": self.seconds, "said": self.said or None}


def race(task: Task, *, full: bool, names: tuple[str, ...] | None = None) -> dict[str, Result]:
    """Time every contestant of a task; those that R would run are left out where there is no R."""
    entered = names or (OURS, BOUND, *ENTERED[task.key])
    entered = tuple(
        name
        for name in entered
        if rscript() or all(part.environment != "r" for part in PARTS[name])
    )
    with tempfile.TemporaryDirectory() as folder:
        file = _written(task.tables(), Path(folder))
        teams = {
            name: [Contestant(part, task.key, file, full=full) for part in PARTS[name]]
            for name in entered
        }
        try:
            times = _taken_in_turns(teams)
        finally:
            for team in teams.values():
                for contestant in team:
                    contestant.close()
    return {name: _result(teams[name], times[name]) for name in entered}


def _written(tables: FloatArray, folder: Path) -> Path:
    """The tables for Python, and the first of them for R."""
    file = folder / "tables.npy"
    np.save(file, tables)
    with (folder / "tables.csv").open("w", newline="") as stream:
        rows = [["NA" if np.isnan(x) else int(x) for x in row] for row in tables[0]]
        csv.writer(stream).writerows(rows)
    return file


def _taken_in_turns(teams: Mapping[str, list[Contestant]]) -> dict[str, list[float]]:
    """One sample of each per round; what takes long has fewer rounds, or only its warm-up."""
    rounds = {name: _rounds(team) for name, team in teams.items()}
    times: dict[str, list[float]] = {name: [] for name in teams}
    for number in range(MOST_ROUNDS):
        for name, team in teams.items():
            if number < rounds[name]:
                parts = [contestant.seconds() for contestant in team]
                times[name] += [sum(filter(None, parts))] if all(parts) else []
    return times


def _rounds(team: list[Contestant]) -> int:
    if any("error" in contestant.warm_up for contestant in team):
        return 0
    warm_up = sum(contestant.warm_up["seconds"] for contestant in team)
    return min(MOST_ROUNDS, int(SECONDS_EACH / warm_up) if warm_up > 0 else MOST_ROUNDS)


def _result(team: list[Contestant], times: list[float]) -> Result:
    errors = [contestant.warm_up["error"] for contestant in team if "error" in contestant.warm_up]
    if errors:
        return Result(None, {}, errors[0])
    notes = [contestant.warm_up["note"] for contestant in team if contestant.warm_up["note"]]
    answer: dict[str, float] = {}
    for contestant in team:
        answer |= contestant.warm_up["answer"]
    # too slow for a second call: the warm-up is the measurement
    warm_up = sum(contestant.warm_up["seconds"] for contestant in team)
    whole = all(contestant.warm_up["whole"] for contestant in team)
    return Result(statistics.median(times or [warm_up]), answer, "; ".join(notes), whole)
