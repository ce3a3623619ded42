"""A clock that jumps during an exam: what was saved stays, and the record stays in its order."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scopes_disabled

from agencies.actions.sealing import seal_all
from agencies.audit_chain import chain_of, verify
from agencies.models import AuditEntry
from tests.training.exam_bank import ZEROS, enrol, make_bank, open_cases, rule_exams
from tests.training.factories import TOOL, answers_from, form_of, save
from training.actions.forms import draw_exam
from training.models import Coding
from training.tasks import close_due_exams


@pytest.fixture
def exam(asha):
    make_bank(asha.agency)
    enrolment = enrol(asha)
    rule_exams(enrolment)
    exam = draw_exam(enrolment=enrolment, tool=TOOL, at=now(), seed=1)
    exam.opens_at -= timedelta(days=20)
    exam.save()
    return exam


@pytest.fixture
def case(exam):
    """The first case, opened ten minutes ago."""
    return open_cases(exam, minutes_ago=10)[0]


def hand_in(client, case, answers):
    return client.post(reverse("training:score", args=[case.pk]), form_of(answers, case))


def set_clock(**by):
    return time_machine.travel(now() + timedelta(**by), tick=True)


def test_an_exam_goes_on_after_the_clock_was_set_back(as_asha, case):
    save(case, answers_from(ZEROS)[:4])

    with set_clock(hours=-3):
        as_asha.force_login(case.assessor.user)
        saved = as_asha.post(
            reverse("training:autosave", args=[case.pk]),
            {"question": "i4", "i4-value": "1", "i4-revision": "0"},
        )
        hand_in(as_asha, case, ZEROS | {"i4": 1})

    assert saved.status_code == 200
    coding = Coding.objects.get()
    assert not coding.by_clock
    assert coding.scores == ZEROS | {"i4": 1}


def test_an_exam_that_the_clock_ended_keeps_what_was_saved_and_says_so(as_asha, exam, case):
    save(case, answers_from(ZEROS)[:4])

    with set_clock(days=400):
        assert close_due_exams.call() > 0
        assert close_due_exams.call() == 0

    exam.refresh_from_db()
    coding = Coding.objects.get(assignment=case)
    assert exam.closed_at > now() + timedelta(days=390)
    assert coding.by_clock
    assert {item: coding.scores[item] for item in ("i1", "i2", "i3")} == {"i1": 0, "i2": 0, "i3": 0}


def test_the_record_keeps_its_order_whatever_the_clock_said(as_asha, exam, case):
    with set_clock(days=2):
        hand_in(as_asha, case, ZEROS)
        with scopes_disabled():
            seal_all()
    with set_clock(days=-2):
        as_asha.force_login(case.assessor.user)
        hand_in(as_asha, open_cases(exam, minutes_ago=-1)[0], ZEROS)
        with scopes_disabled():
            seal_all()
            times = [entry.at for entry in AuditEntry.objects.order_by("pk")]
            verdict = verify(chain_of(exam.agency))

    assert times != sorted(times)
    assert verdict.problem == ""
