import pytest

from training.blueprint import (
    NOT_USABLE,
    SCORABLE,
    BankShortError,
    Blueprint,
    Candidate,
    Shortfall,
    _Rest,
    _Search,
    draw,
    scorable_by_default,
    shortfalls,
)

LEVELS = ["I", "II", "III", "IVa", "IVb"]


def candidate(key, *, band=None, family=None, rules=(), uses=0, difficulty="easy"):
    place = ("band", band) if band else NOT_USABLE
    use = {("use", "yes")} if band else set()
    features = {place, ("difficulty", difficulty), ("kind", f"kind {key % 3}"), *use}
    return Candidate(key, family or f"case-{key}", frozenset(features), frozenset(rules), uses)


def bank(n=30):
    """Every fifth case may not be scored; the others lie on five levels."""
    return [
        candidate(
            key,
            band=None if key % 5 == 0 else LEVELS[key % 7 % 5],
            rules=[f"R{key % 6}"],
            difficulty=["easy", "middle", "hard"][key % 3],
        )
        for key in range(n)
    ]


def held(keys, cases):
    by_key = {one.key: one for one in cases}
    return [by_key[key] for key in keys]


def count(form, feature):
    return sum(feature in one.features for one in form)


def test_draw_gives_the_same_form_for_the_same_seed_and_another_for_another():
    blueprint = Blueprint(8)

    forms = {seed: draw(blueprint, bank(), seed) for seed in "abcdef"}

    assert draw(blueprint, bank(), "a") == forms["a"]
    assert draw(blueprint, list(reversed(bank())), "a") == forms["a"]
    assert len({frozenset(form) for form in forms.values()}) > 3


def test_draw_holds_what_the_blueprint_asks_for():
    blueprint = Blueprint(
        8, {("band", "IVb"): 3, NOT_USABLE: 2, ("difficulty", "hard"): 2}, frozenset({"R1", "R4"})
    )

    for seed in "abcdefgh":
        form = held(draw(blueprint, bank(), seed), bank())
        assert len(form) == 8
        assert count(form, ("band", "IVb")) >= 3
        assert count(form, NOT_USABLE) >= 2
        assert count(form, ("difficulty", "hard")) >= 2
        assert {"R1", "R4"} <= {rule for one in form for rule in one.rules}


def test_draw_spreads_over_the_levels():
    form = held(draw(Blueprint(11, {NOT_USABLE: 1}), bank(), "a"), bank())

    assert count(form, NOT_USABLE) == 1
    assert {count(form, ("band", level)) for level in LEVELS} == {2}


def test_draw_takes_the_least_used_first_among_what_fits():
    worn = [candidate(key, band="I", uses=2) for key in range(5)]
    fresh = [candidate(key, band="I", uses=0) for key in range(5, 10)]

    assert set(draw(Blueprint(4), [*worn, *fresh], "a")) <= set(range(5, 10))
    assert len(set(draw(Blueprint(6), [*worn, *fresh], "a")) & set(range(5))) == 1


def test_draw_takes_a_used_case_where_the_blueprint_asks_for_it():
    worn = candidate(1, band="IVb", uses=9)
    fresh = [candidate(key, band="I") for key in range(2, 12)]

    assert 1 in draw(Blueprint(3, {("band", "IVb"): 1}), [worn, *fresh], "a")


def test_draw_never_puts_two_cases_of_one_family_in_a_form():
    cases = [candidate(key, band="I", family=f"family {key % 4}") for key in range(20)]

    for seed in "abcdef":
        form = held(draw(Blueprint(4), cases, seed), cases)
        assert len({one.family for one in form}) == 4
    with pytest.raises(BankShortError) as short:
        draw(Blueprint(5), cases, "a")
    assert short.value.missing == (Shortfall(needed=5, found=4),)


def test_draw_adds_to_a_form_without_giving_its_cases_or_their_kin_again():
    cases = [*bank(), candidate(99, band="I", family="case-1")]
    first = draw(Blueprint(6), cases, "a")
    kept = held([*first, 1] if 1 not in first else first, cases)

    more = draw(Blueprint(len(kept) + 3), cases, "a 6", kept)

    assert len(more) == 3
    assert not set(more) & {one.key for one in kept}
    assert 99 not in more


def test_draw_wishes_for_rules_that_the_bank_may_not_have():
    wished = Blueprint(3, wished=frozenset({"R5", "not in the bank"}))

    for seed in "abcd":
        form = held(draw(wished, bank(), seed), bank())
        assert "R5" in {rule for one in form for rule in one.rules}


def test_shortfalls_name_each_thing_that_is_missing():
    asked = Blueprint(40, {("band", "IVb"): 20, NOT_USABLE: 1}, frozenset({"R1", "R9"}))

    assert shortfalls(asked, bank()) == [
        Shortfall(needed=40, found=30),
        Shortfall(("band", "IVb"), needed=20, found=count(bank(), ("band", "IVb"))),
        Shortfall(rule="R9"),
    ]


def test_draw_refuses_what_can_only_be_met_one_by_one():
    cases = [candidate(key, band="I", difficulty="hard") for key in range(5)]
    cases += [candidate(key, band="II", difficulty="easy") for key in range(5, 10)]

    with pytest.raises(BankShortError) as short:
        draw(Blueprint(2, {("difficulty", "hard"): 2, ("band", "II"): 1}), cases, "a")
    assert short.value.missing == ()


def scored(key, *, every_item=True, **fields):
    one = candidate(key, band="I", **fields)
    features = one.features | ({SCORABLE} if every_item else set())
    return Candidate(one.key, one.family, features, one.rules)


@pytest.mark.parametrize(
    ("cases", "unusable", "held", "expected"),
    [(10, 1, 30, 8), (10, 1, 5, 5), (10, 3, 30, 7), (4, 1, 30, 3), (14, 1, 30, 12), (1, 1, 30, 0)],
)
def test_eight_in_ten_are_asked_to_have_every_item_scored(cases, unusable, held, expected):
    bank_of = [scored(key) for key in range(held)]

    assert scorable_by_default(cases, unusable, bank_of) == expected


def test_kin_count_once_among_the_cases_with_every_item_scored():
    kin = [scored(key, family="one family") for key in range(9)]

    assert scorable_by_default(10, 1, kin) == 1


def test_draw_prefers_cases_on_which_every_item_is_scored():
    cases = [scored(key, every_item=key % 2 == 0) for key in range(24)]

    for seed in "abc":
        form = held(draw(Blueprint(10, {SCORABLE: 8}), cases, seed), cases)
        assert count(form, SCORABLE) >= 8


@pytest.mark.parametrize("left_out", range(8))
def test_what_a_case_changes_is_what_the_whole_form_costs_with_it(left_out):
    blueprint = Blueprint(
        8,
        {("band", "IVb"): 3, NOT_USABLE: 2, ("difficulty", "hard"): 2},
        frozenset({"R1", "R4"}),
        frozenset({"R2", "R5"}),
    )
    cases = [
        candidate(one.key, band=None if one.key % 5 == 0 else "IVb", rules=one.rules, uses=one.key)
        for one in bank()
    ]
    search = _Search(blueprint, cases, kept=bank(31)[30:])
    form = cases[:8]
    rest = form[:left_out] + form[left_out + 1 :]

    costs = [search.cost([*rest, coming]) for coming in cases]

    assert [_Rest(search, rest).cost_with(one) for one in cases] == pytest.approx(costs)
    assert len(set(costs)) > 10
