"""Writes: an agency's learning platforms, and our own key towards them."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import now
from lti_tool.models import Key, LtiDeployment, LtiRegistration

from agencies.actions import record
from agencies.models import Membership
from lti.models import Grade, Platform


class TakenError(Exception):
    """This client of this issuer is registered here already, by this agency or another."""


@dataclass(frozen=True)
class Registered:
    """What a platform shows after a tool was registered there."""

    name: str
    issuer: str
    client_id: str
    deployment: str
    auth_url: str
    token_url: str
    keyset_url: str
    audience: str = ""


@transaction.atomic
def add_platform(*, told: Registered, by: Membership) -> Platform:
    """Let people come from this platform; one that the agency ended comes back with its people.

    Raises TakenError: a client of an issuer belongs to one agency, or the other could name its own
    keys for it and sign in as anybody there.
    """
    our_key()
    same = LtiRegistration.objects.select_for_update(of=("self",))
    registration = same.filter(issuer=told.issuer, client_id=told.client_id).first()
    if registration is None:
        registration = LtiRegistration(issuer=told.issuer, client_id=told.client_id)
        platform = Platform(agency=by.agency, made_by=by)
    else:
        ended = Platform.objects.filter(agency=by.agency, registration=registration)
        found = ended.exclude(ended_at=None).first()
        if found is None:
            raise TakenError
        platform = found
    registration.name = platform.name = told.name
    registration.auth_url, registration.token_url = told.auth_url, told.token_url
    registration.keyset_url, registration.audience = told.keyset_url, told.audience
    registration.is_active = True
    registration.save()
    platform.registration, platform.ended_at = registration, None
    platform.save()
    _add(registration, told.deployment)
    record(agency=by.agency, actor=by.user, verb="add_platform", obj=platform)
    return platform


@transaction.atomic
def add_deployment(*, platform: Platform, deployment: str, by: Membership) -> None:
    """Let people come from another place of the same platform; safe to repeat."""
    _add(platform.registration, deployment)
    record(agency=platform.agency, actor=by.user, verb="add_deployment", obj=platform)


@transaction.atomic
def end_platform(*, platform: Platform, by: Membership) -> None:
    """Nobody comes from it any more, and nothing goes to it; safe to repeat."""
    locked = Platform.objects.select_for_update(of=("self",)).get(pk=platform.pk)
    if locked.ended_at is not None:
        return
    locked.ended_at = now()
    locked.save(update_fields=["ended_at"])
    LtiRegistration.objects.filter(pk=locked.registration_id).update(is_active=False)
    Grade.objects.filter(placement__platform=locked).update(next_try_at=None)
    record(agency=locked.agency, actor=by.user, verb="end_platform", obj=locked)


def our_key() -> Key:
    """The key that signs what we send to platforms; made at first use."""
    found = Key.objects.active().order_by("-datetime_created", "-pk").first()
    return found or Key.objects.generate()


def _add(registration: LtiRegistration, deployment: str) -> None:
    LtiDeployment.objects.update_or_create(
        registration=registration, deployment_id=deployment, defaults={"is_active": True}
    )
