"""Writes: making an account, by invitation or on the server."""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from agencies.actions.auditing import record
from agencies.actions.joining import InvitationGoneError, accept
from agencies.models import Invitation, User


@transaction.atomic
def make_account(*, invitation: Invitation, name: str, password: str, language: str) -> User:
    """An account for the person invited, in the role invited to.

    Whoever holds the link has read the mail, so the address counts as verified.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                invitation.email, password, name=name, language=language
            )
    except IntegrityError as error:  # pressed twice: the first one has made the account
        raise InvitationGoneError from error
    verify_address(user)
    record(agency=invitation.agency, actor=user, verb="make_account", obj=user)
    accept(invitation=invitation, user=user)
    return user


@transaction.atomic
def make_first_admin(*, email: str, name: str, password: str) -> User:
    """A system admin, made by whoever holds the server."""
    user = User.objects.create_superuser(email, password, name=name)
    record(agency=None, actor=user, verb="make_account", obj=user)
    return user


def verify_address(user: User) -> EmailAddress:
    """Take down that the person's own address is theirs."""
    address, _ = EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )
    return address
