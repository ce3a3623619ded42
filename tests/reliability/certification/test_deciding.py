"""From evidence to a verdict: at the looks only, with every reason."""

import pytest

from reliability.certification import Evidence, decide
from tests.reliability.certification.cases import case, evidence, items_rule, policy

NINE = [9, 10]
SEVEN = [7, 6]


def test_who_scores_like_gold_passes_at_the_first_look():
    verdict = decide(evidence(*[10] * 10), policy())

    assert (verdict.outcome, verdict.cases, verdict.more_cases) == ("passed", 10, 0)
    assert not verdict.at_maximum
    assert verdict.agreement.value == 1


def test_who_hardly_does_is_not_there_yet_at_the_first_look():
    verdict = decide(evidence(*SEVEN * 5), policy())

    assert (verdict.outcome, verdict.more_cases) == ("not_yet", 0)
    assert verdict.condition("items").state == "failed"


def test_in_between_more_cases_are_asked_for():
    verdict = decide(evidence(*[9, 8] * 5), policy())

    assert (verdict.outcome, verdict.more_cases) == ("undecided", 2)
    assert verdict.sentence.en == "Undecided after 10 cases: 2 more cases."
    assert verdict.sentence.fr == "Indécis après 10 cas : encore 2 cas."


@pytest.mark.parametrize("n", [0, 1, 9, 11, 13, 19])
def test_between_looks_nothing_is_decided_whatever_was_scored(n):
    assert decide(evidence(*[10] * n), policy()).outcome == "undecided"
    assert decide(evidence(*[0] * n), policy()).outcome == "undecided"


@pytest.mark.parametrize(("n", "more"), [(0, 10), (9, 1), (10, 2), (11, 1), (18, 2), (19, 1)])
def test_it_says_how_many_cases_are_missing_to_the_next_look(n, more):
    hits = ([9, 8] * 10)[:n]

    assert decide(evidence(*hits), policy()).more_cases == more


@pytest.mark.parametrize(("wrong", "outcome"), [(26, "passed"), (27, "not_yet")])
def test_the_last_look_decides_by_the_nearer_boundary(wrong, outcome):
    # by hand: (200 - w) x log(.92 / .8) + w x log(.08 / .2) is 0 at w = 26.5
    hits = [10 - wrong // 20 - (n < wrong % 20) for n in range(20)]

    verdict = decide(evidence(*hits), policy())

    assert (verdict.outcome, verdict.at_maximum) == (outcome, True)


def test_more_cases_than_allowed_change_nothing_about_being_last():
    assert decide(evidence(*[9, 8] * 11), policy()).at_maximum


def test_a_step_that_does_not_fit_ends_at_the_last_case():
    odd = policy(cases=10, most_cases=13, step=2)

    assert odd.looks_at() == (10, 12, 13)
    assert decide(evidence(*[9, 8] * 6), odd).more_cases == 1


def test_one_look_only_when_first_and_last_are_the_same():
    assert policy(cases=10, most_cases=10).looks_at() == (10,)


def test_nobody_is_certified_on_items_that_do_not_count():
    nothing = decide(evidence(*[0] * 20, items=0), policy())

    assert (nothing.outcome, nothing.more_cases) == ("undecided", 0)
    assert "nobody can be certified" in nothing.sentence.en
    assert nothing.condition("items").state == "not_judged"
    assert nothing.agreement.value is None


def test_no_case_at_all_asks_for_the_first_form():
    verdict = decide(Evidence(), policy())

    assert (verdict.outcome, verdict.more_cases, verdict.cases) == ("undecided", 10, 0)


def test_a_case_without_items_counts_as_a_case_and_says_nothing_on_items():
    with_one = evidence(*[10] * 9)
    told = Evidence(cases=(*with_one.cases, case(0, 0, is_eligibility_hit=True)))

    verdict = decide(told, policy())

    assert (verdict.outcome, verdict.agreement.n_used) == ("passed", 9)


def test_the_order_of_cases_does_not_matter_at_a_look():
    hits = [10, 4, 9, 9, 10, 8, 10, 9, 7, 10]

    assert decide(evidence(*hits), policy()) == decide(evidence(*sorted(hits)), policy())


def test_another_wrong_item_never_makes_it_better():
    outcomes = [decide(evidence(*_hits(wrong)), policy()).outcome for wrong in range(60)]

    order = ["passed", "undecided", "not_yet"]
    assert outcomes == sorted(outcomes, key=order.index)
    assert set(outcomes) == set(order)


def _hits(wrong):
    return [10 - wrong // 10 - (n < wrong % 10) for n in range(10)]


def test_a_policy_on_items_alone_that_is_stricter_passes_fewer():
    hits = evidence(*[10, 9] * 5)
    strict = policy(items=items_rule(acceptable=0.97, unacceptable=0.95))

    assert decide(hits, policy()).outcome == "passed"
    assert decide(hits, strict).outcome != "passed"
