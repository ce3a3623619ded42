"""The page on which an adjudicator decides."""

import pytest
from django.urls import reverse

from agencies.models import Role
from tests.factories import make_person
from tests.training.factories import with_changes
from tests.training.panels import code, coded_panel, decision_fields, make_experts, make_panel
from vignettes.models import Adjudication, Panel, Reason, SeenGold


@pytest.fixture
def experts(north):
    return make_experts(north, "Zelda", "Quill")


@pytest.fixture
def ida(north):
    return make_person("Ida", north, Role.ADJUDICATOR)


@pytest.fixture
def panel(tom, version, experts, gold):
    """Two experts who differ on items 8 and 9."""
    other = with_changes(gold.scores, i8=1 - gold.scores["i8"], i9=1 - gold.scores["i9"])
    return coded_panel(tom, version, experts, gold.scores, other)


@pytest.fixture
def as_ida(client, ida):
    client.force_login(ida.user)
    return client


def url(panel, name="decide"):
    return reverse(f"panels:{name}", args=[panel.pk])


def test_the_page_shows_letters_rules_and_sentences_and_no_names(as_ida, panel, ida):
    page = as_ida.get(url(panel)).text

    assert "Expert A" in page
    assert "Expert B" in page
    assert "By the rules" in page
    assert "data-span" in page
    assert not [name for name in ("Zelda", "Quill") if name in page]
    assert SeenGold.objects.filter(user=ida.user).exists()


def test_only_what_differs_is_asked(as_ida, panel):
    page = as_ida.get(url(panel)).text

    assert 'name="i8-decided"' in page
    assert 'name="i9-decided"' in page
    assert 'name="i1-decided"' not in page
    assert "9 questions on which all agree" in page


def test_a_decision_is_kept_and_leads_to_its_consequences(as_ida, panel, gold):
    fields = decision_fields(panel, i9={"decided": str(gold.scores["i9"]), "accepted": ["1"]})

    page = as_ida.post(url(panel), fields, follow=True)

    decision = Adjudication.objects.get(panel=panel)
    assert decision.answers["i9"]["accepted"] == ([] if gold.scores["i9"] == 1 else [1])
    assert decision.answers["i8"]["reason"] == Reason.RULE_MISREAD
    assert page.redirect_chain[-1][0] == url(panel, "panel")
    assert reverse("reliability:gold_change", args=[decision.pk]) in page.text
    assert "not in force yet" in page.text


def test_bad_input_loses_nothing(as_ida, panel):
    kept = "The household is told in document 2, and the rule counts it."
    fields = decision_fields(panel, i8={"rationale": kept}, i9={"rationale": 'He said "no".'})

    page = as_ida.post(url(panel), fields)

    assert page.status_code == 422
    assert "Found the quotation mark" in page.text
    assert kept in page.text
    assert "He said &quot;no&quot;." in page.text
    assert not Adjudication.objects.exists()


@pytest.mark.parametrize("missing", ["decided", "reason", "rationale"])
def test_every_part_of_a_decision_is_needed(as_ida, panel, missing):
    fields = decision_fields(panel)
    del fields[f"i9-{missing}"]

    page = as_ida.post(url(panel), fields)

    assert page.status_code == 422
    assert "some answers need your attention" in page.text


@pytest.mark.parametrize(
    ("reason", "taken"),
    [
        ("rule_gap", True),
        ("case_ambiguous", True),
        ("judgement", True),
        ("expert_error", False),
        ("rule_misread", False),
    ],
)
def test_a_decision_against_the_rules_needs_a_ground_of_its_own(as_ida, panel, gold, reason, taken):
    against = str(1 - gold.scores["i9"])
    fields = decision_fields(panel, i9={"decided": against, "reason": reason})

    page = as_ida.post(url(panel), fields)

    assert Adjudication.objects.exists() is taken
    assert ("The decision differs from what the rules give" in page.text) is not taken


def test_a_score_that_the_item_does_not_have_is_refused(as_ida, panel):
    page = as_ida.post(url(panel), decision_fields(panel, i9="7"))

    assert page.status_code == 422
    assert not Adjudication.objects.exists()


def test_where_the_tool_may_not_be_used_no_item_is_asked(as_ida, tom, version, experts, gold):
    panel = make_panel(tom, version, experts)
    code(panel, experts[0], with_changes(gold.scores, i9=1 - gold.scores["i9"]))
    code(panel, experts[1], {}, "no")
    panel = Panel.objects.get(pk=panel.pk)
    words = {"reason": "case_ambiguous", "rationale": "The file leaves the conviction open."}
    fields = {f"eligible-{name}": value for name, value in ({"decided": "no"} | words).items()}

    as_ida.post(url(panel), fields)

    decision = Adjudication.objects.get()
    assert decision.eligibility == "no"
    assert list(decision.answers) == ["eligible"]


def test_agreement_on_everything_is_confirmed(as_ida, tom, version, experts, gold):
    panel = coded_panel(tom, version, experts, gold.scores, gold.scores)

    assert "Confirm it" in as_ida.get(url(panel)).text
    as_ida.post(url(panel), {})

    decision = Adjudication.objects.get()
    assert {n: a["decided"] for n, a in decision.answers.items() if n != "eligible"} == gold.scores


def test_a_decided_panel_opens_its_decision(as_ida, panel):
    as_ida.post(url(panel), decision_fields(panel))

    page = as_ida.get(url(panel), follow=True)

    assert page.redirect_chain[-1][0] == url(panel, "panel")
    assert "An expert misread a rule" in page.text
    assert not [name for name in ("Zelda", "Quill") if name in page.text]


@pytest.mark.parametrize(("who", "status"), [("tom", 403), ("eva", 403), ("asha", 403)])
def test_other_roles_see_no_codings(client, panel, asha, experts, tom, who, status):
    person = {"tom": tom, "eva": experts[0], "asha": asha}[who]
    client.force_login(person.user)

    page = client.get(url(panel))

    assert page.status_code == status
    assert "Expert A" not in page.text


def test_another_agency_finds_no_panel(client, panel, south):
    sol = make_person("Sol", south, Role.ADJUDICATOR)
    client.force_login(sol.user)

    assert client.get(url(panel)).status_code == 404
    assert client.get(url(panel, "panel")).status_code == 404
    assert client.post(url(panel), decision_fields(panel)).status_code == 404


def test_nobody_decides_before_all_have_handed_in(as_ida, tom, version, experts, gold):
    panel = make_panel(tom, version, experts)
    code(panel, experts[0], gold.scores)

    page = as_ida.get(url(panel), follow=True)

    assert page.redirect_chain[-1][0] == url(panel, "panel")
    assert "Nobody sees any coding before all have handed in" in page.text
    assert not [name for name in ("Zelda", "Quill") if name in page.text]
