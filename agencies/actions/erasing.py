"""Writes: an account is deleted by its own holder; what others rely on stays without the name."""

from collections.abc import Collection

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from agencies import own_data
from agencies.actions.auditing import record
from agencies.actions.leaving import end_leave, end_role
from agencies.models import Invitation, Leave, Membership, User


@transaction.atomic
def erase(*, user: User, wishes: Collection[str]) -> User:
    """Delete the account: every role ends, nothing names the person, nobody can sign in with it.

    `wishes` names the holdings of which more shall stay. Raises LastAdminError.
    """
    with scopes_disabled():
        user = User.objects.select_for_update().get(pk=user.pk)
        for role in Membership.objects.filter(user=user, ended_at=None).order_by("pk"):
            end_role(membership=role, by=user)
        for leave in Leave.objects.filter(user=user, over_at=None):
            end_leave(leave=leave, on=now().date(), by=user)
        _forget_ways_in(user)
        _take_name_away(user)
        for holding in own_data.holdings():
            if holding.forget is not None:
                holding.forget(user, holding.name in wishes)
        record(agency=None, actor=user, verb="erase_account", obj=user)
    return user


def _forget_ways_in(user: User) -> None:
    addresses = [user.email, *user_addresses(user)]
    asked = Invitation.objects.filter(Q(email__in=addresses) | Q(membership__user=user))
    asked.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=now())
    asked.update(email=_nobody(user), name="")
    for table in (EmailAddress, Authenticator, SocialAccount, UserSession):
        table.objects.filter(user=user).delete()


def user_addresses(user: User) -> list[str]:
    """The verified addresses of a person."""
    own = EmailAddress.objects.filter(user=user, verified=True)
    return list(own.values_list("email", flat=True))


def _take_name_away(user: User) -> None:
    user.name = _("Former member %(n)s") % {"n": user.pk}
    user.email = _nobody(user)
    user.language, user.last_login = "", None
    user.is_active = user.is_staff = user.is_superuser = user.is_editor = False
    user.erased_at = now()
    user.sign_in_round += 1
    user.set_unusable_password()
    user.save()
    people = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(content_type=people, object_id=str(user.pk)).update(
        object_repr=user.name
    )


def _nobody(user: User) -> str:
    """An address that no mail can reach: the ending is reserved for that."""
    return f"erased-{user.pk}@nobody.invalid"
