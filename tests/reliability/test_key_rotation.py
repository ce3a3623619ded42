"""Keys of badges: one that somebody else has is withdrawn, one that was lost is done without."""

import json
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils.timezone import now

from agencies.models import AuditEntry
from reliability.actions.certifying import revoke
from reliability.credentials import keys
from reliability.credentials.verifying import BadgeRefusedError, verified
from tests.reliability.certificates import certify

pytestmark = pytest.mark.usefixtures("unscoped", "badge_keys")


def said(*words):
    out = StringIO()
    call_command("badge_keys", *words, stdout=out)
    return out.getvalue()


def test_a_key_that_somebody_else_has_is_withdrawn(client, asha, ben, tom):
    credential, gone = certify(asha, tom), certify(ben, tom)
    revoke(credential=gone, actor=tom.membership, because="Issued in error.")
    stolen, old = keys.public_keys()[0]["kid"], credential.badge
    mail.outbox.clear()

    said("--rotate")
    assert "signed anew" not in said("--withdraw", stolen)
    assert stolen not in client.get(reverse("verify:keys")).text
    assert said("--sign-anew").startswith("1 badges were signed anew.")

    credential.refresh_from_db()
    published = client.get(reverse("verify:keys")).json()
    with pytest.raises(BadgeRefusedError, match="not among the 1 public keys"):
        verified(old, published, now())
    told = verified(credential.badge, published, now())
    assert (told.holder_name, told.key_id) == ("Asha", published["keys"][0]["kid"])
    assert credential.code in reverse("verify:certificate", args=[credential.code])
    assert client.get(reverse("verify:certificate", args=[credential.code])).status_code == 200
    (letter,) = mail.outbox
    assert letter.to == [asha.user.email]
    assert "download the badge again" in letter.body.replace("\n", " ")
    assert AuditEntry.objects.filter(verb="badge_signed_anew").count() == 1


def test_signing_anew_twice_changes_nothing(asha, tom):
    certify(asha, tom)

    assert said("--sign-anew").startswith("0 badges")


def test_a_lost_key_is_done_without(client, asha, tom, badge_keys):
    """The page goes on to verify; badges are signed with the new key."""
    credential = certify(asha, tom)
    badge_keys.unlink()

    page = client.get(reverse("verify:certificate", args=[credential.code]))
    assert "Asha" in page.text
    with pytest.raises(BadgeRefusedError):
        verified(credential.badge, keys.key_set(), now())

    assert said("--sign-anew").startswith("1 badges")
    credential.refresh_from_db()
    assert verified(credential.badge, keys.key_set(), now()).holder_name == "Asha"


def test_a_badge_signed_anew_is_the_same_badge(asha, tom, badge_keys):
    from joserfc import jws

    credential = certify(asha, tom)
    before = json.loads(jws.extract_compact(credential.badge.encode()).payload)
    badge_keys.unlink()
    said("--sign-anew")

    credential.refresh_from_db()
    assert json.loads(jws.extract_compact(credential.badge.encode()).payload) == before


@pytest.mark.parametrize("kid", ["signing", "unknown"])
def test_only_a_key_that_no_longer_signs_is_withdrawn(kid):
    signing = keys.public_keys()[0]["kid"]

    with pytest.raises(CommandError, match=r"Rotate first|There is no key"):
        said("--withdraw", signing if kid == "signing" else kid)


def test_keys_of_the_environment_are_changed_there(settings):
    settings.BADGE_KEYS = json.dumps(keys.new_set())

    with pytest.raises(CommandError, match="come from the environment"):
        said("--withdraw", "any")
