"""Keys, tokens and secrets are changed while work goes on: the new beside the old, then alone."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.timezone import localdate
from django_scopes import scopes_disabled

from agencies import api_tokens
from agencies.actions.joining import Wanted, invite, token_of
from agencies.actions.telling import tell
from agencies.actions.tokens import end_token, make_token
from agencies.actions.webhooks import add_webhook, end_webhook
from agencies.models import Role, WebhookDelivery
from config import environment
from tests.factories import make_person

pytestmark = pytest.mark.django_db

NEW = "the-key-that-signs-from-now-on-of-fifty-characters-or-more"


@pytest.fixture
def signed(client, asha, tom, north):
    """What the present key signed: a sign-in, an invitation, a link for a forgotten password."""
    with scopes_disabled():
        wanted = Wanted("kim@north.example", Role.ASSESSOR)
        token = token_of(invite(agency=north, wanted=wanted, by=tom.user))
    client.force_login(asha.user)
    mail.outbox.clear()
    Client().post(reverse("account_reset_password"), {"email": asha.user.email})
    (link,) = re.findall(r"https?://\S+", mail.outbox[0].body)
    return token, link


def opened(client, signed):
    """What of it opens: the page of an account, of an invitation, of a new password."""
    token, link = signed
    other = Client()
    return (
        client.get(reverse("agencies:account")).status_code,
        other.get(reverse("agencies:invitation", args=[token])).status_code,
        "password1" in other.get(re.sub(r"^https?://[^/]+", "", link), follow=True).text,
    )


def test_sessions_and_links_go_on_while_the_key_before_is_named(client, signed):
    assert opened(client, signed) == (200, 200, True)

    with override_settings(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert opened(client, signed) == (200, 200, True)
        # What is signed now is signed with the new key, so the old one can be taken away later.
        assert client.get(reverse("agencies:account")).status_code == 200
    with override_settings(SECRET_KEY=NEW):
        account, invitation, password = opened(client, signed)
        assert (account, password) == (200, False)
        assert invitation == 404


def test_without_the_key_before_everybody_is_signed_out(client, signed):
    with override_settings(SECRET_KEY=NEW):
        assert opened(client, signed) == (302, 404, False)


@pytest.mark.parametrize("told", ["first-key,second-key", "first-key\nsecond-key\n"])
def test_keys_before_come_from_the_environment_or_a_file(monkeypatch, tmp_path, told):
    monkeypatch.delenv("SECRET_KEY_FALLBACKS", raising=False)
    assert environment.secret_keys_before() == []

    (tmp_path / "before").write_text(told)
    monkeypatch.setenv("SECRET_KEY_FALLBACKS_FILE", str(tmp_path / "before"))

    assert environment.secret_keys_before() == ["first-key", "second-key"]


def test_a_token_is_replaced_without_a_gap(ana):
    told = {"membership": ana.membership, "scopes": ["studies:read"], "until": localdate()}
    with scopes_disabled():
        old, old_secret = make_token(name="Import", **told)
        new, new_secret = make_token(name="Import 2", **told)

        assert api_tokens.find(old_secret) == old
        assert api_tokens.find(new_secret) == new
        end_token(token=old, by=ana.user)

        assert api_tokens.find(old_secret) is None
        assert api_tokens.find(new_secret) == new


def test_the_secret_of_a_webhook_is_replaced_without_a_gap(north, settings):
    """Two webhooks to one address for a while: each message comes twice, once by each secret."""
    ned = make_person("Ned", north, Role.AGENCY_ADMIN).membership
    url, events = "https://hooks.example.org/in", ["decision"]
    with scopes_disabled():
        old, old_secret = add_webhook(url=url, events=events, by=ned)
        new, new_secret = add_webhook(url=url, events=events, by=ned)
        assert old_secret != new_secret

        assert tell(agency=north, event="decision", key="decision-1", body={}) == 2
        end_webhook(webhook=old, by=ned.user)
        assert tell(agency=north, event="decision", key="decision-2", body={}) == 1

        (last,) = WebhookDelivery.objects.filter(key="decision-2")
    assert last.webhook == new
