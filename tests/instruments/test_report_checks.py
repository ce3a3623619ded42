"""Checks on how a coding was made and reported: each raised by a case, and silent otherwise."""

import json

import pytest

from instruments import catalogue
from instruments.checks import findings
from instruments.report_checks import subtotal_of_all
from instruments.scores import Report, Scores, ScoresError, read_scores
from tests.instruments.casebook import document

STABLE = {f"i{n}": 1 for n in range(1, 14)}
ACUTE = {f"i{n}": 1 for n in range(1, 8)}
PCRA = {f"i{n}": 1 for n in range(1, 6)}
LSI = {f"i{n}": 1 for n in range(1, 9)}
BOTH = {"sex-violence": 4, "general": 7}
COMBINED = Report(composite_with="static-99r", composite_level="III")

RAISED = [
    ("stable-2007", "STB-INT", Scores(STABLE, report=Report(basis="file"))),
    ("stable-2007", "STB-MISS", Scores(STABLE | {"i5": None})),
    ("stable-2007", "STB-2000", Scores(STABLE | {"i14": 1})),
    ("stable-2007", "STB-ALONE", Scores(STABLE, band="high")),
    ("stable-2007", "STB-LABEL", Scores(STABLE, report=Report(composite_level="moderate-high"))),
    ("stable-2007", "STB-I3-ADULT", Scores(STABLE | {"i3": None}, total=25)),
    ("stable-2007", "GEN-CALC", Scores(STABLE, total=12)),
    ("acute-2007", "ACU-4", Scores(ACUTE, totals=BOTH | {"sex-violence": 7})),
    ("acute-2007", "ACU-2CAT", Scores(ACUTE, totals={"general": 7})),
    ("acute-2007", "ACU-2CAT", Scores(ACUTE, total=11)),
    ("acute-2007", "ACU-2CAT", Scores(ACUTE, band="high")),
    ("acute-2007", "ACU-NOW", Scores(ACUTE, report=Report(days_old=31))),
    ("acute-2007", "ACU-SR", Scores(ACUTE, report=Report(basis="self_report"))),
    ("pcra", "PCRA-CALC", Scores(PCRA, band="high")),
    ("pcra", "PCRA-LABEL", Scores(PCRA, band="medium")),
    ("pcra", "GEN-PCRA", Scores(PCRA, report=Report(outcome="sexual"))),
    ("lsi-or", "LSI-MIX", Scores(LSI | {"i9": 2})),
    ("lsi-or", "LSI-MIX", Scores(LSI | {"i4": 3})),
    ("lsi-or", "LSI-OVR", Scores(LSI, band="high", override=True)),
    ("lsi-or", "GEN-CALC", Scores(LSI, band="high")),
    ("lsi-or", "GEN-PCRA", Scores(LSI, report=Report(outcome="sexual"))),
]
SOUND = [
    ("stable-2007", Scores(STABLE, total=13, report=Report(basis="interview"))),
    ("stable-2007", Scores(STABLE | {"i3": None}, total=12)),
    ("stable-2007", Scores(STABLE, band="high, for the combination only", report=COMBINED)),
    ("stable-2007", Scores(STABLE, report=Report(composite_level="niveau IVa"))),
    ("acute-2007", Scores(ACUTE, totals=BOTH, report=Report(days_old=30, basis="interview"))),
    ("acute-2007", Scores(dict.fromkeys(ACUTE, 0), totals=dict.fromkeys(BOTH, 0))),
    ("pcra", Scores(PCRA, band="low", report=Report(outcome="general"))),
    ("lsi-or", Scores(LSI, band="low", override=True, report=Report(outcome="violent"))),
]
TOOLS = ("stable-2007", "acute-2007", "pcra", "lsi-or")


@pytest.mark.parametrize(("tool", "rule", "scores"), RAISED)
def test_each_check_is_raised(tool, rule, scores):
    found = {finding.id: finding for finding in findings(tool, scores)}

    assert rule in found
    assert found[rule].items
    assert set(found) <= {rule, "recomputed", "permitted-values", "STB-ALONE", "GEN-CALC"}


@pytest.mark.parametrize(("tool", "scores"), SOUND)
def test_checks_are_silent_on_a_sound_coding(tool, scores):
    assert findings(tool, scores, only_csem=tool != "stable-2007") == ()


def test_a_total_without_items_is_within_reach_up_to_the_highest():
    for total, is_beyond in ((26, False), (27, True)):
        raised = [finding.id for finding in findings("stable-2007", Scores({}, total=total))]
        assert ("STB-I3-ADULT" in raised) == is_beyond


def test_a_composite_with_static_99r_is_refused_for_csem_only_men():
    scores = Scores(STABLE, report=COMBINED)

    assert findings("stable-2007", scores) == ()
    [finding] = findings("stable-2007", scores, only_csem=True)
    assert (finding.id, finding.items) == ("STB-COMB-CSEM", ("composite-static-99r",))
    with_rm2000 = Scores(STABLE, report=Report(composite_with="rm2000s", composite_level="III"))
    assert findings("stable-2007", with_rm2000, only_csem=True) == ()


def test_every_check_rule_of_these_tools_is_raised_by_a_case_above():
    raised = {(tool, rule) for tool, rule, _ in RAISED} | {("stable-2007", "STB-COMB-CSEM")}

    assert raised == {
        (tool, rule.id)
        for tool in TOOLS
        for rule in catalogue.tool(tool).rules
        if rule.check is not None
    }


def test_subtotal_of_all_needs_its_totals():
    check = catalogue.tool("acute-2007").rule("ACU-NOW").check

    with pytest.raises(ValueError, match="needs total and other_total"):
        subtotal_of_all(check, catalogue.tool("acute-2007"), Scores(ACUTE))


def read(tool, **told):
    return read_scores(json.dumps(told), tool, "scores.json")


def test_read_scores_takes_totals_levels_and_the_report():
    report = {"basis": "interview", "days_old": 3, "outcome": "general"}

    found = read("acute-2007", items=ACUTE, totals=BOTH, bands={"general": "high"}, report=report)

    assert (found.totals, found.bands) == (BOTH, {"general": "high"})
    assert found.report == Report(**report)
    assert read("pcra", items=PCRA, totals=None, report=None) == Scores(PCRA)


@pytest.mark.parametrize(
    ("tool", "told", "sentence"),
    [
        ("pcra", {"items": {"i1": 19}}, "expected a whole number from 0 to 18, or null"),
        ("lsi-or", {"items": {"i9": 1}}, "LSI-R has 54 in 10"),
        ("lsi-or", {"items": {"i4": 3}}, "LSI-R has 54 in 10"),
        ("stable-2007", {"items": {"i14": 1}}, "Older STABLE forms have 16 or more"),
        ("acute-2007", {"items": {}, "totals": {"all": 3}}, "totals/all: found no such total"),
        ("acute-2007", {"items": {}, "bands": {"all": "high"}}, "expected one of sex-violence, g"),
        ("acute-2007", {"items": {}, "totals": {"general": "3"}}, "a whole number for each total"),
        ("acute-2007", {"items": {}, "bands": [1]}, "the name of a level for each total"),
        ("acute-2007", {"items": {}, "report": 3}, "report: found 3, expected an object"),
        ("acute-2007", {"items": {}, "report": {"mood": 1}}, "report/mood: found a field"),
        ("acute-2007", {"items": {}, "report": {"days_old": -1}}, "report/days_old: found -1"),
        ("acute-2007", {"items": {}, "report": {"basis": "x"}}, "interview, file, self_report"),
        ("acute-2007", {"items": {}, "report": {"outcome": "x"}}, "sexual, violent, general"),
        ("acute-2007", {"items": {}, "report": {"composite_level": 1}}, "the name of a level"),
    ],
)
def test_read_scores_refuses_with_a_sentence(tool, told, sentence):
    with pytest.raises(ScoresError) as caught:
        read(tool, **told)

    assert any(sentence in problem for problem in caught.value.problems)


def test_explain_gives_the_totals_of_judged_scores_and_every_check(run, written):
    case = written(document(offence={"title": "csem_possession", "victims": []}, victims=[]))
    report = {"composite_with": "static-99r", "composite_level": "III"}
    given = written({"items": STABLE | {"i3": None}, "report": report}, "scores.json")

    _, text, _ = run("explain", "stable-2007", case, given)
    shape = json.loads(run("explain", "stable-2007", case, given, "--json")[1])

    assert "STB-I3-CSEM" in text
    assert "Total: 12, high, for the combination only" in text
    assert "Cannot be computed: no public table." in text
    assert [check["id"] for check in shape["checks"]] == ["STB-COMB-CSEM"]
    assert shape["totals_given"]["total"]["value"] == 12
    assert shape["items"]["i3"]["rules"] == ["STB-I3-CSEM"]


def test_explain_says_that_judged_scores_are_held_against_a_panel(run, written):
    given = written({"items": ACUTE}, "scores.json")

    text = run("explain", "acute-2007", written(document()), given)[1]

    assert "held against a panel" in text
    assert "Sex and violence: 4, high" in text
    assert "General: 7, high" in text
