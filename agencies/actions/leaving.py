"""Writes: who is away for a time, and who leaves for good."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate, now

from agencies import following
from agencies.actions.auditing import record
from agencies.actions.tokens import end_tokens_of
from agencies.models import Agency, Leave, Membership, Role, User


class LastAdminError(Exception):
    """Nobody would be left to run the agency."""


@transaction.atomic
def end_role(*, membership: Membership, by: User) -> Membership:
    """The role opens nothing any more; what was done in it stays. Its sessions end."""
    locked = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("agency", "user")
        .get(pk=membership.pk)
    )
    if locked.ended_at is not None:
        return locked
    if locked.role == Role.AGENCY_ADMIN:
        _keep_an_admin(locked)
    locked.ended_at = at = now()
    locked.save(update_fields=["ended_at"])
    record(
        agency=locked.agency, actor=by, verb="end_role", obj=locked, detail={"role": locked.role}
    )
    end_tokens_of(membership=locked, by=by, at=at)
    for follower in following.followers():
        follower.left(locked, by, at)
    return locked


@transaction.atomic
def leave_agency(*, agency: Agency, user: User, by: User) -> int:
    """End every role of a person in the agency, and every session; how many roles ended."""
    roles = Membership.objects.filter(agency=agency, user=user, ended_at=None)
    ended = [end_role(membership=role, by=by) for role in roles.order_by("pk")]
    for leave in Leave.objects.filter(agency=agency, user=user, over_at=None):
        end_leave(leave=leave, on=localdate(), by=by)
    if ended and user != by:
        end_sessions(user)
    return len(ended)


def end_sessions(user: User) -> None:
    """Sign the person out everywhere, also where they work for somebody else."""
    User.objects.filter(pk=user.pk).update(sign_in_round=F("sign_in_round") + 1)


@transaction.atomic
def plan_leave(*, agency: Agency, user: User, since: date, until: date | None, by: User) -> Leave:
    """Write down when somebody is away; a leave that is planned or runs is changed."""
    leave, is_new = Leave.objects.get_or_create(
        agency=agency, user=user, over_at=None, defaults={"since": since, "until": until}
    )
    if not is_new:
        leave.since, leave.until = since, until
        leave.save(update_fields=["since", "until"])
    detail = {"since": str(since), "until": str(until or "")}
    record(agency=agency, actor=by, verb="plan_leave", obj=leave, detail=detail)
    _turn(leave, localdate(), by)
    return leave


@transaction.atomic
def end_leave(*, leave: Leave, on: date, by: User | None) -> Leave:
    """Back on this day; a leave that has not begun is called off."""
    if leave.over_at is not None:
        return leave
    leave.over_at = now()
    if leave.begun_at is not None:
        leave.until = max(on - timedelta(days=1), leave.since)
        for follower in following.followers():
            follower.leave_ended(leave.agency, leave.user, max(on, leave.since), by)
    leave.save(update_fields=["over_at", "until"])
    record(agency=leave.agency, actor=by, verb="end_leave", obj=leave)
    return leave


def turn_leaves(today: date) -> int:
    """Begin and end the leaves of every agency whose day has come; how many turned."""
    begins, ends = Q(begun_at=None, since__lte=today), Q(until__lt=today)
    due = Leave.objects.filter(begins | ends, over_at=None).select_related("agency", "user")
    for leave in due:
        _turn(leave, today, None)
    return len(due)


@transaction.atomic
def _turn(leave: Leave, today: date, by: User | None) -> None:
    if leave.begun_at is None and leave.since <= today:
        leave.begun_at = now()
        leave.save(update_fields=["begun_at"])
        for follower in following.followers():
            follower.leave_began(leave.agency, leave.user, leave.since, by)
    if leave.until is not None and leave.until < today:
        end_leave(leave=leave, on=leave.until + timedelta(days=1), by=by)


def _keep_an_admin(membership: Membership) -> None:
    """One after another: two admins who end each other's role at once do not both succeed."""
    Agency.objects.select_for_update(no_key=True).get(pk=membership.agency_id)
    if not _other_admins(membership).exists():
        raise LastAdminError


def _other_admins(membership: Membership) -> QuerySet[Membership]:
    return Membership.objects.filter(
        agency=membership.agency, role=Role.AGENCY_ADMIN, ended_at=None, user__is_active=True
    ).exclude(user=membership.user_id)
