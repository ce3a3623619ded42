"""Writes: who is invited, and who accepts."""

from dataclasses import dataclass

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from agencies import following
from agencies.actions.auditing import record
from agencies.models import Agency, Invitation, Membership, User
from agencies.models.joining import two_weeks_from_now


def _signer() -> signing.Signer:
    """Made for each link, so that it knows the keys there are now."""
    return signing.Signer(salt="agencies.invitation", sep=".")


@dataclass(frozen=True)
class Wanted:
    """Somebody who is to be invited."""

    email: str
    role: str
    name: str = ""
    cohort: str = ""
    language: str = ""


class InvitationGoneError(Exception):
    """The invitation was used, withdrawn or has expired since the page was shown."""


def token_of(invitation: Invitation) -> str:
    """What the link carries: signed with the installation's key, so nobody can guess it."""
    return _signer().sign(f"{invitation.pk}-{invitation.round}")


def named_by(token: str) -> tuple[int, int] | None:
    """Which invitation, and which sending of it, a token names; None for a forged one."""
    try:
        number, _, sending = _signer().unsign(token).partition("-")
    except signing.BadSignature:
        return None
    return int(number), int(sending)


@transaction.atomic
def invite(*, agency: Agency, wanted: Wanted, by: User) -> Invitation:
    """Ask somebody into the agency; the e-mail goes out with the next job."""
    invitation = Invitation(
        agency=agency,
        email=wanted.email.lower(),
        name=wanted.name,
        role=wanted.role,
        cohort=wanted.cohort,
        language=wanted.language,
        invited_by=by,
    )
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError:  # somebody else invites the same person at this moment
        return Invitation.objects.get(
            agency=agency,
            email=invitation.email,
            role=wanted.role,
            accepted_at=None,
            withdrawn_at=None,
        )
    record(agency=agency, actor=by, verb="invite", obj=invitation, detail={"role": wanted.role})
    _send(invitation)
    return invitation


@transaction.atomic
def invite_again(*, invitation: Invitation, by: User) -> Invitation:
    """Send a new link; the earlier ones are void."""
    locked = _open(invitation)
    locked.round += 1
    locked.sent_at = None
    locked.expires_at = two_weeks_from_now()
    locked.save(update_fields=["round", "sent_at", "expires_at"])
    record(agency=locked.agency, actor=by, verb="invite_again", obj=locked)
    _send(locked)
    return locked


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> Invitation:
    """The link opens nothing any more."""
    locked = _open(invitation)
    locked.withdrawn_at = now()
    locked.save(update_fields=["withdrawn_at"])
    record(agency=locked.agency, actor=by, verb="withdraw_invitation", obj=locked)
    return locked


@transaction.atomic
def accept(*, invitation: Invitation, user: User) -> Membership:
    """Begin in the role that the invitation names; it is used up by that."""
    locked = _open(invitation)
    if locked.is_expired:
        raise InvitationGoneError
    membership = begin_role(
        agency=locked.agency, user=user, role=locked.role, by=user, cohort=locked.cohort
    )
    locked.accepted_at, locked.membership = now(), membership
    locked.save(update_fields=["accepted_at", "membership"])
    record(agency=locked.agency, actor=user, verb="accept_invitation", obj=locked)
    return membership


@transaction.atomic
def begin_role(*, agency: Agency, user: User, role: str, by: User, cohort: str = "") -> Membership:
    """Give a person a role, or give it back; who has it already keeps it as it is."""
    membership, is_new = Membership.objects.get_or_create(
        user=user, agency=agency, role=role, defaults={"cohort": cohort}
    )
    if not is_new and membership.ended_at is None:
        return membership
    if not is_new:
        membership.ended_at, membership.since, membership.cohort = None, now(), cohort
        membership.save(update_fields=["ended_at", "since", "cohort"])
    record(agency=agency, actor=by, verb="begin_role", obj=membership, detail={"role": role})
    for follower in following.followers():
        follower.joined(membership, by)
    return membership


def _open(invitation: Invitation) -> Invitation:
    """The invitation as it stands now, locked; refused if somebody was quicker."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not locked.is_open:
        raise InvitationGoneError
    return locked


def _send(invitation: Invitation) -> None:
    from agencies.tasks import send_invitation  # the job names actions of this module

    send_invitation.enqueue(invitation.pk, invitation.round)
