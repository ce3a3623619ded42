"""Letters to the holder when a certificate is issued or revoked."""

import pytest
from django.core import mail

from reliability.actions.certifying import issue, rename, revoke
from tests.reliability.certificates import certify

pytestmark = pytest.mark.usefixtures("unscoped", "badge_keys")


def test_the_holder_is_told_of_an_issue_once(asha, tom):
    credential = certify(asha, tom)
    issue(decision=credential.decision, actor=tom.membership)

    (letter,) = mail.outbox
    assert letter.to == [asha.user.email]
    assert letter.subject == "Your certificate for Static-99R"
    assert f"https://training.example/verify/{credential.code}/" in letter.body
    assert credential.valid_until.isoformat() in letter.body


def test_the_holder_is_told_of_a_revocation_once_and_why(asha, tom):
    credential = certify(asha, tom)
    asha.user.name = "Asha Other"
    asha.user.save()
    rename(credential=credential, actor=asha.user)
    mail.outbox.clear()

    revoke(credential=credential, actor=tom.membership, because="Issued in error.")

    (letter,) = mail.outbox
    assert letter.subject == "Your certificate for Static-99R was revoked"
    assert "Issued in error." in letter.body


def test_letters_are_in_the_language_of_the_holder(asha, tom):
    asha.user.language = "fr-ca"
    asha.user.save()

    certify(asha, tom)

    assert mail.outbox[0].subject == "Votre certificat pour Statique-99R"


def test_who_may_not_sign_in_is_not_written_to(asha, tom):
    asha.user.is_active = False
    asha.user.save()

    certify(asha, tom)

    assert mail.outbox == []
