"""Gold that strong assessors miss is flagged; a hard item is not."""

import numpy as np
import pytest
from scipy.stats import betabinom

from reliability.monitoring import Answer, check_gold
from reliability.monitoring.gold_check import HARD, MISSES, tail

PEOPLE, CASES, ITEMS = 12, 10, 10


def answers(random, *, wrong=None, hard=None, level=0.95):
    """Everybody scores everything; all miss `wrong` alike, half of them `hard`, each otherwise."""
    found = []
    for person in range(PEOPLE):
        for case in range(CASES):
            for item in range(ITEMS):
                place, given = (case, item), int(random.integers(1, 3))
                is_hit = bool(random.random() < (0.5 if place == hard else level))
                if place == wrong:
                    is_hit, given = bool(random.random() < 0.05), 2
                found.append(
                    Answer(f"a{person}", f"c{case}", str(item), is_hit, 0 if is_hit else given)
                )
    return found


def test_wrong_gold_is_flagged_and_nothing_else():
    found = check_gold(answers(np.random.default_rng(1), wrong=(3, 4)))

    flagged = [one for one in found if one.is_flagged]

    assert [(one.case, one.item) for one in flagged] == [("c3", "4")]
    assert found[0] == flagged[0]
    assert flagged[0].given == 2
    assert "Check the gold" in flagged[0].sentence.en
    assert "Vérifiez" in flagged[0].sentence.fr


def test_right_gold_is_flagged_as_seldom_as_stated_even_with_a_hard_item():
    random = np.random.default_rng(2)

    flagged = [
        any(one.is_flagged for one in check_gold(answers(random, hard=(1, 1)))) for _ in range(40)
    ]

    assert np.mean(flagged) <= 0.05


def test_weak_assessors_and_few_strong_ones_do_not_accuse_gold():
    weak = answers(np.random.default_rng(3), wrong=(3, 4), level=0.7)
    few = [one for one in answers(np.random.default_rng(4)) if one.assessor in ("a0", "a1")]

    assert check_gold(weak) == ()
    assert check_gold(few) == ()


def test_misses_without_a_score_are_counted_alike():
    told = [
        Answer(one.assessor, one.case, one.item, one.is_hit)
        for one in answers(np.random.default_rng(5), wrong=(3, 4))
    ]

    first = check_gold(told)[0]

    assert first.is_flagged
    assert (first.given, first.same_answer) == (None, first.missed)


def test_nothing_to_check_and_a_rate_that_is_none():
    assert check_gold([]) == ()
    with pytest.raises(ValueError, match="error rate"):
        check_gold([], error_rate=1)


def test_the_tail_is_a_probability_that_falls():
    tails = [tail(k, 8) for k in range(9)]

    assert tails[0] == pytest.approx(1)
    assert tails == sorted(tails, reverse=True)
    assert tails[8] < 1e-4


@pytest.mark.parametrize("n", [3, 8, 50, 1_000, 50_000])
def test_the_tail_is_that_of_the_beta_binomial_among_thousands_too(n):
    size = (1 - HARD) / HARD
    chances = betabinom(n, MISSES * size, (1 - MISSES) * size)

    for missed in {0, 1, n // 10, n // 4, n // 2}:
        assert tail(missed, n) == pytest.approx(chances.sf(missed - 1), rel=1e-6)
    assert 0 <= tail(n, n) < tail(n // 2, n)
