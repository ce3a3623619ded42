"""System administration: every table is there, and the audit record is read only."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django_scopes import scope

from agencies.actions import record
from agencies.actions.joining import Wanted, invite
from agencies.actions.sealing import seal_all
from agencies.actions.telling import post
from agencies.actions.tokens import make_token
from agencies.actions.webhooks import add_webhook
from agencies.models import ApiToken, AuditEntry, Leave, SentOnce, User, Webhook
from tests.factories import PASSWORD


@pytest.fixture
def root_client(client, db):
    client.force_login(User.objects.create_superuser("root@example.org", PASSWORD, name="Root"))
    return client


def test_admin_sign_in_is_the_limited_one(client, db):
    response = client.get("/admin/login/")

    assert (response.status_code, response.url[:15]) == (302, "/account/login/")


def _program(person):
    """A token, an answer kept under its key, a webhook, and a message to it."""
    token, _ = make_token(
        membership=person.membership, name="Import", scopes=["score"], until=localdate()
    )
    SentOnce.objects.create(agency=person.agency, token=token, key="1", request_hash="-")
    url = "https://hooks.example.org/in"
    webhook, _ = add_webhook(url=url, events=["alert"], by=person.membership)
    post(webhook=webhook, event="alert", key="alert-1", body={})


@pytest.mark.parametrize("model", apps.get_app_config("agencies").get_models())
def test_admin_lists_and_opens_every_model(root_client, asha, model):
    with transaction.atomic():
        record(agency=asha.agency, actor=asha.user, verb="invited", obj=asha.membership)
    with scope(agency=asha.agency):
        invite(agency=asha.agency, wanted=Wanted("n@example.org", "expert"), by=asha.user)
        Leave.objects.create(agency=asha.agency, user=asha.user, since=localdate())
        _program(asha)
    seal_all()
    name = f"admin:{model._meta.label_lower.replace('.', '_')}"
    row = model._base_manager.first()

    assert model in admin.site._registry
    assert root_client.get(reverse(f"{name}_changelist")).status_code == 200
    assert root_client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200


def test_admin_makes_a_person(root_client):
    answer = {"email": "new@example.org", "name": "New", "usable_password": "true"}
    answer |= {"password1": PASSWORD, "password2": PASSWORD}

    root_client.post(reverse("admin:agencies_user_add"), answer)

    assert User.objects.get(email="new@example.org").check_password(PASSWORD)


def test_admin_cannot_touch_the_audit_record(root_client, asha):
    entry = record(agency=asha.agency, actor=asha.user, verb="invited", obj=asha.membership)

    assert root_client.get(reverse("admin:agencies_auditentry_add")).status_code == 403
    for page in ("change", "delete"):
        url = reverse(f"admin:agencies_auditentry_{page}", args=[entry.pk])
        assert root_client.post(url, {"verb": "revoked"}).status_code == 403
    assert AuditEntry._base_manager.get().verb == "invited"


def test_admin_shows_no_secret(root_client, asha):
    with scope(agency=asha.agency):
        _program(asha)
        token, webhook = ApiToken.objects.get(), Webhook.objects.get()

    shown = root_client.get(reverse("admin:agencies_apitoken_change", args=[token.pk])).text
    shown += root_client.get(reverse("admin:agencies_webhook_change", args=[webhook.pk])).text

    assert token.start in shown
    assert token.secret_hash not in shown
    assert webhook.secret not in shown
