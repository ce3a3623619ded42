from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from reliability.actions.certifying import rename, revoke
from reliability.actions.reminding import remind_expiring
from reliability.certification import default_policy
from reliability.models import Credential
from tests.reliability.certificates import certify
from training.models import Enrolment

pytestmark = pytest.mark.usefixtures("unscoped", "badge_keys")
ISSUED = datetime(2026, 3, 31, 15, tzinfo=UTC)
LAST_DAY = datetime(2028, 3, 31, 15, tzinfo=UTC)


def certified(*args, **fields):
    """A certificate whose letter of issue has been read."""
    credential = certify(*args, **fields)
    mail.outbox.clear()
    return credential


def days_before(n):
    return LAST_DAY - timedelta(days=n)


def test_reminders_go_out_on_their_days_each_once(asha, tom):
    certified(asha, tom, at=ISSUED)

    told = {n: remind_expiring(days_before(n)) for n in range(100, -3, -1)}

    assert [n for n, sent in told.items() if sent] == [90, 60, 30, 7]
    assert len(mail.outbox) == 4
    assert mail.outbox[0].to == [asha.user.email]
    assert mail.outbox[0].subject == "Your certificate for Static-99R expires in 90 days"
    assert "https://training.example/reliability/certificates/mine/" in mail.outbox[0].body
    assert Credential.objects.get().reminded_on == [90, 60, 30, 7]


def test_reminder_reads_in_the_language_of_its_holder(asha, tom):
    asha.user.language = "fr-ca"
    asha.user.save()
    certified(asha, tom, at=ISSUED)

    remind_expiring(days_before(7))

    assert "expire dans 7 jours" in mail.outbox[0].subject
    assert "jusqu'au 2028-03-31" in mail.outbox[0].body


def test_reminders_that_were_missed_make_one(asha, tom):
    certified(asha, tom, at=ISSUED)

    assert remind_expiring(days_before(20)) == 1
    assert remind_expiring(days_before(20)) == 0
    assert Credential.objects.get().reminded_on == [90, 60, 30]


def test_no_reminder_on_leave_but_on_return(asha, tom):
    certified(asha, tom, at=ISSUED)
    Enrolment.objects.update(on_leave_since=days_before(95).date())

    assert remind_expiring(days_before(60)) == 0
    Enrolment.objects.update(on_leave_since=None)
    assert remind_expiring(days_before(50)) == 1


def test_no_reminder_of_what_is_revoked_renewed_or_superseded(asha, ben, eva, tom):
    revoke(credential=certified(asha, tom, at=ISSUED), actor=tom.membership, because="In error.")
    certified(ben, tom, at=ISSUED)
    certified(ben, tom, at=days_before(40), attempt=2)
    credential = certified(eva, tom, at=ISSUED)
    credential.tool_version = "2003"
    credential.save()

    assert remind_expiring(days_before(30)) == 0


def test_no_reminder_to_who_may_not_sign_in(asha, tom):
    certified(asha, tom, at=ISSUED)
    asha.user.is_active = False
    asha.user.save()

    assert remind_expiring(days_before(30)) == 0


def test_one_reminder_where_there_are_two_copies(asha, tom):
    credential = certified(asha, tom)
    asha.user.name = "Asha Roy"
    asha.user.save()
    rename(credential=credential, actor=asha.user)
    soon = datetime.combine(credential.valid_until, ISSUED.timetz()) - timedelta(days=30)

    assert remind_expiring(soon) == 1
    assert "Hello Asha Roy" in mail.outbox[0].body


def test_short_certificate_has_no_reminder_at_its_issue(asha, tom):
    rules = default_policy("static-99r").model_dump(mode="json")
    rules["validity"]["months"] = 1
    certified(asha, tom, at=ISSUED, rules=rules)

    assert remind_expiring(ISSUED) == 0
    assert remind_expiring(ISSUED + timedelta(days=23)) == 1


def test_reminder_that_could_not_be_sent_is_sent_later(asha, tom, monkeypatch):
    certified(asha, tom, at=ISSUED)
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", fail)
        assert remind_expiring(days_before(30)) == 0

    assert Credential.objects.get().reminded_on == []
    assert remind_expiring(days_before(30)) == 1


def fail(*_):
    raise OSError("no connection to the mail server")
