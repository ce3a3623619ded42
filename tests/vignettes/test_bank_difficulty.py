"""Simulated difficulty: the expectation is that of a lottery, and what is on file is current."""

from dataclasses import replace
from random import Random

import pytest

from instruments import catalogue, rulings, simulation
from tests.vignettes.factories import MODEL_CASE, make_case_folder
from vignettes.bank import cases_of_folder, difficulty
from vignettes.bank.length import told_wrongly
from vignettes.bank.simulated import Habits, expected, habits, share_wrong
from vignettes.casefile import LIBRARY

STATIC = catalogue.tool("static-99r")
CAREFUL = Habits(shares={}, others=0.0, slips=0.0, overlooked=0.0)


@pytest.fixture(scope="module")
def library():
    return {case.code: case for case in cases_of_folder(LIBRARY)}


def share(facts, habit, tool=STATIC):
    return share_wrong([expected(tool, facts, facts, habit)])


def drawn(tool, facts, habit, n):
    """The share of wrong answers of n assessors drawn by lot."""
    dice = Random(7)  # noqa: S311 - reproducible on purpose
    right = rulings.rulings(tool.id, facts)
    wrong = answers = 0
    for seed in range(n):
        misread = {
            rule.id
            for rule in tool.rules
            if rule.kind in ("score", "eligibility")
            and rule.same_as is None
            and dice.random() < habit.share(rule.id)
        }
        scores = simulation.simulate(tool.id, facts, frozenset(misread), habit.slips, seed)
        is_used = scores.eligible == "yes"
        wrong += scores.eligible != right.eligibility.answer
        for item, ruling in right.items.items():
            admitted = {ruling.value, *ruling.disputed}
            admitted |= {other.items[item].value for other in right.alternatives}
            wrong += not is_used or scores.items[item] not in admitted
        answers += 1 + len(right.items)
    return wrong / answers


def test_assessors_without_a_fault_get_nothing_wrong(library):
    for case in library.values():
        assert share(case.facts, CAREFUL) in (0.0, None), case.code


def test_slips_alone_are_wrong_on_every_item_at_their_rate(library):
    facts = library["maple-crossing"].facts

    assert share(facts, replace(CAREFUL, slips=0.1)) == pytest.approx(0.1 * 10 / 11)


def test_a_rule_misread_by_a_share_makes_its_item_wrong_by_that_share(library):
    facts = library["maple-crossing"].facts
    habit = replace(CAREFUL, shares={"S99R-I4-JUV": 0.25})

    assert share(facts, habit) == pytest.approx(0.25 / 11)


@pytest.mark.parametrize("tool_id", ["static-99r", "cport", "rm2000s"])
@pytest.mark.parametrize("code", ["saffron-almanac", "walnut-shelf"])
def test_the_expectation_is_that_of_many_assessors_drawn_by_lot(library, tool_id, code):
    """800 draws of 8 to 11 answers: four standard errors are under 0.025."""
    tool, facts = catalogue.tool(tool_id), library[code].facts
    habit = replace(habits(), others=0.1)

    assert share(facts, habit, tool) == pytest.approx(drawn(tool, facts, habit, 800), abs=0.025)


def test_a_case_left_to_an_expert_has_no_answers(library):
    undecided = [
        case
        for case in library.values()
        if rulings.rulings(STATIC.id, case.facts).eligibility.answer == "undecided"
    ]

    assert undecided
    assert {share(case.facts, habits()) for case in undecided} == {None}


def test_who_overlooks_a_correction_scores_the_wrong_value(library):
    corrected = library["satchel-reef"]
    some, none = (replace(CAREFUL, overlooked=overlooked) for overlooked in (0.5, 0.0))

    assert "occasions/o3/offences/c1/outcome" in told_wrongly(corrected)
    assert sum(difficulty.simulated(corrected, none).values()) == 0
    assert sum(difficulty.simulated(corrected, some).values()) > 0


def test_habits_name_rules_of_the_tools_and_shares(tmp_path):
    path = tmp_path / "assessors.toml"
    group = '[[group]]\nname = "x"\nshare = {share}\nrules = ["{rule}"]\n'
    head = "slips = 0\noverlooked = 0\nothers = 0.1\n"

    path.write_text(head + group.format(share=0.2, rule="S99R-I4-JUV"))
    assert habits(path).share("S99R-I4-JUV") == 0.2
    assert habits(path).share("S99R-I6-TECH") == 0.1
    path.write_text(head + group.format(share=0.2, rule="S99R-NONE"))
    with pytest.raises(ValueError, match="names S99R-NONE"):
        habits(path)
    path.write_text(head + group.format(share=2, rule="S99R-I4-JUV"))
    with pytest.raises(ValueError, match="found the share 2"):
        habits(path)


def test_every_case_graded_against_its_simulation_is_ranked(tmp_path):
    for code in ("oak-crossing", "elm-crossing"):
        make_case_folder(tmp_path, code)
    one, other = cases_of_folder(tmp_path)
    cases = [replace(one, difficulty="easy"), replace(other, difficulty="hard")]
    computed = {one.code: {"static-99r": 0.3}, other.code: {"static-99r": 0.1}}
    computed = {code: dict.fromkeys(difficulty.shares_of([one])[one.code], 0.1) | shares
                for code, shares in computed.items()}  # fmt: skip

    found = difficulty.compared(cases, computed, {one.code: {"static-99r": 0.3}})

    assert found.correlation["static-99r"] == (pytest.approx(-1), 2)
    assert found.missing == (other.code,)
    assert found.outdated == (one.code,)


def test_what_is_written_is_read_as_it_was(tmp_path):
    path = tmp_path / "difficulty.toml"
    computed = difficulty.shares_of(cases_of_folder(MODEL_CASE.parent)[:2])

    path.write_text(difficulty.as_toml(computed), encoding="utf-8")

    for code, shares in difficulty.stored(path).items():
        assert shares == pytest.approx(computed[code], abs=0.0006)


def test_the_difficulty_on_file_is_that_of_the_facts(library):
    """Every twelfth case of those on file; all of them would double the time of this file."""
    on_file = difficulty.stored()
    known = [library[code] for code in sorted(on_file) if code in library][::12]

    assert sorted(library.keys() - on_file.keys()) == [], "run: manage.py bank --write-difficulty"
    found = difficulty.compared(known, difficulty.shares_of(known), on_file)
    assert (found.missing, found.outdated) == ((), ()), "run: manage.py bank --write-difficulty"
