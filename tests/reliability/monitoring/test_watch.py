"""One assessor watched: charts, starts and alarms, and what is said where there is little."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reliability.monitoring import Baseline, Point, limits, watch
from tests.reliability.monitoring.cases import FIRST, day, point, points, sign

HELD = Baseline(0.9)
LIMITS = limits()


def test_a_sound_assessor_raises_nothing():
    seen = watch(points(*[9, 10, 9, 8, 10, 9, 9, 10] * 3), HELD, LIMITS)

    assert seen.alarms == ()
    assert len(seen.accuracy.places) == 24
    assert seen.note is None
    assert seen.agreement.value == pytest.approx(0.925)


def test_a_fall_is_seen_with_its_cases_and_its_beginning():
    seen = watch(points(*[9, 10] * 12, *[7, 6, 7, 6, 7, 6]), HELD, LIMITS)

    (alarm,) = seen.alarms

    assert (alarm.kind, alarm.direction) == ("accuracy", "lower")
    assert alarm.since == "case-24"
    assert alarm.cases[0] == "case-24"
    assert alarm.cases[-1] == alarm.case
    assert alarm.value > alarm.limit
    assert "90%" in alarm.sentence.en
    assert "90 %" in alarm.sentence.fr


@pytest.mark.parametrize(("off", "direction"), [(4, "higher"), (-3, "lower")])
def test_totals_that_move_one_way_are_seen(off, direction):
    told = [point(n, 9, deviation=0) for n in range(12)]
    told += [point(n, 9, deviation=off) for n in range(12, 30)]

    seen = watch(told, HELD, LIMITS)

    (alarm,) = seen.alarms
    assert (alarm.kind, alarm.direction) == ("bias", direction)
    assert set(alarm.cases) <= {f"case-{n}" for n in range(12, 30)}


def test_no_case_and_one_case_are_said_and_alarm_nobody():
    none, one = watch([], HELD, LIMITS), watch([point(0, 0)], HELD, LIMITS)

    assert none.alarms == one.alarms == ()
    assert none.accuracy.places == ()
    assert none.agreement.value is None
    assert "No case" in none.note.en
    assert "One case" in one.note.en


def test_after_a_gap_of_a_year_the_charts_begin_anew():
    late = timedelta(days=400)
    told = points(*[6] * 8)
    told += [Point(f"new-{n}", day(8 + n) + late, 10, 9) for n in range(3)]

    seen = watch(told, HELD, LIMITS)

    assert [start.reason for start in seen.starts] == ["first", "gap"]
    assert "414 days" in seen.starts[1].note.en
    assert len(seen.points) == 11
    assert (seen.since, len(seen.accuracy.places)) == (8, 3)
    assert seen.alarms == ()
    assert [alarm.kind for alarm in seen.earlier] == ["accuracy"]


def test_after_a_remedy_the_charts_begin_with_the_next_day():
    told = points(*[6] * 8, *[9] * 3)

    seen = watch(told, HELD, LIMITS, restarts=[day(7)])

    assert [start.reason for start in seen.starts] == ["first", "restart"]
    assert seen.starts[1].case == "case-8"
    assert seen.alarms == ()


def test_a_restart_before_the_first_case_or_after_the_last_changes_nothing():
    told = points(9, 9)

    seen = watch(told, HELD, LIMITS, restarts=[day(-3), day(9)])

    assert [start.reason for start in seen.starts] == ["first"]


def test_cases_without_items_and_totals_are_points_without_places():
    told = [point(0, 0, 0), point(1, 9, deviation=None)]

    seen = watch(told, HELD, LIMITS)

    assert [place.case for place in seen.accuracy.places] == ["case-1"]
    assert seen.bias.places == ()


def test_corrected_gold_clears_what_it_caused():
    wronged = [6] * 6
    fallen = watch(points(*[9] * 6, *wronged), HELD, LIMITS)
    cleared = watch(points(*[9] * 6, *[9] * 6), HELD, LIMITS)

    assert fallen.alarms
    assert not cleared.alarms


def test_a_hard_case_is_no_fall_where_its_difficulty_is_known():
    hard = [Point(f"c{n}", day(n), 10, 6, expected=0.62) for n in range(8)]

    assert watch(hard, HELD, limits(clustering=0.01)).alarms == ()


def test_points_come_in_any_order():
    told = points(*[9, 10] * 6, *[6] * 6)

    assert watch(told[::-1], HELD, LIMITS) == watch(told, HELD, LIMITS)


def test_a_point_with_more_hits_than_items_is_refused():
    with pytest.raises(ValueError, match="at most as many hits"):
        Point("c", FIRST, 3, 4)
    with pytest.raises(ValueError, match="between 0 and 1"):
        Point("c", FIRST, 3, 3, expected=1.0)


ONE = st.builds(
    lambda n, items, hits, off, support, jump: Point(
        f"c{n}",
        FIRST + timedelta(days=jump),
        items,
        min(hits, items),
        (),
        off if items else None,
        (sign("R1", support), sign("R2", -support)),
    ),
    st.integers(0, 5),
    st.integers(0, 12),
    st.integers(0, 12),
    st.none() | st.integers(-12, 12),
    st.floats(-9, 9),
    st.integers(0, 2000),
)


@given(st.lists(ONE, max_size=12))
@settings(max_examples=60, deadline=None)
def test_every_series_gets_an_answer_and_no_alarm_is_without_evidence(told):
    seen = watch(told, HELD, LIMITS)

    for alarm in (*seen.alarms, *seen.earlier):
        assert alarm.cases
        assert alarm.value > alarm.limit
        assert alarm.sentence.en
        assert alarm.sentence.fr
    assert watch(told, HELD, LIMITS) == seen
