"""A clock that was set is noticed, once, and in which direction."""

import time

import pytest

from config.clock import Clock


@pytest.mark.parametrize(
    ("jump", "told"), [(3600, "set forward by 3600"), (-7200, "set back by 7200")]
)
def test_a_clock_that_was_set_is_told_once(monkeypatch, caplog, jump, told):
    clock, wall = Clock(), time.time
    monkeypatch.setattr(time, "time", lambda: wall() + jump)

    jumps = [clock.look(), clock.look()]

    assert jumps == [pytest.approx(jump, abs=5), 0]
    assert caplog.text.count(told) == 1


def test_a_clock_that_is_kept_right_by_small_steps_is_not_told(monkeypatch, caplog):
    clock, wall = Clock(), time.time
    monkeypatch.setattr(time, "time", lambda: wall() + 2)

    assert clock.look() == 0
    assert not caplog.text
