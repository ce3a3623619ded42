"""Leftovers: what nobody needs any more after some days, counted or deleted.

Never codings of fictional cases, decisions, certificates or the audit record: those are kept, and
what becomes of them is the agency's decision. Each kind has its days in the environment
(PRUNE_..._DAYS), or a day of its own that an agency or a page has set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django_scopes import scopes_disabled

from agencies.actions import record
from agencies.actions.webhooks import old_messages
from agencies.models import Invitation, SentOnce
from config.jobs import old_results
from config.models import Schedule
from reliability.actions.studying.retention import ANSWERS_KEPT, OVER, forget_the_old
from reliability.models import Intake, ShareLink, Study, StudyCoding, StudyJob

Found = models.QuerySet[Any]
SCHEDULE = "prune"


@dataclass(frozen=True)
class Kind:
    """One kind of leftover: what it is, when it goes, and which rows are due now."""

    name: str
    what: str
    when: str
    due: Callable[[datetime], tuple[Found, ...]]
    delete: Callable[[datetime], int] | None = None
    """Where more is to be done than to delete the rows."""


def _past(name: str, at: datetime) -> datetime | None:
    """The moment before which leftovers of this kind are old; None where they are kept for good."""
    days = settings.DAYS_KEPT[name]
    return at - timedelta(days=days) if days else None


def _older(name: str, found: Found, field: str, at: datetime) -> Found:
    past = _past(name, at)
    return found.none() if past is None else found.filter(**{f"{field}__lt": past})


def _sign_ins(at: datetime) -> tuple[Found, ...]:
    return (_older("sign_ins", UserSession.objects.all(), "last_seen_at", at),)


def _invitations(at: datetime) -> tuple[Found, ...]:
    unused = Invitation.objects.filter(accepted_at=None)
    return (_older("invitations", unused, "expires_at", at),)


def _links(at: datetime) -> tuple[Found, ...]:
    past = _past("links", at)
    if past is None:
        return (ShareLink.objects.none(),)
    return (ShareLink.objects.filter(Q(expires_at__lt=past) | Q(closed_at__lt=past)),)


def _study_jobs(at: datetime) -> tuple[Found, ...]:
    over = StudyJob.objects.filter(state__in=OVER)
    return (_older("study_jobs", over, "finished_at", at),)


def _studies(at: datetime) -> tuple[Found, ...]:
    past = Study.objects.filter(keep_until__lt=localdate(at), emptied_at=None)
    emptied = past.exclude(frozen_at=None)
    codings = StudyCoding.objects.filter(study__in=emptied)
    tables = Intake.objects.filter(expires_at__lte=at)
    return codings, tables, SentOnce.objects.filter(at__lt=at - ANSWERS_KEPT)


def _of_erased(at: datetime) -> tuple[Found, ...]:
    """Erasing takes these away already; what a restored backup brought back goes here."""
    tables: tuple[type[models.Model], ...]
    tables = (EmailAddress, Authenticator, SocialAccount, UserSession)
    return tuple(table._default_manager.filter(user__erased_at__isnull=False) for table in tables)


def _in_days(name: str) -> str:
    days = settings.DAYS_KEPT[name]
    return f"after {days} days (PRUNE_{name.upper()}_DAYS)" if days else "never"


def kinds() -> tuple[Kind, ...]:
    """Every kind, in the order in which they are told."""
    return (
        Kind(
            "sessions",
            "sign-ins that have ended",
            "when they end",
            lambda at: (Session.objects.filter(expire_date__lt=at),),
        ),
        Kind("sign_ins", "from where people signed in", _in_days("sign_ins"), _sign_ins),
        Kind("invitations", "invitations not taken up", _in_days("invitations"), _invitations),
        Kind("jobs", "results of jobs", _in_days("jobs"), lambda at: (old_results(at),)),
        Kind(
            "messages",
            "messages to webhooks",
            _in_days("messages"),
            lambda at: (old_messages(at),),
        ),
        Kind("links", "links to reports that are closed", _in_days("links"), _links),
        Kind("study_jobs", "finished work on studies", _in_days("study_jobs"), _study_jobs),
        Kind(
            "studies",
            "field codings, tables and answers to programs past their own day",
            "the day that the study or the table names",
            _studies,
            lambda at: sum(forget_the_old(at).values()),
        ),
        Kind("erased", "ways to sign in of erased accounts", "at once", _of_erased),
    )


def counted(at: datetime) -> Iterator[tuple[Kind, int]]:
    """How many rows of each kind are due; nothing is changed."""
    with scopes_disabled():
        for kind in kinds():
            yield kind, sum(found.count() for found in kind.due(at))


def prune_all(at: datetime) -> dict[str, int]:
    """Delete what is due; how many rows of each kind. The audit record keeps the counts."""
    with scopes_disabled():
        done = {kind.name: _prune(kind, at) for kind in kinds()}
        if any(done.values()):
            _note(done)
    return done


@transaction.atomic
def _prune(kind: Kind, at: datetime) -> int:
    if kind.delete is not None:
        return kind.delete(at)
    return sum(found.delete()[0] for found in kind.due(at))


@transaction.atomic
def _note(done: dict[str, int]) -> None:
    schedule, _made = Schedule.objects.get_or_create(
        name=SCHEDULE, defaults={"task": "config.jobs.prune", "every": 24 * 3600}
    )
    deleted = {name: n for name, n in done.items() if n}
    record(agency=None, actor=None, verb="prune", obj=schedule, detail=deleted)
