"""CPORT: the corners of its items, its total, and the checks of its own."""

import json

import pytest

from instruments import catalogue, printing, scoring
from instruments.checks import casic_route, findings
from instruments.comparison import Scores, ScoresError, read_scores
from instruments.rulings import rulings
from tests.instruments.casebook import facts, merged, standing

TOOL = "cport"
ZEROS = {f"i{n}": 0 for n in range(1, 8)}
BREACH = {"id": "c2", "title": "breach", "outcome": "convicted", "convictions": 1}
LURING = {"id": "c2", "title": "luring", "outcome": "convicted", "convictions": 1}


def scored(**changes):
    return rulings(TOOL, facts(**merged(standing(TOOL), changes)))


def values(**changes):
    return scored(**changes).values


def before(title="theft", outcome="convicted", **more):
    convictions = 1 if outcome == "convicted" else 0
    offence = {"id": "c1", "title": title, "outcome": outcome, "convictions": convictions}
    return {"before": [{"id": "b1", "date": "2010-01-01", "offences": [offence]} | more]}


def test_the_standing_case_scores_nothing():
    found = scored()

    assert found.values == ZEROS
    assert found.totals["total"].value == 0
    assert found.totals["total"].band is None
    assert found.eligibility.answer == "yes"
    assert found.cautions == ()


def test_a_case_of_an_earlier_csem_conviction_only_is_referred():
    found = scored(
        before=[
            {"id": "b1", "date": "2010-01-01", "offences": [
                {"id": "c1", "title": "csem_access", "outcome": "convicted", "convictions": 1},
            ]},
        ],
        offence={"title": "contact_child"},
    )  # fmt: skip

    assert found.eligibility.answer == "undecided"
    assert "earlier one" in found.eligibility.reasons[0].en
    assert found.eligibility.because == ("occasions/b1/offences/c1/title",)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"offence": {"title": "csem_virtual"}}, "virtual"),
        ({"offence": {"title": "sextortion"}}, "Sextortion"),
        ({"offence": {"title": "ncii"}}, "intimate images"),
        ({"offence": {"outcome": "cautioned", "convictions": 0}}, "caution"),
        ({"person": {"born": "2000-06-02"}, "cohabitations": []}, "under 18"),
    ],
)
def test_what_no_source_settles_is_referred_to_an_expert(changes, words):
    found = scored(**changes)

    assert found.eligibility.answer == "undecided"
    assert words in found.eligibility.reasons[0].en
    assert set(found.values.values()) == {None}
    assert found.totals["total"].value is None


def test_production_carries_the_tool_with_or_without_a_live_child():
    for live in (True, False):
        found = scored(offence={"title": "csem_production", "live_child": live})
        assert found.eligibility.answer == "yes"


def test_nothing_sexual_on_record_does_not_carry_the_tool():
    found = scored(offence={"title": "theft"})

    assert found.eligibility.answer == "no"
    assert found.eligibility.because == ("occasions",)
    wrong = rulings(
        TOOL,
        facts(**merged(standing(TOOL), {"offence": {"title": "theft"}})),
        frozenset({"CPORT-EL-CSEM"}),
    )
    assert wrong.values["i1"] is None


@pytest.mark.parametrize(
    ("born", "score"),
    [("1983-09-01", 1), ("1982-09-02", 1), ("1982-09-01", 0), ("1970-01-01", 0)],
)
def test_item_1_ends_on_the_36th_birthday(born, score):
    assert values(person={"born": born})["i1"] == score


@pytest.mark.parametrize(
    ("born", "score"), [("1983-01-02", 1), ("1982-01-02", None), ("1981-12-31", 0)]
)
def test_item_1_without_the_day_needs_both_ends_to_agree(born, score):
    told = scored(person={"born": born}, without=["index/investigated"]).items["i1"]

    assert told.value == score
    assert (told.missing is None) == (score is not None)


def test_item_1_without_any_day_of_the_conduct_cannot_be_scored():
    case = merged(standing(TOOL), {"without": ["index/investigated"]})
    case["offence"] = {"title": "csem_possession", "victims": [], "start": None, "charged": None}

    assert rulings(TOOL, facts(**case)).values["i1"] is None


def test_item_1_falls_back_on_the_decision_where_no_charge_is_dated():
    changes = {"person": {"born": "1984-06-02"}, "without": ["index/investigated"]}

    assert values(**changes, offence={"charged": None})["i1"] == 1


@pytest.mark.parametrize(
    ("changes", "score", "disputed"),
    [
        (before(), 1, ()),
        (before(outcome="withdrawn"), 1, (0,)),
        (before(outcome="acquitted"), 0, (1,)),
        (before(kind="youth_court"), 1, (0,)),
        (before(outcome="cautioned", kind="caution"), 1, (0,)),
        (before(title="mischief", kind="technical_violation"), 0, ()),
        ({"before": [{"id": "b1", "date": "2010-01-01", "sentence": "fine"}]}, 1, ()),
        ({"before": [{"id": "b1", "date": "2018-10-01", "sentence": "fine"}]}, 0, ()),
        ({"before": [{"id": "b1", "date": "2010-01-01", "kind": "placement"}]}, 0, ()),
    ],
)
def test_item_2_counts_what_lies_before_the_investigation(changes, score, disputed):
    found = scored(**changes).items["i2"]

    assert (found.value, found.disputed) == (score, disputed)


def test_item_2_goes_by_the_charge_where_the_investigation_is_not_dated():
    changes = {"before": [{"id": "b1", "date": "2018-10-01", "sentence": "fine"}]}

    assert values(**changes, without=["index/investigated"])["i2"] == 1


@pytest.mark.parametrize(
    ("changes", "score", "disputed"),
    [
        ({"release_failures": [{"id": "r1", "day": "2010-01-01", "on": "parole"}]}, 1, ()),
        ({"release_failures": [{"id": "r1", "on": "parole"}]}, 1, ()),
        ({"release_failures": [{"id": "r1", "day": "2022-06-10"}]}, 0, (1,)),
        (before(title="breach") | {"without": ["release_failures"]}, 1, ()),
        (before(title="failure_to_appear", outcome="acquitted"), 0, (1,)),
        ({"before": [{"id": "b1", "date": "2010-01-01", "kind": "technical_violation"}]}, 1, ()),
        ({"without": ["release_failures"]}, 0, ()),
    ],
)
def test_item_3_counts_failures_up_to_the_index(changes, score, disputed):
    found = scored(**changes).items["i3"]

    assert (found.value, found.disputed) == (score, disputed)
    assert found.because


@pytest.mark.parametrize(
    ("also", "score", "disputed"),
    [
        ({"title": "contact_child", "outcome": "acquitted", "convictions": 0}, 0, (1,)),
        ({"title": "luring", "attempted_contact": True}, 0, (1,)),
        ({"title": "luring", "outcome": "acquitted", "convictions": 0}, 0, ()),
        ({"title": "csem_production", "live_child": True}, 0, (1,)),
        ({"title": "exposure"}, 0, ()),
        ({"title": "contact_child"}, 1, ()),
    ],
)
def test_item_4_counts_contact_by_charge_or_conviction(also, score, disputed):
    told = {"correlates": {"online_communication": "minor"}}
    found = scored(also=[LURING | also], **told).items["i4"]

    assert (found.value, found.disputed) == (score, disputed)


def test_item_5_leaves_an_admission_of_the_material_alone_open():
    found = scored(interest={"admission": "material_only"}).items["i5"]

    assert (found.value, found.disputed) == (1, (0,))


def test_item_5_rests_on_the_admission_even_where_casic_agrees():
    told = {"material": {"videos": True, "written": True, "span_months": 30}}
    found = scored(interest={"admission": "children"}, **told).items["i5"]

    assert (found.value, found.rules) == (1, ("CPORT-I5-ADM",))
    assert scored(**told).values["i5"] == 1


@pytest.mark.parametrize(
    ("material", "score"),
    [
        ({"videos": True, "written": True, "span_months": 30}, 1),
        ({"videos": True, "written": True, "span_months": None}, None),
        ({"videos": True, "written": False, "span_months": None}, 0),
    ],
)
def test_item_5_is_open_only_where_an_untold_correlate_would_decide(material, score):
    found = scored(material=material, without=["interest"]).items["i5"]

    assert found.value == score


def test_items_6_and_7_know_no_material_from_material_not_seen():
    assert values(without=["material"])["i6"] is None
    assert values(without=["material"])["i7"] is None
    assert values(without=["material/other_material"])["i7"] is None
    assert values(material={"other_material": True, "other_boys_percent": 80})["i7"] == 1


def test_one_missing_item_leaves_the_plain_sum_and_two_leave_no_total():
    one = scoring.total(TOOL, ZEROS | {"i1": 1, "i7": None})
    two = scoring.total(TOOL, ZEROS | {"i6": None, "i7": None})

    assert one.value == 1
    assert "not prorated" in one.note.en
    assert two.value is None
    assert two.note.en.startswith("No total: not scored i6, i7.")


@pytest.mark.parametrize(
    ("scores", "ids"),
    [
        (Scores(ZEROS, total=0), []),
        (Scores(ZEROS, total=1), ["GEN-CALC"]),
        (Scores(ZEROS, total=1, override=True), ["GEN-OVR"]),
        (Scores(ZEROS | {"i6": None}, total=0), []),
        (Scores(ZEROS | {"i6": None, "i7": None}), []),
        (Scores(ZEROS | {"i6": None, "i7": None}, total=0), ["CPORT-MISS-1", "GEN-CALC"]),
        (Scores(ZEROS, band="moderate"), ["CPORT-BAND"]),
        (Scores(ZEROS | {"i5": 1}, casic=2), ["CPORT-I5-CAS3"]),
        (Scores(ZEROS, casic=3), ["CPORT-I5-CAS3"]),
        (Scores(ZEROS, casic=2), []),
        (Scores(ZEROS | {"i5": 1}, casic=3), []),
        (Scores(ZEROS | {"i5": 1}), []),
        (Scores(ZEROS | {"i5": None}, casic=2), []),
    ],
)
def test_findings_raise_the_checks_of_the_tool(scores, ids):
    assert [finding.id for finding in findings(TOOL, scores)] == ids


def test_scores_tell_the_casic_total_that_item_5_went_by():
    told = {"items": ZEROS, "casic": 2}

    assert read_scores(json.dumps(told), TOOL, "scores.json").casic == 2
    with pytest.raises(ScoresError, match="casic: found 7, expected a whole number from 0 to 6"):
        read_scores(json.dumps(told | {"casic": 7}), TOOL, "scores.json")


def test_the_check_of_the_casic_route_needs_its_item():
    check = catalogue.tool(TOOL).rule("CPORT-BAND").check

    with pytest.raises(ValueError, match="needs item and value"):
        casic_route(check, catalogue.tool(TOOL), Scores(ZEROS))


def test_the_caution_on_the_united_states_is_for_men_without_a_contact_offence():
    alone = facts(**merged(standing(TOOL), {"jurisdiction": "united_states"}))
    dual = scored(jurisdiction="united_states", also=[LURING | {"title": "contact_child"}])

    found = rulings(TOOL, alone)
    made = scored(jurisdiction="united_states", offence={"title": "csem_production"})

    assert "Caution (CPORT-EL-CSEM)" in printing.rulings_text(found, alone, "en")
    assert [caution.because for caution in made.cautions] == [("jurisdiction",)]
    assert dual.cautions == ()
