"""Appeals: once, by the one concerned, answered by somebody else, on record."""

import pytest
from django.urls import reverse

from agencies.models import Role
from reliability.actions.appealing import answer_appeal, appeal
from reliability.actions.deciding import DecisionRefusedError, confirm, override
from reliability.models import Appeal, Decision
from tests.factories import make_person
from tests.reliability.deciding import OFTEN_WRONG, decided

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def uma(north):
    return make_person("Uma", north, Role.AGENCY_ADMIN)


@pytest.fixture
def refused(asha, tom):
    """A decision of Tom's: not yet."""
    return confirm(decision=decided(asha, OFTEN_WRONG), by=tom.membership, reason="As computed.")


def test_an_appeal_is_answered_by_another_and_may_change_the_decision(refused, asha, uma):
    made = appeal(decision=refused, by=asha.membership, reason="The window was cut short.")

    answer_appeal(appeal=made, by=uma.membership, answer="You are right.", outcome="passed")

    standing = Decision.objects.get(followed_by=None)
    assert (standing.basis, standing.outcome, standing.by) == ("appealed", "passed", uma.membership)
    assert standing.follows == refused
    assert Appeal.objects.get().answer == "You are right."


def test_an_answer_that_changes_nothing_makes_no_decision(refused, asha, uma):
    made = appeal(decision=refused, by=asha.membership, reason="I disagree.")

    answer_appeal(appeal=made, by=uma.membership, answer="The answers stand.", outcome="not_yet")

    assert Decision.objects.get(followed_by=None) == refused


def test_who_made_the_decision_answers_only_where_nobody_else_can(refused, asha, tom, uma):
    made = appeal(decision=refused, by=asha.membership, reason="I disagree.")
    with pytest.raises(DecisionRefusedError, match="You made this decision"):
        answer_appeal(appeal=made, by=tom.membership, answer="No.", outcome="not_yet")
    uma.user.is_active = False
    uma.user.save()

    answer_appeal(appeal=made, by=tom.membership, answer="No.", outcome="not_yet")

    assert Appeal.objects.get().answered_by == tom.membership


def test_an_exam_is_appealed_once(refused, asha, uma):
    made = appeal(decision=refused, by=asha.membership, reason="I disagree.")
    with pytest.raises(DecisionRefusedError, match="once"):
        appeal(decision=refused, by=asha.membership, reason="Again.")
    answer_appeal(appeal=made, by=uma.membership, answer="No.", outcome="not_yet")

    with pytest.raises(DecisionRefusedError, match="page was open"):
        answer_appeal(appeal=made, by=uma.membership, answer="Yes.", outcome="passed")


def test_a_computed_or_passing_decision_is_not_appealed(asha, tom):
    computed = decided(asha)
    with pytest.raises(DecisionRefusedError, match="No person has decided"):
        appeal(decision=computed, by=asha.membership, reason="Quick.")
    passed = confirm(decision=computed, by=tom.membership, reason="Fine.")

    with pytest.raises(DecisionRefusedError, match="nothing to appeal"):
        appeal(decision=passed, by=asha.membership, reason="Still.")


def test_nobody_appeals_for_another(refused, ben):
    with pytest.raises(DecisionRefusedError, match="Only the assessor"):
        appeal(decision=refused, by=ben.membership, reason="For Asha.")


def test_while_an_appeal_waits_nothing_is_decided_beside_it(refused, asha, uma):
    appeal(decision=refused, by=asha.membership, reason="I disagree.")

    with pytest.raises(DecisionRefusedError, match="appeal waits"):
        override(decision=refused, outcome="passed", by=uma.membership, reason="So.")


def test_the_whole_appeal_in_pages(client, refused, asha, tom, uma):
    client.force_login(asha.user)
    address = reverse("reliability:decision", args=[refused.pk])
    assert "I object to this decision" in client.get(address).content.decode()
    sent = {"appeal-reason": "The window was cut short."}
    client.post(reverse("reliability:appeal_decision", args=[refused.pk]), sent)
    assert "waits for an answer" in client.get(address).content.decode()

    client.force_login(tom.user)
    assert "Somebody else in your agency answers" in client.get(address).content.decode()
    client.force_login(uma.user)
    assert "Appeals to answer" in client.get(reverse("reliability:decisions")).content.decode()
    told = {"answer-outcome": "passed", "answer-answer": "You are right."}
    response = client.post(reverse("reliability:answer_appeal", args=[refused.pk]), told)

    client.force_login(asha.user)
    shown = client.get(response.url).content.decode()
    assert "Decided on appeal" in shown
    assert "You are right." in shown


def test_an_appeal_without_words_is_refused(client, refused, asha):
    client.force_login(asha.user)

    response = client.post(
        reverse("reliability:appeal_decision", args=[refused.pk]), {"appeal-reason": "  "}
    )

    assert response.status_code == 422
    assert not Appeal.objects.exists()
