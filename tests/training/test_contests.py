"""An assessor contests a gold score; it is answered on record."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from agencies.models import AuditEntry, Role
from tests.factories import make_person
from tests.training.factories import assign, hand_in, make_exam, with_changes
from tests.training.panels import code, decide, make_experts
from training.actions import contesting
from training.models import Contest
from vignettes.models import GoldCoding, Panel, Provenance

WHY = "Document 2 tells that the two had met before, so item 9 is 0."


@pytest.fixture
def coding(asha, assignment, gold):
    """Asha is wrong on item 9."""
    return hand_in(asha, assignment, with_changes(gold.scores, i9=1 - gold.scores["i9"]))


@pytest.fixture
def contest(coding, gold, asha):
    return contesting.contest(
        coding=coding, gold=gold, item="i9", reason=WHY, actor=asha.user, at=now()
    )


@pytest.fixture
def ida(north):
    return make_person("Ida", north, Role.ADJUDICATOR)


def form_url(assignment, item="i9"):
    return reverse("training:contest", args=[assignment.pk, item])


def answer_url(contest):
    return reverse("panels:contest", args=[contest.pk])


def correct(gold, agency, **scores):
    """The agency's panel decides otherwise, and that is published."""
    return GoldCoding.objects.create(
        version=gold.version,
        tool=gold.tool,
        tool_version=gold.tool_version,
        eligibility="yes",
        scores=with_changes(gold.scores, **scores.pop("changed", {})),
        rulings=gold.rulings,
        provenance=Provenance.PANEL,
        agency=agency,
        **scores,
    )


def test_feedback_leads_to_the_contest_of_each_score(as_asha, coding, assignment):
    page = as_asha.get(reverse("training:feedback", args=[assignment.pk])).text

    assert form_url(assignment) in page
    assert form_url(assignment, "eligibility") in page


def test_a_contest_lands_in_the_queue_and_on_the_pages_of_the_assessor(
    as_asha, coding, assignment, client, ida
):
    as_asha.post(form_url(assignment), {"reason": WHY})

    made = Contest.objects.get()
    assert (made.item, made.reason, made.is_open) == ("i9", WHY, True)
    assert AuditEntry.objects.get(verb="contest").detail["item"] == "i9"
    feedback = as_asha.get(reverse("training:feedback", args=[assignment.pk])).text
    assert "You contested this score on" in feedback
    assert "waits for an answer" in feedback
    assert form_url(assignment) not in feedback
    assert "waits for an answer" in as_asha.get(reverse("training:home")).text
    client.force_login(ida.user)
    assert answer_url(made) in client.get(reverse("panels:queue")).text


@pytest.mark.parametrize(
    ("reason", "found"),
    [
        ("", "This field is required"),
        ("x" * 1001, "at most 1000 characters"),
        ('She said "no".', "Found the quotation mark"),
        ("See https://example.org", "Found markup or an address"),
    ],
)
def test_a_contest_that_cannot_be_taken_keeps_what_was_typed(
    as_asha, coding, assignment, reason, found
):
    page = as_asha.post(form_url(assignment), {"reason": reason})

    assert page.status_code == 422
    assert found in page.text
    assert page.context["form"]["reason"].value() == reason
    assert not Contest.objects.exists()


def test_one_contest_of_a_score_may_be_open_at_a_time(as_asha, contest, assignment):
    page = as_asha.post(form_url(assignment), {"reason": WHY})

    assert page.status_code == 422
    assert "You have contested this score already" in page.text
    assert Contest.objects.count() == 1


def test_nobody_contests_before_gold_may_be_seen(client, asha, ben, version, gold, assignment):
    client.force_login(asha.user)
    assert client.get(form_url(assignment)).status_code == 404

    sitting = assign(ben, version, exam=make_exam(ben.agency))
    hand_in(ben, sitting, gold.scores)
    client.force_login(ben.user)
    assert client.post(form_url(sitting), {"reason": WHY}).status_code == 404


def test_others_cannot_contest(client, coding, assignment, ben, cara, tom):
    for person, status in [(ben, 404), (cara, 404), (tom, 403)]:
        client.force_login(person.user)
        assert client.post(form_url(assignment), {"reason": WHY}).status_code == status
    assert not Contest.objects.exists()


def test_a_question_that_does_not_exist_is_404(as_asha, coding, assignment):
    assert as_asha.get(form_url(assignment, "i99")).status_code == 404


def test_gold_stands_with_an_explanation(client, as_asha, contest, assignment, ida):
    client.force_login(ida.user)
    told = "Document 3 tells that they had met only online, which the rule does not count."

    shown = client.get(answer_url(contest)).text
    client.post(answer_url(contest), {"outcome": "gold_stands", "answer": told})

    assert WHY in shown
    assert "Asha" not in shown
    contest.refresh_from_db()
    assert (contest.outcome, contest.answer) == ("gold_stands", told)
    assert contest.answered_by == ida.membership
    assert AuditEntry.objects.get(verb="contest_answered").actor == ida.user
    client.force_login(contest.coding.assessor.user)
    feedback = client.get(reverse("training:feedback", args=[assignment.pk])).text
    assert told in feedback
    assert "The gold score stands" in feedback
    assert "The gold score stands" in client.get(reverse("training:home")).text


def test_an_answer_must_square_with_the_gold_in_force(client, contest, ida):
    client.force_login(ida.user)

    page = client.post(answer_url(contest), {"outcome": "gold_changed", "answer": "It was wrong."})

    assert page.status_code == 422
    contest.refresh_from_db()
    assert contest.is_open


@pytest.mark.parametrize("kind", ["changed", "accepted"])
def test_after_a_correction_the_answer_says_so(client, contest, gold, tom, kind):
    given = 1 - gold.scores["i9"]
    if kind == "changed":
        correct(gold, tom.agency, changed={"i9": given}, corrected_because="A rule was misread")
    else:
        correct(gold, tom.agency, accepted={"i9": [given]})
    client.force_login(tom.user)
    outcome = {"changed": "gold_changed", "accepted": "also_accepted"}[kind]

    client.post(answer_url(contest), {"outcome": outcome, "answer": "You were right."})

    contest.refresh_from_db()
    assert contest.outcome == outcome


def test_an_answered_contest_is_not_answered_again(client, contest, tom):
    client.force_login(tom.user)
    fields = {"outcome": "gold_stands", "answer": "The record decides."}
    client.post(answer_url(contest), fields)

    again = client.post(answer_url(contest), fields | {"answer": "Otherwise."})

    contest.refresh_from_db()
    assert contest.answer == "The record decides."
    assert "Answered on" in again.text


@pytest.mark.parametrize(("role", "status"), [("assessor", 404), ("expert", 404), ("analyst", 404)])
def test_other_roles_find_no_contest_to_answer(client, contest, north, role, status):
    client.force_login(make_person("Rea", north, role).user)

    assert client.get(answer_url(contest)).status_code == status


def test_another_agency_finds_no_contest(client, contest, south):
    client.force_login(make_person("Sol", south, Role.COORDINATOR).user)

    assert client.post(answer_url(contest), {"outcome": "gold_stands"}).status_code == 404


def test_a_contest_may_have_experts_code_the_case_again(client, contest, ida, north, gold, version):
    experts = make_experts(north, "Zelda", "Quill")
    client.force_login(ida.user)
    opening = f"{reverse('panels:open', args=[version.pk])}?contest={contest.pk}"
    fields = {
        "tool": contest.coding.tool,
        "experts": [expert.membership.pk for expert in experts],
        "because": client.get(opening).context["form"]["because"].value(),
    }

    client.post(opening, fields)

    contest.refresh_from_db()
    assert contest.panel.opened_because.startswith("An assessor contested: 9.")
    waiting = client.get(answer_url(contest))
    assert "Experts code the case again" in waiting.text
    assert waiting.context["form"] is None
    for expert in experts:
        code(contest.panel, expert, gold.scores)
    decide(Panel.objects.get(pk=contest.panel_id), ida)
    assert "Publish its decision first" in client.get(answer_url(contest)).text


def test_a_coordinator_opens_a_panel_without_a_contest_and_an_adjudicator_does_not(
    client, tom, ida, version
):
    url = reverse("panels:open", args=[version.pk])
    client.force_login(tom.user)
    assert client.get(url).status_code == 200
    client.force_login(ida.user)
    assert client.get(url).status_code == 403


def test_the_database_refuses_a_second_open_contest_and_half_an_answer(contest):
    with pytest.raises(IntegrityError), transaction.atomic():
        Contest.objects.create(
            agency=contest.agency, coding=contest.coding, gold=contest.gold, item="i9", reason=WHY
        )
    contest.answer = "Half."
    with pytest.raises(IntegrityError), transaction.atomic():
        contest.save()
