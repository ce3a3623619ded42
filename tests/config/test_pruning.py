"""Leftovers go after their days, and nothing else does; without --do they are only counted."""

from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.utils.timezone import now
from django_scopes import scopes_disabled
from django_tasks_db.models import DBTaskResult

from agencies.actions.telling import post
from agencies.actions.webhooks import add_webhook
from agencies.models import AuditEntry, Invitation, Role, WebhookDelivery
from config import environment, jobs, pruning
from config.models import Schedule
from tests.factories import make_person

pytestmark = pytest.mark.django_db

KEPT_FOR_GOOD = {
    *("training.coding", "training.rating", "reliability.decision", "reliability.credential"),
    *("agencies.auditentry", "agencies.auditseal", "agencies.user", "agencies.membership"),
    *("reliability.appeal", "reliability.alert", "reliability.reportedition"),
    *("vignettes.goldcoding", "vignettes.expertcoding", "training.exam"),
}


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def leftovers(north, asha, ben, tom):
    """One old thing and one young thing of each kind."""
    ned = make_person("Ned", north, Role.AGENCY_ADMIN).membership
    webhook, _ = add_webhook(url="https://hooks.example.org/in", events=["decision"], by=ned)
    for name, days in (("old", 400), ("young", 1)):
        at = now() - timedelta(days=days)
        Session.objects.create(session_key=name, session_data="", expire_date=at)
        UserSession.objects.create(
            user=asha.user, ip="192.0.2.1", session_key=name, last_seen_at=at
        )
        Invitation.objects.create(
            agency=north,
            email=f"{name}@north.example",
            role=Role.ASSESSOR,
            invited_by=tom.user,
            expires_at=at,
        )
        result = DBTaskResult.objects.create(
            args_kwargs={"args": [], "kwargs": {}},
            task_path="config.jobs.reap",
            backend_name="default",
            priority=0,
            status="SUCCESSFUL",
        )
        DBTaskResult.objects.filter(pk=result.pk).update(finished_at=at)
        post(webhook=webhook, event="decision", key=name, body={})
        WebhookDelivery.objects.filter(key=name).update(made_at=at, next_try_at=None)
    Session.objects.filter(session_key="young").update(expire_date=now() + timedelta(hours=1))
    EmailAddress.objects.create(user=ben.user, email="ben@elsewhere.example")
    ben.user.erased_at = now()
    ben.user.save()


def due():
    return {kind.name: n for kind, n in pruning.counted(now()) if n}


ALL_DUE = {"sessions": 1, "sign_ins": 1, "invitations": 1, "jobs": 1, "messages": 1, "erased": 2}


def test_without_do_nothing_goes(leftovers):
    out = StringIO()

    call_command("prune", stdout=out)

    assert due() == ALL_DUE
    assert "Nothing was deleted" in out.getvalue()
    assert "      1  invitations not taken up; they go after 90 days" in out.getvalue()
    assert not AuditEntry.objects.filter(verb="prune").exists()


def test_with_do_the_old_go_and_the_young_stay(leftovers, asha):
    call_command("prune", "--do", stdout=StringIO())

    assert due() == {}
    assert [one.session_key for one in UserSession.objects.all()] == ["young"]
    assert [one.email for one in Invitation.objects.all()] == ["young@north.example"]
    assert [one.key for one in WebhookDelivery.objects.all()] == ["young"]
    assert Session.objects.filter(session_key="young").exists()
    assert not EmailAddress.objects.filter(email="ben@elsewhere.example").exists()
    asha.user.refresh_from_db()
    (entry,) = AuditEntry.objects.filter(verb="prune")
    assert entry.detail == ALL_DUE
    assert (entry.actor, entry.agency) == (None, None)


def test_pruning_again_leaves_no_second_row(leftovers):
    for _ in range(2):
        jobs.prune.call()

    assert AuditEntry.objects.filter(verb="prune").count() == 1


def test_a_worker_does_it_every_day():
    schedule = Schedule.objects.get(name="prune")

    assert (schedule.task, schedule.every, schedule.enabled) == ("config.jobs.prune", 86400, True)


def test_nought_days_keep_for_good(leftovers, settings):
    settings.DAYS_KEPT = dict.fromkeys(settings.DAYS_KEPT, 0)

    assert due() == {"sessions": 1, "erased": 2}


def test_days_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("PRUNE_SIGN_INS_DAYS", "7")
    assert environment.days_kept()["sign_ins"] == 7

    monkeypatch.setenv("PRUNE_SIGN_INS_DAYS", "a week")
    with pytest.raises(ImproperlyConfigured, match="PRUNE_SIGN_INS_DAYS"):
        environment.days_kept()


def test_no_kind_touches_what_is_kept_for_good():
    assert {model._meta.label_lower for model in apps.get_models()} >= KEPT_FOR_GOOD

    touched = {
        found.model._meta.label_lower for kind in pruning.kinds() for found in kind.due(now())
    }
    assert not touched & KEPT_FOR_GOOD
