"""What an adjudicator is asked: where experts differ from one another or from the rules."""

import pytest
from django_scopes import scopes_disabled

from agencies.models import AuditEntry, Role
from tests.factories import make_person
from tests.vignettes.factories import make_version
from vignettes.actions import PanelRefusedError, adjudicate, open_panel, store_expert_coding
from vignettes.gold import ELIGIBLE
from vignettes.models import Adjudication, GoldCoding, Panel
from vignettes.reports.adjudication import NOT_SCORED, docket
from vignettes.reports.decision import decision_lines

TOOL = "static-99r"


@pytest.fixture(autouse=True)
def _unscoped(db):
    with scopes_disabled():
        yield


@pytest.fixture
def version(db):
    return make_version()


@pytest.fixture
def right(version):
    return GoldCoding.objects.get(version=version, tool=TOOL).scores


@pytest.fixture
def experts(north):
    return [make_person(name, north, Role.EXPERT).membership for name in ("Zelda", "Quill")]


@pytest.fixture
def ida(north):
    return make_person("Ida", north, Role.ADJUDICATOR).membership


def coded(tom, version, experts, *codings, tool=TOOL):
    """A panel; each coding is scores, or an answer that the tool is not to be used."""
    panel = open_panel(version=version, tool=tool, experts=experts, opened_by=tom.membership)
    by_letter = [seat.expert for seat in panel.seats.order_by("label")]
    for expert, given in zip(by_letter, codings, strict=True):
        store_expert_coding(
            version=version,
            tool=tool,
            expert=expert,
            panel=panel,
            eligibility=given if isinstance(given, str) else "yes",
            scores={} if isinstance(given, str) else given,
            simulated=False,
        )
    return Panel.objects.get(pk=panel.pk)


def asked(panel):
    return [point.id for point in docket(panel).asked]


def test_nothing_is_asked_where_experts_and_rules_agree(tom, version, experts, right):
    panel = coded(tom, version, experts, right, right)

    assert asked(panel) == []
    assert {point.opinions[0] for point in docket(panel).settled} >= {"yes", "0", "1"}


def test_what_experts_give_differently_is_asked(tom, version, experts, right):
    other = {**right, "i9": 1 - right["i9"]}

    panel = coded(tom, version, experts, right, other)

    assert asked(panel) == ["i9"]
    (point,) = docket(panel).asked
    assert [voice.value for voice in point.voices] == [str(right["i9"]), str(other["i9"])]
    assert point.by_rules.value == str(right["i9"])
    assert point.by_rules.rules
    assert point.by_rules.evidence


def test_what_all_experts_give_against_the_rules_is_asked(tom, version, experts, right):
    other = {**right, "i8": 1 - right["i8"]}

    assert asked(coded(tom, version, experts, other, other)) == ["i8"]


def test_the_use_of_the_tool_is_a_question_too(tom, version, experts, right):
    panel = coded(tom, version, experts, right, "no")

    assert asked(panel) == [ELIGIBLE]
    voices = docket(panel).items[0].voices
    assert (voices[0].value, voices[1].value) == (str(right["i1"]), "")
    assert "may not be used" in voices[1].words


def test_a_tool_of_judgement_asks_where_experts_differ_and_where_one_alone_scored(
    tom, version, experts
):
    scores = {f"i{n}": 1 for n in range(1, 14)}

    panel = coded(tom, version, experts, scores, {**scores, "i5": 2}, tool="stable-2007")

    assert asked(panel) == ["i5"]
    assert docket(panel).asked[0].by_rules is None

    alone = make_version("heron-bridge")
    panel = coded(tom, alone, experts, scores, "no", tool="stable-2007")
    assert {ELIGIBLE, "i1", "i5", "i13"} <= set(asked(panel))


def test_an_item_without_score_is_an_answer(tom, version, experts, right):
    panel = coded(tom, version, experts, right, {**right, "i2": None})

    (point,) = docket(panel).asked
    assert [voice.value for voice in point.voices] == [str(right["i2"]), NOT_SCORED]
    assert point.entry(NOT_SCORED) == {
        "given": [right["i2"], None],
        "computed": right["i2"],
        "decided": None,
        "accepted": [],
    }


def test_experts_are_letters_in_the_order_of_their_letters(tom, version, experts, right):
    panel = coded(tom, version, experts, right, {**right, "i9": 1 - right["i9"]})

    told = docket(panel)

    assert told.labels == ("A", "B")
    assert "Zelda" not in repr([point.voices for point in told.points])


def decided(panel, ida, **fields):
    answers = {point.id: point.entry(point.opinions[-1]) for point in docket(panel).points}
    answers["i9"] |= {"reason": "rule_misread", "rationale": "Seen in images only."}
    return adjudicate(
        panel=panel, adjudicator=fields.get("by", ida), eligibility="yes", answers=answers
    )


def test_a_decision_is_kept_once_and_never_changed(tom, version, experts, right, ida):
    panel = coded(tom, version, experts, right, {**right, "i9": 1 - right["i9"]})

    decision = decided(panel, ida)

    assert decision.answers["i9"] == {
        "given": [right["i9"], 1 - right["i9"]],
        "computed": right["i9"],
        "decided": right["i9"],
        "accepted": [],
        "reason": "rule_misread",
        "rationale": "Seen in images only.",
    }
    assert "reason" not in decision.answers["i1"]
    assert AuditEntry.objects.get(verb="panel_adjudicated").detail["decided"] == ["i9"]
    with pytest.raises(PanelRefusedError, match="is decided"):
        decided(Panel.objects.get(pk=panel.pk), ida)
    assert Adjudication.objects.count() == 1


def test_a_decision_is_told_with_letters_and_grounds(tom, version, experts, right, ida):
    panel = coded(tom, version, experts, right, {**right, "i9": 1 - right["i9"]})

    (line,), agreed = decision_lines(decided(panel, ida))

    assert line.given == f"A {right['i9']}, B {1 - right['i9']}"
    assert (line.decided, line.computed) == (str(right["i9"]), str(right["i9"]))
    assert (line.reason, line.rationale) == ("An expert misread a rule", "Seen in images only.")
    assert len(agreed) == 10


def test_a_panel_is_not_decided_before_all_have_handed_in(tom, version, experts, right, ida):
    panel = open_panel(version=version, tool=TOOL, experts=experts, opened_by=tom.membership)

    with pytest.raises(PanelRefusedError, match="Not every expert has handed in"):
        decided(panel, ida)


def test_a_panel_is_decided_by_an_adjudicator_who_did_not_sit_on_it(
    tom, version, experts, right, ida, north
):
    panel = coded(tom, version, experts, right, right)
    also = type(ida).objects.create(user=experts[0].user, agency=north, role=Role.ADJUDICATOR)

    with pytest.raises(PanelRefusedError, match="another person decides"):
        decided(panel, ida, by=also)
    with pytest.raises(PanelRefusedError, match="Only an adjudicator"):
        decided(panel, ida, by=tom.membership)
