"""From codings of simulated assessors back to the rules they misread."""

import random
from dataclasses import replace

import pytest

from instruments.diagnosis import diagnose
from instruments.scores import Scores
from tests.instruments.casebook import facts
from tests.instruments.diagnosis.assessors import case_files, coded, codings

PAIR = ("S99R-I9-IMG", "S99R-I5-IDX")


def accused(found):
    return {rule for rule, one in found.rules.items() if one.probability > 0.5}


@pytest.mark.parametrize(
    "misread",
    [(), PAIR, ("S99R-I2-DIR",), ("S99R-I6-IDX", "S99R-I6-DATES", "S99R-I7-CSEM")],
)
def test_an_assessor_without_slips_is_read_back(misread):
    found = diagnose(codings(*misread))

    assert accused(found) == set(misread)
    assert found.unexplained < 0.1
    assert found.slip_rate < 0.02


def test_an_assessor_who_slips_is_read_back_and_slips_are_not_laid_to_rules():
    found = diagnose(codings(*PAIR, slips=0.05, seed=4))

    assert accused(found) == set(PAIR)
    assert 0.02 < found.slip_rate < 0.09
    assert 0 < found.unexplained < 0.8


@pytest.mark.parametrize("seed", range(6))
def test_slips_alone_accuse_no_rule(seed):
    found = diagnose(codings(slips=0.05, seed=seed, cases=case_files()[:20]))

    assert found.wrong > 0
    assert not accused(found)
    assert found.unexplained > 0.6


def test_one_wrong_score_is_never_enough():
    """Even where four options make a chance match of the score unlikely."""
    found = diagnose([coded(facts(), "S99R-I1-RELEASE")])

    assert not accused(found)


def test_signs_name_case_item_and_both_scores():
    case = facts(material={"stills": True})

    found = diagnose([coded(case, "S99R-I9-IMG")])

    (sign,) = found.rules["S99R-I9-IMG"].signs_for
    assert (sign.case, sign.item) == ("standing", "i9")
    assert (sign.given, sign.read_right, sign.misread) == (1, 0, 1)
    assert not found.rules["S99R-I9-IMG"].signs_against
    assert found.rules["S99R-I9-IMG"].same_class == ("GEN-NJ",)
    (against,) = found.rules["S99R-I2-DIR"].signs_against
    assert (against.item, against.given, against.misread) == ("i2", 0, 1)


def test_rules_that_the_cases_cannot_tell_apart_share_and_none_is_accused():
    """Of two occasions that are no further date, either may be the fourth."""
    prior = {
        "id": "b1", "date": "2010-01-01", "sentence": "fine", "offences": [
            {"id": "c1", "title": "theft", "outcome": "overturned"},
        ],
    }  # fmt: skip
    bail = {
        "id": "b2", "date": "2011-01-01", "sentence": "fine", "offences": [
            {"id": "c1", "title": "theft", "outcome": "convicted", "convictions": 1,
             "charged": "2010-06-01", "end": "2010-05-01"},
            {"id": "c2", "title": "fraud", "outcome": "convicted", "convictions": 1,
             "charged": "2010-09-01", "end": "2010-08-01"},
        ],
    }  # fmt: skip
    del bail["offences"][1]["charged"]
    case = facts(fines=2, before=[prior, bail])
    told = [replace(coded(case, "S99R-I6-APPEAL"), case=f"case-{n}") for n in range(6)]

    found = diagnose(told)

    one = found.rules["S99R-I6-APPEAL"]
    assert one.not_told_from
    assert one.of_any > 0.9
    for rule in ("S99R-I6-APPEAL", *one.not_told_from):
        assert found.rules[rule].probability <= 0.5
        assert found.rules[rule].probability == pytest.approx(
            one.of_any / (1 + len(one.not_told_from))
        )
    assert not accused(found)


def test_two_rules_that_only_together_change_a_score_are_found():
    """Two dates short: neither rule alone brings the fourth."""
    dropped = {
        "id": "b1", "date": "2010-01-01",
        "offences": [{"id": "c1", "title": "theft", "outcome": "acquitted"}],
    }  # fmt: skip
    alone = [
        facts(fines=3, before=[dropped]),
        facts(fines=3),
    ]
    together = facts(fines=2, before=[dropped])
    misread = ("S99R-I6-DROPPED", "S99R-I6-IDX")
    right = coded(together).scores.items["i6"]
    assert coded(together, misread[0]).scores.items["i6"] == right
    assert coded(together, misread[1]).scores.items["i6"] == right
    assert coded(together, *misread).scores.items["i6"] != right

    told = [replace(coded(together, *misread), case=f"t{n}") for n in range(6)]
    told += [coded(case, *misread) for case in alone]

    assert set(misread) <= accused(diagnose(told))


def test_the_order_of_codings_does_not_matter():
    told = codings(*PAIR, slips=0.05)
    mixed = random.Random(3).sample(told, len(told))  # noqa: S311

    assert diagnose(mixed) == diagnose(told)


def test_what_no_coding_tests_is_untested():
    found = diagnose([coded(facts())])

    assert "S99R-I9-IMG" in found.untested
    assert "S99R-I2-DIR" not in found.untested
    assert not set(found.untested) & set(found.rules)
    assert "S99R-I9I8" not in found.untested


def test_an_open_score_and_an_undecided_case_are_evidence_of_nothing():
    undecided = facts(offence={"title": "ncii"})
    told = coded(undecided)
    given = replace(told, scores=Scores({"i1": 1}, eligible="yes"))

    assert diagnose([given]).answers == 0
    assert diagnose([replace(told, scores=Scores({}))]).answers == 0


def test_a_wrong_answer_whether_the_tool_may_be_used_speaks_for_its_rule():
    case = facts(offence={"title": "csem_possession", "victims": []}, victims=[])
    told = [replace(coded(case, "S99R-EL-CSEMONLY", "S99R-I9-IMG"), case=f"c{n}") for n in range(4)]

    found = diagnose(told)

    assert found.rules["S99R-EL-CSEMONLY"].probability > 0.9
    assert {sign.item for sign in found.rules["S99R-EL-CSEMONLY"].signs_for} == {"eligible"}
    assert found.rules["S99R-I9-IMG"].probability > 0.9


def test_items_left_out_are_no_sign_of_a_rule():
    items = dict.fromkeys(("i1", "i2", "i3"), None)
    told = replace(coded(facts()), scores=Scores({**items, "i4": 0}, eligible="yes"))

    found = diagnose([told])

    assert found.wrong == 3
    assert not accused(found)


def test_no_codings_leave_every_rule_at_its_prior():
    found = diagnose([])

    assert (found.answers, found.wrong, found.unexplained) == (0, 0, 0.0)
    assert not found.rules
