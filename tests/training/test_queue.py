"""The queue, the pages of a panel, and what feedback says of a panel's gold."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from agencies.models import Role
from tests.factories import make_person
from tests.training.factories import assign, hand_in, with_changes
from tests.training.panels import code, coded_panel, decide, make_experts, make_panel
from tests.training.test_contests import correct
from tests.vignettes.factories import make_version
from training.actions import contesting
from vignettes.models import Panel

QUEUE = reverse("panels:queue")


@pytest.fixture
def experts(north):
    return make_experts(north, "Zelda", "Quill")


@pytest.fixture
def ida(north):
    return make_person("Ida", north, Role.ADJUDICATOR)


def test_an_empty_queue_says_where_to_begin(as_tom):
    assert "Nothing waits." in as_tom.get(QUEUE).text


def test_a_coordinator_reads_for_whom_a_panel_waits(as_tom, tom, version, experts, gold):
    panel = make_panel(tom, version, experts)
    code(panel, experts[0], gold.scores)

    page = as_tom.get(QUEUE).text

    assert "1 of 2 handed in" in page
    assert "waits for Quill" in page
    assert "Zelda" in as_tom.get(reverse("panels:panel", args=[panel.pk])).text


def test_an_adjudicator_reads_no_names(client, tom, ida, version, experts, gold):
    make_panel(tom, version, experts)
    client.force_login(ida.user)

    page = client.get(QUEUE).text

    assert "0 of 2 handed in" in page
    assert "Quill" not in page


def test_each_stage_has_its_one_action(client, tom, ida, version, experts, gold):
    panel = coded_panel(tom, version, experts, gold.scores, gold.scores)
    client.force_login(ida.user)
    assert reverse("panels:decide", args=[panel.pk]) in client.get(QUEUE).text
    client.force_login(tom.user)
    assert "waits for an adjudicator" in client.get(QUEUE).text

    decision = decide(panel, ida)
    page = client.get(QUEUE)
    assert [row.panel for row in page.context["queue"].to_publish] == [panel]

    correct(gold, tom.agency, adjudication=decision)
    assert "Nothing waits." in client.get(QUEUE).text


def test_a_panel_that_cannot_go_on_says_so(as_tom, tom, version, experts):
    panel = make_panel(tom, version, experts)
    panel.seats.update(left_at=now())

    assert "needs another expert" in as_tom.get(QUEUE).text
    assert "Ask one more expert" in as_tom.get(reverse("panels:panel", args=[panel.pk])).text


def test_a_panel_is_opened_followed_and_withdrawn_in_the_browser(as_tom, version, experts):
    case = as_tom.get(reverse("vignettes:version", args=[version.vignette.code])).text
    url = reverse("panels:open", args=[version.pk])
    assert url in case
    chosen = [expert.membership.pk for expert in experts]

    opened = as_tom.post(url, {"tool": "static-99r", "experts": chosen}, follow=True)

    panel = Panel.objects.get()
    assert opened.redirect_chain[-1][0] == reverse("panels:panel", args=[panel.pk])
    assert "on the start pages of the experts you chose" in opened.text
    done = as_tom.post(reverse("panels:withdraw", args=[panel.pk]), follow=True)
    assert "What was coded is kept" in done.text
    assert not Panel.objects.get().is_at_work


def test_one_more_expert_is_asked_in_the_browser(as_tom, tom, version, experts, north):
    panel = make_panel(tom, version, experts)
    (third,) = make_experts(north, "Third")

    page = as_tom.post(
        reverse("panels:panel", args=[panel.pk]), {"expert": third.membership.pk}, follow=True
    )

    assert "one more expert" in page.text
    assert panel.seats.count() == 3


@pytest.mark.parametrize("chosen", [[], [0], ["stranger"]])
def test_a_panel_that_cannot_be_opened_keeps_what_was_typed(
    as_tom, version, experts, south, chosen
):
    stranger = make_person("Sol", south, Role.EXPERT).membership.pk
    keys = {0: experts[0].membership.pk, "stranger": stranger}
    fields = {
        "tool": "static-99r",
        "experts": [keys[one] for one in chosen],
        "because": "Yearly check.",
    }

    page = as_tom.post(reverse("panels:open", args=[version.pk]), fields)

    assert page.status_code == 422
    assert "Yearly check." in page.text
    assert not Panel.objects.exists()


@pytest.mark.parametrize("role", ["assessor", "expert", "analyst", "agency_admin"])
def test_other_roles_follow_no_panels(client, north, tom, version, experts, role):
    panel = make_panel(tom, version, experts)
    client.force_login(make_person("Rea", north, role).user)

    for url in [
        QUEUE,
        reverse("panels:panel", args=[panel.pk]),
        reverse("panels:open", args=[version.pk]),
    ]:
        assert client.get(url).status_code == 403
    assert client.post(reverse("panels:withdraw", args=[panel.pk])).status_code == 403


def test_an_editor_opens_panels_for_the_library_only(client, north, version, experts):
    editor = make_person("Edith", north, Role.ANALYST, is_editor=True)
    client.force_login(editor.user)
    assert client.get(QUEUE).status_code == 200
    chosen = [expert.membership.pk for expert in experts]

    client.post(
        reverse("panels:open", args=[version.pk]), {"tool": "static-99r", "experts": chosen}
    )

    assert Panel.objects.get().for_library


def test_the_queue_asks_as_few_questions_for_many(
    as_tom, tom, asha, version, experts, gold, django_assert_max_num_queries
):
    def fill(case):
        coded_panel(tom, case, experts, *(2 * [case.gold_codings.get(tool="static-99r").scores]))
        assignment = assign(asha, case)
        scores = case.gold_codings.get(tool="static-99r").scores
        coding = hand_in(asha, assignment, scores)
        contesting.contest(
            coding=coding,
            gold=case.gold_codings.get(tool="static-99r"),
            item="i1",
            reason="The age is told twice.",
            actor=asha.user,
            at=now(),
        )

    fill(version)
    with django_assert_max_num_queries(40) as few:
        as_tom.get(QUEUE)
    for name in ("heron-bridge", "granite-field"):
        fill(make_version(name))

    with django_assert_max_num_queries(len(few)):
        page = as_tom.get(QUEUE)
    assert len(page.context["queue"].to_decide) == 3


def test_feedback_counts_a_score_that_is_accepted_as_well(as_asha, asha, assignment, gold, tom):
    given = 1 - gold.scores["i9"]
    correct(gold, tom.agency, accepted={"i9": [given]})
    hand_in(asha, assignment, with_changes(gold.scores, i9=given))

    page = as_asha.get(reverse("training:feedback", args=[assignment.pk])).text

    assert "10 of 10 items match the gold coding." in page
    assert "accepted as well" in page
    assert "Accepted as well:" in page


def test_feedback_says_that_the_right_scores_stand_where_a_panel_changed_none(
    as_asha, asha, assignment, gold, tom
):
    correct(gold, tom.agency, changed={}, corrected_because="The first panel on this case")
    hand_in(asha, assignment, gold.scores)

    page = as_asha.get(reverse("training:feedback", args=[assignment.pk])).text

    assert "looked at again on" in page
    assert ", and stand: The first panel on this case" in page
    assert "The right scores were changed on" not in page


def test_feedback_says_that_the_right_scores_were_changed(as_asha, asha, assignment, gold, tom):
    correct(
        gold,
        tom.agency,
        changed={"i9": 1 - gold.scores["i9"]},
        corrected_because="The file leaves the meeting open",
    )
    hand_in(asha, assignment, gold.scores)

    page = as_asha.get(reverse("training:feedback", args=[assignment.pk])).text

    assert "The right scores were changed on" in page
    assert ": The file leaves the meeting open" in page
    assert "A panel decided this score" in page
    assert "Adjudicated by an expert panel" in page
