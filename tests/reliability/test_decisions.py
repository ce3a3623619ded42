"""The pages of decisions: for the assessor, for those who decide, and for nobody else."""

import pytest
from django.urls import reverse

from agencies.models import Role
from reliability.actions.deciding import confirm, decide_exam, override
from reliability.models import Decision
from tests.factories import make_person
from tests.reliability.deciding import (
    OFTEN_WRONG,
    SLIPS,
    correct_gold,
    decided,
    sat_exam,
)
from tests.training.factories import TOOL

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def uma(north):
    """North's agency admin."""
    return make_person("Uma", north, Role.AGENCY_ADMIN)


def page(client, person, decision, **more):
    client.force_login(person.user)
    return client.get(reverse("reliability:decision", args=[decision.pk]), **more)


def act(client, person, decision, name, **fields):
    client.force_login(person.user)
    address = {"answer": "answer_appeal"}.get(name, f"{name}_decision")
    told = {f"{name}-{field}": value for field, value in fields.items()}
    return client.post(reverse(f"reliability:{address}", args=[decision.pk]), told)


def confirmed(person, by, wrong=()):
    return confirm(decision=decided(person, wrong), by=by.membership, reason="As computed.")


def text_of(response):
    return " ".join(response.content.decode().split())


def test_result_page_tells_a_computed_pass_with_its_doubt(client, asha):
    shown = text_of(page(client, asha, decided(asha)))

    assert "Passed, by the policy. A coordinator is to confirm it." in shown
    assert "100 % of the items that count were scored like gold." in shown
    assert "I object to this decision" not in shown


def test_result_page_of_not_yet_names_rules_and_the_next_attempt_but_no_score(client, asha, tom):
    decision = confirmed(asha, tom, OFTEN_WRONG)

    shown = text_of(page(client, asha, decision))

    assert "Not yet, decided on" in shown
    assert "These rules are worth reading again" in shown
    assert "The next attempt may begin from" in shown
    assert "case-0" not in shown
    assert "Case by case" not in shown


def test_result_page_names_no_rule_on_fewer_than_three_answers(client, asha, tom):
    two = ({"i5": 1}, {"i5": 1}, *({"i1": 1, "i2": 1, "i9": 1},) * 8)

    shown = text_of(page(client, asha, confirmed(asha, tom, two)))

    assert "S99R-I5" not in shown


def test_a_running_exam_tells_no_conditions_and_no_rules_to_its_assessor(client, asha):
    shown = text_of(page(client, asha, decided(asha, SLIPS)))

    assert "Undecided so far: more cases were added to your exam." in shown
    assert "Go on with the exam" in shown
    assert "The conditions of the policy" not in shown


def test_coordinator_sees_cases_conditions_and_confirms(client, asha, tom):
    decision = decided(asha)
    shown = text_of(page(client, tom, decision))
    assert "Case by case, in answers that count" in shown
    assert "9 of 9" in shown

    response = act(client, tom, decision, "confirm", reason="As the policy says.")

    standing = Decision.objects.get(followed_by=None)
    assert response.url == reverse("reliability:decision", args=[standing.pk])
    assert (standing.basis, standing.by) == ("confirmed", tom.membership)


def test_without_a_reason_nothing_is_confirmed(client, asha, tom):
    decision = decided(asha)

    response = act(client, tom, decision, "confirm", reason="")

    assert response.status_code == 422
    assert Decision.objects.count() == 1


def test_a_person_decides_otherwise_with_a_reason(client, asha, uma):
    decision = decided(asha)

    act(client, uma, decision, "override", outcome="not_yet", reason="A form was mixed up.")

    assert "A form was mixed up." in text_of(page(client, asha, Decision.objects.latest("pk")))


def test_the_second_of_two_is_told_and_led_to_what_stands(client, asha, tom, uma):
    decision = decided(asha)
    made = override(decision=decision, outcome="not_yet", by=uma.membership, reason="So.")

    response = act(client, tom, decision, "confirm", reason="Fine.")

    assert response.url == reverse("reliability:decision", args=[made.pk])
    shown = text_of(client.get(response.url))
    assert "Somebody decided on this exam while the page was open." in shown


def test_outsiders_get_404_signed_out_people_the_door_and_colleagues_nothing(
    client, asha, ben, cara, ana, tom, south
):
    decision = confirmed(asha, tom)
    away = make_person("Sol", south, Role.COORDINATOR)
    address = reverse("reliability:decision", args=[decision.pk])
    assert client.get(address).url.startswith(reverse("account_login"))

    for person in (ben, cara, ana, away):
        assert page(client, person, decision).status_code == 404
    assert act(client, away, decision, "confirm", reason="So.").status_code == 404
    assert act(client, cara, decision, "appeal", reason="So.").status_code == 404
    for person in (ben, asha, ana):
        assert act(client, person, decision, "confirm", reason="So.").status_code == 403
        assert client.get(reverse("reliability:decisions")).status_code == 403


def test_nobody_decides_on_their_own_exam(client, asha, north):
    decision = decided(asha)
    asha.user.memberships.create(agency=north, role=Role.COORDINATOR)

    response = act(client, asha, decision, "confirm", reason="I did well.")

    assert response.status_code == 409
    assert "Nobody decides on their own exam." in text_of(response)


def test_list_shows_what_waits_and_its_queries_do_not_grow(
    client, asha, ben, tom, north, django_assert_max_num_queries
):
    decided(asha)
    client.force_login(tom.user)
    with django_assert_max_num_queries(60) as first:
        shown = text_of(client.get(reverse("reliability:decisions")))
    assert "To confirm, or to decide" in shown
    assert "Asha" in shown

    for name in ("Dan", "Eli"):
        decide_again(make_person(name, north))
    with django_assert_max_num_queries(len(first)) as then:
        client.get(reverse("reliability:decisions"))

    assert len(then) == len(first)


def decide_again(person):
    """Another person of the agency, on the bank that is there."""
    from django.utils.timezone import now

    from tests.reliability.deciding import hand_in_waiting
    from tests.training.exam_bank import enrol
    from training.actions.forms import draw_exam

    exam = draw_exam(enrolment=enrol(person), tool=TOOL, at=now(), seed=1)
    hand_in_waiting(person, exam)
    return decide_exam(exam=exam)


def test_a_corrected_gold_marks_the_decision_and_a_review_clears_it(client, asha, tom):
    decision = confirmed(asha, tom)
    version = decision.exam.assignments.first().version
    client.force_login(tom.user)
    assert "To review" not in text_of(client.get(reverse("reliability:decisions")))
    gold = correct_gold(version)

    assert "To review" in text_of(client.get(reverse("reliability:decisions")))
    assert "By the scores in force now the policy says: Passed." in text_of(
        page(client, tom, decision)
    )
    act(client, tom, decision, "review", outcome="passed", reason="One date; nothing else moves.")

    standing = Decision.objects.get(followed_by=None)
    assert (standing.basis, standing.outcome) == ("reviewed", "passed")
    assert gold.pk in {case["gold"] for case in standing.evidence["cases"]}
    assert "To review" not in text_of(client.get(reverse("reliability:decisions")))


def test_the_receipt_leads_to_the_decision(client, asha):
    exam = sat_exam(asha)
    decision = decide_exam(exam=exam)
    client.force_login(asha.user)

    shown = text_of(client.get(reverse("training:exam_receipt", args=[exam.pk])))

    assert reverse("reliability:decision", args=[decision.pk]) in shown


def test_a_confirmed_pass_is_offered_for_a_certificate(client, asha, tom):
    decision = confirmed(asha, tom)

    shown = text_of(page(client, tom, decision))

    assert reverse("reliability:issue_certificate", args=[decision.pk]) in shown


def test_the_page_is_there_in_french(client, asha, tom):
    decision = confirmed(asha, tom, OFTEN_WRONG)
    client.cookies["django_language"] = "fr-ca"

    shown = text_of(page(client, asha, decision))

    assert "Les conditions de la politique" in shown
    assert "The conditions of the policy" not in shown
