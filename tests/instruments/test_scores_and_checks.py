"""Scores as entered: read, held against gold, and checked without any facts."""

import json

import pytest

from instruments import catalogue
from instruments.checks import CHECKS, findings, implies
from instruments.comparison import Scores, ScoresError, compare, read_scores
from instruments.report_checks import ONLY_CSEM_CHECKS
from tests.instruments.casebook import TOOL

ZEROS = {f"i{n}": 0 for n in range(1, 11)}
BROKEN = {
    "S99R-I9I8": (Scores(ZEROS | {"i9": 1}), ("i9", "i8")),
    "S99R-SUM": (Scores(ZEROS | {"i1": -3}, total=3), tuple(ZEROS)),
    "S99R-I2-MISS": (Scores(ZEROS | {"i4": None}), ("i4",)),
    "S99R-LABEL": (Scores(ZEROS, band="moderate-high"), ("total",)),
    "GEN-CALC": (Scores(ZEROS, band="IVb"), ("total",)),
    "GEN-OVR": (Scores(ZEROS, total=5, override=True), ("total",)),
    "permitted-values": (Scores(ZEROS | {"i1": -2}), ("i1",)),
}


@pytest.mark.parametrize(("scores", "items"), BROKEN.values(), ids=BROKEN)
def test_findings_raise_each_check(scores, items, request):
    found = findings(TOOL, scores)

    assert [(f.id, f.items) for f in found] == [(request.node.callspec.id, items)]
    assert found[0].level == "error"
    assert found[0].message.en
    assert found[0].hint.fr


def test_every_check_rule_is_raised_by_a_case_above():
    checked = {rule.id for rule in catalogue.tool(TOOL).rules if rule.check is not None}

    assert checked <= set(BROKEN)
    named = {rule.check.name for tool in catalogue.tools() for rule in tool.rules if rule.check}
    assert named <= CHECKS.keys() | ONLY_CSEM_CHECKS.keys()


@pytest.mark.parametrize(
    "scores",
    [
        Scores(ZEROS, total=0, band="Level II"),
        Scores(ZEROS, band="niveau ii, risque inférieur à la moyenne"),
        Scores(ZEROS | {"i2": None}, total=0),
        Scores(ZEROS | {"i8": 1, "i9": 1}, total=2),
        Scores({"i9": 1}),
        Scores({"i9": 1, "i8": 1}, band="IVb"),
    ],
)
def test_findings_are_silent_on_sound_scores(scores):
    assert findings(TOOL, scores) == ()


def test_findings_on_a_case_flagged_as_csem_only():
    found = findings(TOOL, Scores(ZEROS), only_csem=True)

    assert [f.id for f in found] == ["S99R-EL-CSEMONLY"]
    assert findings(TOOL, Scores(dict.fromkeys(ZEROS), eligible="no"), only_csem=True) != found


def test_implies_needs_its_items():
    check = catalogue.tool(TOOL).rule("S99R-SUM").check

    with pytest.raises(ValueError, match="needs item"):
        implies(check, catalogue.tool(TOOL), Scores(ZEROS))


def read(**document):
    return read_scores(json.dumps(document), TOOL, "scores.json")


def test_read_scores_takes_what_the_file_tells():
    found = read(items=ZEROS | {"i2": None}, total=4, band="III", eligible="yes", override=True)

    assert found == Scores(ZEROS | {"i2": None}, 4, "III", "yes", override=True)


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({}, "items: found none, expected an object"),
        ({"items": {"i99": 1}}, "items/i99: found no such item, expected one of i1, i2"),
        ({"items": {"i5": 4}}, "items/i5: found 4, expected one of 0, 1, 2, 3, or null"),
        ({"items": {"i1": 7}}, "expected one of -3, -1, 0, 1, or null if it was not scored."),
        ({"items": {"i5": "1"}}, "items/i5: found '1', expected one of"),
        ({"items": {"i5": True}}, "items/i5: found True, expected one of"),
        ({"items": {"i1": -2}}, "A score of −2 belongs to Static-2002R"),
        ({"items": {}, "total": "four"}, "total: found 'four', expected a whole number"),
        ({"items": {}, "band": 3}, "band: found 3, expected the name of a level"),
        ({"items": {}, "eligible": "maybe"}, "eligible: found 'maybe', expected yes, no, undecid"),
        ({"items": {}, "override": 1}, "override: found 1, expected true or false"),
        ({"items": {}, "note": ""}, "note: found a field that is not known here"),
    ],
)
def test_read_scores_refuses_with_a_sentence(document, sentence):
    with pytest.raises(ScoresError) as caught:
        read(**document)

    assert any(sentence in problem for problem in caught.value.problems)


def test_read_scores_refuses_what_is_no_object():
    with pytest.raises(ScoresError, match=r"scores\.json: found an empty file"):
        read_scores("", TOOL, "scores.json")


def test_compare_gives_hits_and_signed_deviations():
    gold = Scores(ZEROS | {"i5": 2, "i2": None}, eligible="yes")
    given = Scores({"i1": -3, "i5": 1, "i2": None, "i8": None}, eligible="yes")

    found = compare(TOOL, given, gold)

    assert list(found.items) == ["i1", "i2", "i5", "i8"]
    assert {i: c.deviation for i, c in found.items.items()} == {
        "i1": -3,
        "i2": None,
        "i5": -1,
        "i8": None,
    }
    assert [c.is_hit for c in found.items.values()] == [False, True, False, False]
    assert [c.is_within_one for c in found.items.values()] == [False, True, True, False]
    assert found.hits == 1
    assert found.is_eligibility_hit is True
    assert found.total_deviation is None


def test_compare_takes_plain_mappings_and_gives_the_total_deviation():
    found = compare(TOOL, ZEROS | {"i1": -1}, ZEROS)

    assert found.total_deviation == -1
    assert found.is_eligibility_hit is None


@pytest.mark.parametrize(
    ("given", "gold", "hit"),
    [("no", "yes", False), ("no", "no", True), ("no", "undecided", None), (None, "yes", None)],
)
def test_eligibility_is_graded_only_where_it_was_asked_and_is_decided(given, gold, hit):
    found = compare(TOOL, Scores({}, eligible=given), Scores({}, eligible=gold))

    assert found.is_eligibility_hit is hit
