"""Writes: a person says, signed in here, that a subject of a platform is they."""

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.actions.joining import InvitationGoneError, accept
from agencies.models import User
from lti import access
from lti.launching import LaunchRefusedError
from lti.models import Account, Launch


@transaction.atomic
def link(*, launch: Launch, user: User) -> Account:
    """Tie the subject of a launch to this person, who belongs to the agency or is invited to it.

    Raises LaunchRefusedError. Nothing follows from the address that the platform names.
    """
    agency = launch.agency
    invitation = access.invitation_to(user, agency)
    if not access.may_link(user, agency) and invitation is None:
        raise LaunchRefusedError(
            _("You do not belong to %(agency)s, and no invitation waits for you.")
            % {"agency": agency}
        )
    if invitation is not None:
        try:
            accept(invitation=invitation, user=user)
        except InvitationGoneError as error:
            raise LaunchRefusedError(
                _("This invitation was used or withdrawn meanwhile.")
            ) from error
    try:
        with transaction.atomic():
            account: Account = Account.objects.create(
                agency=agency, platform=launch.platform, subject=launch.subject, user=user
            )
    except IntegrityError as error:
        raise LaunchRefusedError(
            _(
                "This account at the learning platform, or yours here, is tied to another one "
                "already. Your agency admin can end that."
            )
        ) from error
    detail = {"platform": launch.platform_id}
    record(agency=agency, actor=user, verb="link_platform_account", obj=account, detail=detail)
    return account


@transaction.atomic
def unlink(*, account: Account, by: User) -> None:
    """The subject is nobody any more until somebody says so again; safe to repeat."""
    live = Account.objects.filter(pk=account.pk, ended_at=None)
    if live.update(ended_at=now()):
        record(agency=account.agency, actor=by, verb="unlink_platform_account", obj=account)
