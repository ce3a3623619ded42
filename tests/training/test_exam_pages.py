"""The pages of a personal exam for who sits it, and for nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from tests.training.exam_bank import (
    enrol,
    hand_in_all,
    make_bank,
    open_cases,
    rule_exams,
)
from tests.training.factories import TOOL, hand_in
from training import verdicts
from training.actions.forms import draw_exam
from training.actions.sitting import end_exam
from training.models import Exam
from training.verdicts import Verdict


def words_of(response):
    return " ".join(response.text.split())


@pytest.fixture
def enrolment(asha):
    made = enrol(asha)
    rule_exams(made)
    return made


@pytest.fixture
def exam(asha, enrolment):
    make_bank(asha.agency)
    return draw_exam(enrolment=enrolment, tool=TOOL, at=now(), seed=1)


def start_url(enrolment, tool=TOOL):
    return reverse("training:exam_start", args=[enrolment.pk, tool])


def url(name, exam):
    return reverse(f"training:{name}", args=[exam.pk])


def test_start_tells_what_happens_and_begins_with_one_action(as_asha, asha, enrolment):
    make_bank(asha.agency)

    page = words_of(as_asha.get(start_url(enrolment)))
    begun = as_asha.post(start_url(enrolment))

    assert "4 cases that you have not met" in page
    assert "45 minutes from opening its file" in page
    assert "1 of 3" in page
    assert page.count("main-action") == 1
    exam = Exam.objects.get()
    assert begun.headers["Location"] == url("exam", exam)


def test_start_counts_the_time_factor_in(as_asha, asha):
    page = words_of(as_asha.get(start_url(enrol(asha, time_factor="1.50"))))

    assert "67 minutes from opening its file" in page
    assert "21 days" in page
    assert "multiplied by 1.50" in page


def test_start_says_what_is_asked_for_first_and_offers_no_button(as_asha, asha):
    make_bank(asha.agency)
    enrolment = enrol(asha, practice_cases=6)

    page = words_of(as_asha.get(start_url(enrolment)))

    assert "6 practice cases are left." in page
    assert "Begin the exam" not in page
    assert as_asha.post(start_url(enrolment)).status_code == 409
    assert not Exam.objects.exists()


def test_start_says_what_the_bank_lacks(as_asha, asha, enrolment):
    make_bank(asha.agency, 3, unusable=1)

    refused = as_asha.post(start_url(enrolment))

    assert refused.status_code == 409
    assert "needs 4 cases that this person has not met, and 3 are left" in words_of(refused)


def test_start_leads_to_the_attempt_that_is_open(as_asha, exam, enrolment):
    assert as_asha.get(start_url(enrolment)).headers["Location"] == url("exam", exam)
    assert as_asha.post(start_url(enrolment)).headers["Location"] == url("exam", exam)
    assert Exam.objects.count() == 1


def test_exam_shows_its_cases_and_the_time_left(as_asha, asha, exam):
    first, second = open_cases(exam, minutes_ago=40)[:2]
    hand_in(asha, second, {}, eligibility="no")

    page = words_of(as_asha.get(url("exam", exam)))

    assert f"Continue {first.version.title}" in page
    assert "1 of 4 cases handed in" in page
    assert "5 minutes left" in page


def test_opening_a_case_begins_its_clock_and_the_page_shows_its_end(as_asha, exam):
    case = exam.assignments.first()
    notice = reverse("training:notice", args=[case.pk])

    before = words_of(as_asha.get(notice))
    opened = as_asha.post(notice, follow=True)

    case.refresh_from_db()
    assert "You have 45 minutes from opening the file" in before
    assert timedelta(minutes=44) < case.due_at - now() <= timedelta(minutes=45)
    closes = int(case.due_at.timestamp() * 1000)
    assert f'data-closes="{closes}"' in opened.text


def test_a_case_of_a_closed_book_has_no_way_to_the_rules(as_asha, asha):
    make_bank(asha.agency)
    enrolment = enrol(asha)
    rule_exams(enrolment, is_open_book=False)
    exam = draw_exam(enrolment=enrolment, tool=TOOL, at=now())
    case = open_cases(exam)[0]

    page = as_asha.get(reverse("training:score", args=[case.pk])).text

    assert reverse("vignettes:rules", args=[TOOL]) not in page


def test_pausing_and_declining_lead_back_to_the_exam(as_asha, exam):
    case, other = open_cases(exam)[:2]
    key = {"submission_key": str(case.draft.submission_key)}

    paused = as_asha.post(reverse("training:score", args=[case.pk]), key | {"action": "pause"})
    declined = as_asha.post(reverse("training:decline", args=[other.pk]), {"reason": ""})

    assert paused.headers["Location"] == declined.headers["Location"] == url("exam", exam)


def test_cases_of_a_personal_exam_stand_on_its_own_page_only(as_asha, exam):
    page = as_asha.get(reverse("training:home")).text

    assert not any(one.version.title in page for one in exam.assignments.all())


def test_a_receipt_ends_the_exam_and_no_feedback_follows(as_asha, asha, exam):
    case = exam.assignments.first()
    hand_in_all(asha, exam)
    end_exam(exam=exam, at=now())

    over = as_asha.get(url("exam", exam), follow=True)
    feedback = as_asha.get(reverse("training:feedback", args=[case.pk]), follow=True)

    assert "4 of 4 cases" in words_of(over)
    assert "not decided yet" in words_of(over)
    assert "There is no feedback by item" in words_of(feedback)
    assert "gold" not in feedback.text.split("<main")[1]


def test_a_receipt_leads_to_the_decision_where_there_is_one(as_asha, asha, exam, monkeypatch):
    hand_in_all(asha, exam)
    told = Verdict("Passed", is_settled=True, is_passed=True, url="/decided/")
    monkeypatch.setattr(verdicts, "_readers", [lambda exam: told])

    page = as_asha.get(url("exam_receipt", exam)).text

    assert "Passed" in page
    assert 'href="/decided/"' in page
    assert 'href="/decided/"' in as_asha.get(reverse("training:home")).text


@pytest.mark.parametrize("name", ["exam", "exam_receipt"])
def test_an_exam_is_hidden_from_everybody_else(client, ben, cara, tom, exam, name):
    for person, status in [(ben, 404), (cara, 404), (tom, 403)]:
        client.force_login(person.user)
        assert client.get(url(name, exam)).status_code == status


def test_start_is_hidden_from_everybody_else(client, ben, cara, enrolment):
    for person in (ben, cara):
        client.force_login(person.user)
        assert client.get(start_url(enrolment)).status_code == 404
        assert client.post(start_url(enrolment)).status_code == 404


def test_no_page_of_an_exam_reads_gold(as_asha, asha, exam):
    hand_in(asha, exam.assignments.first(), {}, eligibility="no")
    running = [url("exam", exam), reverse("training:home")]
    with CaptureQueriesContext(connection) as queries:
        for address in running:
            assert as_asha.get(address).status_code == 200
        hand_in_all(asha, exam)
        assert as_asha.get(url("exam_receipt", exam)).status_code == 200

    told = ("scores", "rulings", "vignettes_evidencespan")
    read = [one["sql"] for one in queries if "vignettes_goldcoding" in one["sql"]]
    assert [sql for sql in read if any(f'"{name}"' in sql for name in told)] == []
