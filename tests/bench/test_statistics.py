"""The tasks of the statistics benchmark: right answers, honest figures, processes that end."""

from dataclasses import replace

import numpy as np
import pytest

from bench import statistics
from bench.statistics import bound, ours
from bench.statistics.environments import ROOT, variables
from bench.statistics.process import Contestant, Part
from bench.statistics.race import BOUND, ENTERED, OURS, PARTS, Result, race
from bench.statistics.tasks import TASKS

SMALL = {"a": (1, 60, 5), "b": (1, 60, 5), "d": (1, 40, 6), "e": (1, 60, 8), "g": (1, 30, 6)}


def small(key):
    return replace(TASKS[key], shape=SMALL.get(key, (2, 30, 6)))


@pytest.mark.parametrize("key", TASKS)
def test_ours_and_the_bound_give_one_answer(key):
    tables = small(key).tables()

    ours_says = ours.PREPARATIONS[key](tables).run()
    bound_says = bound.PREPARATIONS[key](tables).run()

    tolerance = 0.03 if key in "bh" else 1e-4
    assert set(bound_says) == set(ours_says)
    assert bound_says == pytest.approx(ours_says, abs=tolerance)


def test_a_task_has_the_same_tables_in_every_run():
    once, again = TASKS["a"].tables(), TASKS["a"].tables()

    assert np.array_equal(once, again, equal_nan=True)
    assert once.shape == (1, 2000, 50)
    assert np.isnan(once).mean() == pytest.approx(0.2, abs=0.01)
    assert np.nanmin(once) == 1
    assert np.nanmax(once) == 5


def test_a_race_times_each_contestant_in_its_own_process():
    found = race(small("c"), full=False, names=(OURS, BOUND))

    assert found[OURS].seconds > found[BOUND].seconds > 0
    assert found[OURS].answer == pytest.approx(dict(found[BOUND].answer), abs=1e-9)


def test_every_contestant_of_every_task_has_a_module():
    for name in {name for entered in ENTERED.values() for name in entered}:
        for part in PARTS[name]:
            if part.environment != "r":
                assert (ROOT / part.module.replace(".", "/")).with_suffix(".py").exists(), name


def test_a_contestant_that_raises_is_shown_as_such(tmp_path):
    np.save(tmp_path / "tables.npy", np.ones((1, 1)))

    contestant = Contestant(
        Part("ours", "bench.statistics.ours"), "a", tmp_path / "tables.npy", full=False
    )
    try:
        assert contestant.warm_up["error"].startswith("raised ValueError: need a table")
        assert contestant.seconds() is None
    finally:
        contestant.close()


def test_the_fastest_peer_is_the_fastest_that_is_right_and_does_the_whole_task():
    results = {
        OURS: Result(0.01, {"alpha": 0.5}, ""),
        BOUND: Result(0.005, {"alpha": 0.5}, ""),
        "slow": Result(0.3, {"alpha": 0.5}, ""),
        "right": Result(0.2, {"alpha": 0.5}, ""),
        "wrong": Result(0.02, {"alpha": 0.6}, ""),
        "partial": Result(0.03, {"alpha": 0.5}, "another metric", is_whole=False),
        "broken": Result(None, {}, "ran out of memory"),
    }

    found = statistics._figures_of(TASKS["a"], results)

    assert (found["peer"], found["fastest_peer"]) == ("right", 0.2)
    assert found["peer_over_ours"] == 20
    assert found["ours_over_bound"] == 2
    assert found["peers"]["wrong"]["differs"] == "alpha 0.60000, ours 0.50000"
    assert found["peers"]["broken"]["said"] == "ran out of memory"


def test_every_process_has_one_thread():
    assert variables(full=False)["OPENBLAS_NUM_THREADS"] == "1"
    assert "BENCH_FULL" in variables(full=True)


def test_the_text_has_a_line_for_each_task_and_each_peer():
    task = statistics._figures_of(
        TASKS["a"],
        {
            OURS: Result(0.01, {"alpha": 0.5}, ""),
            BOUND: Result(0.005, {}, ""),
            "one": Result(None, {}, "ran out of memory"),
        },
    )
    machine = {"cores": 2, "memory_gib": 8, "python": "3.11.7", "system": "Linux"}

    text = statistics.text(
        {
            "tasks": {"a": task},
            "memory": {"peak_gib": 0.5},
            "machine": machine,
            "date": "2026-11-22",
            "peers": {"one": "1.0"},
        }
    )

    assert "10.00 ms" in text
    assert "ran out of memory" in text
    assert "0.5 GiB" in text
