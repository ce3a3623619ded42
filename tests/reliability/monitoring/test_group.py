"""When everybody moves together, and when nobody does."""

from datetime import timedelta

import numpy as np
import pytest

from reliability.monitoring import Baseline, Point, group_drift
from tests.reliability.monitoring.cases import FIRST, sign

ITEMS = tuple(str(n) for n in range(10))
PEOPLE = tuple(f"a{n}" for n in range(8))
HELD = dict.fromkeys(PEOPLE, Baseline(0.9))


def series(random, *, level=0.9, wrong=(), misses=None):
    """Four cases each; those in `wrong` (case, item) are missed by all, as are `misses` items."""
    found = {}
    for person in PEOPLE:
        rows = []
        for n in range(4):
            right = random.random(10) < level
            items = tuple(
                (item, bool(ok) and (f"c{n}", item) not in wrong and item != misses)
                for item, ok in zip(ITEMS, right, strict=True)
            )
            rules = (sign("R5", 1.0, misses),) if misses else ()
            hits = sum(ok for _, ok in items)
            rows.append(Point(f"c{n}", FIRST + timedelta(days=n), 10, hits, items, rules=rules))
        found[person] = rows
    return found


def test_a_sound_group_moves_as_seldom_as_stated():
    random = np.random.default_rng(1)

    moved = [
        group_drift(series(random), HELD, since=FIRST, error_rate=0.05).moved for _ in range(300)
    ]

    assert np.mean(moved) <= 0.075


def test_a_group_that_falls_on_everything_is_said_without_one_cause():
    found = group_drift(series(np.random.default_rng(2), level=0.75), HELD, since=FIRST)

    assert found.moved
    assert found.below >= 7
    assert found.seen < found.expected == pytest.approx(0.9)
    assert found.explained_by == ()
    assert "not at the people" in found.sentence.en


def test_one_wrong_gold_score_explains_a_fall():
    random = np.random.default_rng(3)
    told = series(random, level=0.92, wrong={("c2", "4"), ("c2", "5")})
    # Only the case with the wrong gold lies in the period, with one other.
    held = dict.fromkeys(PEOPLE, Baseline(0.92))

    found = group_drift(told, held, since=FIRST + timedelta(days=2))

    assert found.moved
    assert ("case", "c2") in [(why.kind, why.name) for why in found.explained_by]
    assert "c2 explains it" in found.sentence.en


def test_one_rule_that_all_misread_explains_a_fall():
    told = series(np.random.default_rng(4), level=0.93, misses="7")
    held = dict.fromkeys(PEOPLE, Baseline(0.93))

    found = group_drift(told, held, since=FIRST)

    kinds = {why.kind: why.name for why in found.explained_by}
    assert found.moved
    assert kinds["rule"] == "R5"
    assert kinds["item"] == "7"


def test_one_assessor_who_falls_is_no_group():
    told = series(np.random.default_rng(5))
    told["a0"] = [Point(p.case, p.at, 10, 2) for p in told["a0"]]

    assert not group_drift(told, HELD, since=FIRST).moved


def test_few_assessors_or_none_in_the_period_say_nothing():
    told = series(np.random.default_rng(6))

    late = group_drift(told, HELD, since=FIRST + timedelta(days=99))
    few = group_drift({name: told[name] for name in PEOPLE[:3]}, HELD, since=FIRST)

    assert (late.moved, late.p, late.assessors) == (False, None, 0)
    assert (few.moved, few.assessors) == (False, 3)
    assert "no group" in few.sentence.en


def test_points_without_items_are_compared_as_cases():
    told = {name: [Point("c", FIRST, 10, 5)] for name in PEOPLE}

    found = group_drift(told, HELD, since=FIRST)

    assert found.moved
    assert [(why.kind, why.name) for why in found.explained_by] == [("case", "c")]
