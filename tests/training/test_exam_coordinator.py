"""Exams for the coordinator: the list, one attempt, more time, and the rules forms are drawn by."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from tests.factories import make_person
from tests.training.exam_bank import (
    enrol,
    hand_in_all,
    make_bank,
    open_cases,
    rule_exams,
)
from tests.training.factories import TOOL, hand_in
from training.actions.forms import draw_exam
from training.actions.sitting import end_exam
from training.models import DeviceSighting, ExamRules, TimeExtension


def words_of(response):
    return " ".join(response.text.split())


def url(name, exam):
    return reverse(f"training:{name}", args=[exam.pk])


@pytest.fixture
def exam(asha):
    make_bank(asha.agency)
    enrolment = enrol(asha)
    rule_exams(enrolment)
    return draw_exam(enrolment=enrolment, tool=TOOL, at=now(), seed=1)


@pytest.mark.parametrize("name", ["sittings", "exam_rules"])
def test_lists_are_for_coordinators(client, asha, ana, tom, name):
    address = reverse(f"training:{name}")

    assert client.get(address).status_code == 302
    for person, status in [(asha, 403), (ana, 403), (tom, 200)]:
        client.force_login(person.user)
        assert client.get(address).status_code == status


def test_sittings_list_every_attempt_in_the_same_queries(
    as_tom, ben, exam, django_assert_max_num_queries
):
    with django_assert_max_num_queries(40) as few:
        assert "0 of 4" in words_of(as_tom.get(reverse("training:sittings")))
    for person in (ben, make_person("Dan", ben.agency)):
        enrolled = enrol(person)
        draw_exam(enrolment=enrolled, tool=TOOL, at=now())

    with django_assert_max_num_queries(len(few)):
        as_tom.get(reverse("training:sittings"))


def test_a_sitting_shows_minutes_and_what_was_counted(as_tom, asha, exam):
    case = open_cases(exam, minutes_ago=30)[0]
    hand_in(asha, case, {}, eligibility="no")
    DeviceSighting.objects.create(assignment=case, device="a" * 32, times_left=3)

    page = words_of(as_tom.get(url("sitting", exam)))

    assert '<td class="number">30</td>' in page
    assert "out of sight 3 times" in page
    assert "None of this proves anything" in page


def test_more_time_is_given_with_a_reason_and_seen_by_the_assessor(as_tom, client, asha, exam):
    case = open_cases(exam)[0]
    fields = {
        "for": "case",
        "case-case": case.pk,
        "case-minutes": 20,
        "case-reason": "Fire drill.",
    }

    given = as_tom.post(url("more_time", exam), fields)
    days = as_tom.post(
        url("more_time", exam), {"for": "exam", "exam-days": 2, "exam-reason": "Illness."}
    )

    assert given.headers["Location"] == days.headers["Location"] == url("sitting", exam)
    assert TimeExtension.objects.count() == 2
    client.force_login(asha.user)
    page = words_of(client.get(url("exam", exam)))
    assert "Fire drill." in page
    assert "Illness." in page


def test_more_time_needs_a_reason(as_tom, exam):
    refused = as_tom.post(url("more_time", exam), {"for": "exam", "exam-days": 2})

    assert refused.status_code == 422
    assert not TimeExtension.objects.exists()


def test_more_time_is_refused_for_a_closed_exam(as_tom, asha, exam):
    hand_in_all(asha, exam)
    end_exam(exam=exam, at=now())

    refused = as_tom.post(
        url("more_time", exam), {"for": "exam", "exam-days": 2, "exam-reason": "Late."}
    )

    assert refused.status_code == 409


@pytest.mark.parametrize("name", ["sitting", "more_time"])
def test_a_sitting_is_hidden_from_other_agencies_and_other_roles(client, south, asha, exam, name):
    away = make_person("Sol", south, "coordinator")
    send = client.get if name == "sitting" else client.post

    client.force_login(away.user)
    assert send(url(name, exam)).status_code == 404
    client.force_login(asha.user)
    assert send(url(name, exam)).status_code == 403


def rules_url(enrolment, tool=TOOL):
    return reverse("training:exam_rules_edit", args=[enrolment.programme.pk, tool])


def filled(**changes):
    fields = {
        "cases": 10,
        "most_cases": 20,
        "minutes_per_case": 45,
        "window_days": 14,
        "attempts": 3,
        "pause_days": 7,
        "most_exposed": 50,
        "is_open_book": "on",
        "not_usable": "",
    }
    return fields | changes


def test_rules_begin_with_the_defaults_and_every_change_is_a_new_row(as_tom, asha):
    enrolment = enrol(asha)
    address = rules_url(enrolment)

    page = as_tom.get(address)
    as_tom.post(address, filled())
    asked = {"bands-IVb": 2, "scorable": 3, "rules": ["S99R-I9-IMG"]}
    as_tom.post(address, filled(cases=6, **asked))

    assert "These are the defaults" in page.text
    assert page.context["form"].initial["minutes_per_case"] == 45
    assert [one.cases for one in ExamRules.objects.order_by("pk")] == [10, 6]
    newest = ExamRules.objects.last()
    assert newest.blueprint == {"bands": {"IVb": 2}, "scorable": 3, "rules": ["S99R-I9-IMG"]}
    assert as_tom.get(address).context["form"].initial["scorable"] == 3


def test_rules_that_did_not_change_make_no_row(as_tom, asha):
    address = rules_url(enrol(asha))

    as_tom.post(address, filled())
    as_tom.post(address, filled())

    assert ExamRules.objects.count() == 1


def test_rules_say_what_the_bank_lacks_for_them(as_tom, asha):
    make_bank(asha.agency, 6)

    saved = as_tom.post(rules_url(enrol(asha)), filled(), follow=True)

    assert "needs 10 cases that this person has not met, and 6 are left" in words_of(saved)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"most_cases": 5}, "5 is less than the 10 cases at first"),
        ({"bands-I": 8, "not_usable": 3}, "Together 11 cases are asked for"),
        ({"scorable": 9, "not_usable": 2}, "Together 11 cases are asked for"),
        ({"cases": ""}, "This field is required"),
        ({"rules": ["S99R-NONE"]}, "not one of the available choices"),
    ],
)
def test_rules_that_cannot_be_are_refused(as_tom, asha, changes, sentence):
    refused = as_tom.post(rules_url(enrol(asha)), filled(**changes))

    assert refused.status_code == 422
    assert sentence in words_of(refused)
    assert not ExamRules.objects.exists()


def test_rules_are_hidden_from_other_agencies_and_for_other_tools(client, tom, south, asha):
    address = rules_url(enrol(asha))
    client.force_login(make_person("Sol", south, "coordinator").user)
    assert client.get(address).status_code == 404
    client.force_login(tom.user)
    assert client.get(address.replace(TOOL, "cport")).status_code == 404
