"""Reminders before a programme's due date."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from tests.reliability.certificates import confirmed
from tests.training.exam_bank import enrol
from training.actions.reminding import remind_due
from training.models import Enrolment, Programme

BEGAN = datetime(2026, 1, 5, 15, tzinfo=UTC)
DUE = datetime(2026, 3, 31, 15, tzinfo=UTC)


def days_before(n):
    return DUE - timedelta(days=n)


@pytest.fixture
def enrolment(asha):
    made = enrol(asha, due_on=DUE.date())
    Enrolment.objects.update(enrolled_at=BEGAN)
    made.refresh_from_db()
    return made


def test_reminders_go_out_on_their_days_each_once(asha, enrolment, settings):
    settings.BASE_URL = "https://training.example"

    told = {n: remind_due(days_before(n)) for n in range(40, -3, -1)}

    assert [n for n, sent in told.items() if sent] == [30, 7, 1]
    assert mail.outbox[0].to == [asha.user.email]
    assert mail.outbox[0].subject == "Static-99R certification is due in 30 days"
    assert mail.outbox[2].subject.endswith("in 1 day")
    assert "https://training.example/training/" in mail.outbox[0].body


def test_a_new_due_date_is_reminded_of_anew(enrolment):
    assert remind_due(days_before(7)) == 1
    enrolment.refresh_from_db()
    enrolment.due_on = (DUE + timedelta(days=2)).date()
    enrolment.save()

    assert remind_due(days_before(5)) == 1
    assert remind_due(days_before(5)) == 0


def test_a_reminder_reads_in_the_language_of_the_person(asha, enrolment):
    asha.user.language = "fr-ca"
    asha.user.save()

    remind_due(days_before(7))

    assert "dans 7 jours" in mail.outbox[0].subject


@pytest.mark.parametrize(
    "fields", [{"on_leave_since": DUE.date()}, {"left_at": BEGAN}, {"due_on": None}]
)
def test_nobody_on_leave_or_gone_is_reminded(enrolment, fields):
    Enrolment.objects.update(**fields)

    assert remind_due(days_before(7)) == 0


def test_a_programme_that_is_over_reminds_nobody(enrolment):
    Programme.objects.update(closed_at=BEGAN)

    assert remind_due(days_before(7)) == 0


def test_whoever_has_passed_everything_is_not_reminded(asha, tom, enrolment):
    decision = confirmed(asha, tom)
    decision.exam.enrolment = enrolment
    decision.exam.save()

    assert remind_due(days_before(7)) == 0


def test_a_reminder_that_could_not_be_sent_is_sent_later(enrolment, monkeypatch):
    def unreachable(*_):
        raise OSError("no mail server")

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", unreachable)
        assert remind_due(days_before(7)) == 0

    assert remind_due(days_before(7)) == 1


def test_a_short_enrolment_is_not_reminded_at_its_start(enrolment):
    Enrolment.objects.update(enrolled_at=days_before(6))

    assert remind_due(days_before(6)) == 0
    assert remind_due(days_before(1)) == 1
