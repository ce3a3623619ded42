"""Writes: what the gradebook of a platform is to say, and sending it until it does."""

import json
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

import requests
from django.db import transaction
from django.db.models import QuerySet
from django_scopes import scopes_disabled
from pylti1p3.exception import LtiException
from pylti1p3.service_connector import ServiceConnector

from agencies.models import User
from lti import claims
from lti.models import Account, Grade, Placement
from lti.progress import score_of
from lti.transport import session

KNOWN_THERE = 409
"""The platform has this score, or a newer one."""


def keep_place(*, account: Account, placement: Placement, at: datetime) -> Grade | None:
    """The person's place in the gradebook of this link, if it has one that takes grades."""
    if not placement.line_item or placement.programme_id is None:
        return None
    grade, _made = Grade.objects.get_or_create(
        agency_id=placement.agency_id, placement=placement, account=account
    )
    refresh(grade=grade, at=at)
    return grade


@transaction.atomic
def refresh(*, grade: Grade, at: datetime) -> bool:
    """Write down what the place should say now; whether that is new. Sent with the next job."""
    from lti.tasks import send_grade  # the job names actions of this module

    locked = Grade.objects.select_for_update(of=("self",)).get(pk=grade.pk)
    wanted = score_of(grade.placement, grade.account.user, at)
    if wanted is None or wanted == locked.wanted:
        return False
    locked.wanted, locked.wanted_at = wanted, at
    locked.tries, locked.next_try_at, locked.answer = 0, at, ""
    locked.save()
    transaction.on_commit(lambda: send_grade.enqueue(locked.pk), robust=True)
    return True


def refresh_places(*, user: User, at: datetime) -> int:
    """Every place of one person; how many changed."""
    with scopes_disabled():
        found = _live().filter(account__user=user)
        return sum(refresh(grade=grade, at=at) for grade in found)


def refresh_all(at: datetime) -> int:
    """Every place of everybody: what a change to the past or a lost job left behind."""
    with scopes_disabled():
        return sum(refresh(grade=grade, at=at) for grade in _live().iterator(chunk_size=200))


def due(at: datetime, most: int) -> list[int]:
    """The grades to send now, those first that wait longest."""
    with scopes_disabled():
        waiting = _live().filter(next_try_at__lte=at).order_by("next_try_at", "pk")
        return list(waiting.values_list("pk", flat=True)[:most])


def send(pk: int, at: datetime) -> bool:
    """Try one grade that is due; True when it arrived. Two workers do not send it twice.

    The next try is on the books before this one begins: a worker that dies loses nothing. A score
    carries the moment at which it was true, so that one sent twice, or late, changes nothing.
    """
    with scopes_disabled():
        grade = _live().filter(pk=pk, next_try_at__lte=at).first()
        if grade is None or not grade.taken_from(Grade.objects.all(), at):
            return False
        answer = _sent(grade)
        arrived = answer.isdecimal() and (200 <= int(answer) < 300 or int(answer) == KNOWN_THERE)
        same = Grade.objects.filter(pk=pk, wanted_at=grade.wanted_at)
        if arrived:
            same.update(sent=grade.wanted, sent_at=at, next_try_at=None, answer=answer)
        else:
            same.update(answer=answer)
    return arrived


def _live() -> QuerySet[Grade]:
    found: QuerySet[Grade] = Grade.objects.filter(
        account__ended_at=None, placement__platform__ended_at=None
    )
    return found.exclude(placement__line_item="").select_related(
        "placement__platform__registration",
        "placement__programme",
        "placement__agency",
        "account__user",
    )


def _sent(grade: Grade) -> str:
    """What came back: a status, or a word for why none did."""
    told = {
        **grade.wanted,
        "userId": grade.account.subject,
        "timestamp": grade.wanted_at.isoformat(timespec="microseconds"),
    }
    registration = grade.placement.platform.registration.to_registration()
    asking = session()
    try:
        token = ServiceConnector(registration, asking).get_access_token([claims.SCORE_SCOPE])
    except (LtiException, requests.RequestException, ValueError, KeyError, TypeError):
        return "no token"
    headers = {"Authorization": f"Bearer {token}", "Content-Type": claims.SCORE_TYPE}
    address = scores_address(grade.placement.line_item)
    try:
        return str(asking.post(address, data=json.dumps(told), headers=headers).status_code)
    except requests.RequestException:
        return "no answer"


def scores_address(line_item: str) -> str:
    """Below the line item: its path and "/scores", what is asked of it kept."""
    parts = urlsplit(line_item)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/scores"))
