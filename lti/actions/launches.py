"""Writes: a message that was found right is used once, and leads one browser on."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from agencies.models import Agency
from lti import access, claims
from lti.aims import Target, read_aim
from lti.launching import LaunchRefusedError, Message, hashed
from lti.models import Launch, Placement, Platform

ARRIVES_WITHIN = timedelta(minutes=2)
KEPT = timedelta(days=1)


@transaction.atomic
def receive(*, message: Message, browser: str) -> str:
    """Take down what a platform said; the key that leads on. Raises LaunchRefusedError.

    A nonce is stored once: of two copies of a message one gets in, whichever process sees it.
    """
    platform = access.platform_of(message.registration)
    key = secrets.token_urlsafe(32)
    is_link = message.kind == claims.RESOURCE_REQUEST
    name = str(message.claims.get("name") or message.claims.get("email") or "")[:200]
    with scope(agency=platform.agency):
        launch = Launch(
            agency=platform.agency,
            platform=platform,
            placement=_placed(platform, message) if is_link else None,
            deployment=message.deployment,
            nonce=hashed(message.nonce),
            key=hashed(key),
            browser=hashed(browser),
            subject=message.subject,
            told={"name": name}
            if is_link
            else {"name": name, "settings": dict(message.part(claims.DEEP_LINKING))},
        )
        try:
            with transaction.atomic():
                launch.save()
        except IntegrityError as error:
            raise LaunchRefusedError(
                _("This launch was used before. Open the link in your course again.")
            ) from error
    return key


@transaction.atomic
def arrive(*, key: str, browser: str, at: datetime) -> tuple[Launch, str]:
    """The launch behind a key, once and for its browser only, and the name that the platform gave.

    The name is not kept any longer. Raises LaunchRefusedError.
    """
    with scopes_disabled():
        fresh = Launch.objects.select_for_update(of=("self",)).filter(
            key=hashed(key), browser=hashed(browser), arrived_at=None
        )
        launch = fresh.filter(made_at__gt=at - ARRIVES_WITHIN).first()
        if launch is None:
            raise LaunchRefusedError(
                _("This launch was used before, or is too old. Open the link in your course again.")
            )
        name = str(launch.told.pop("name", ""))
        launch.arrived_at = at
        launch.save(update_fields=["arrived_at", "told"])
    return launch, name


def forget_old(at: datetime) -> int:
    """Delete launches of before yesterday: their state has long expired."""
    with scopes_disabled():
        return int(Launch.objects.filter(made_at__lt=at - KEPT).delete()[0])


def _placed(platform: Platform, message: Message) -> Placement:
    """The link that was opened, as the platform describes it now."""
    link, course = message.part(claims.RESOURCE_LINK), message.part(claims.CONTEXT)
    target = _target(platform.agency, message.part(claims.CUSTOM).get(claims.AIM))
    members = message.part(claims.MEMBERS).get("context_memberships_url")
    found, _made = Placement.objects.update_or_create(
        platform=platform,
        deployment=message.deployment,
        link=str(link["id"])[:255],
        defaults={
            "agency": platform.agency,
            "title": _text(link.get("title")),
            "course": _text(course.get("id")),
            "course_title": _text(course.get("title") or course.get("label")),
            "aim": target.aim,
            "programme": target.programme,
            "tool": target.tool,
            "line_item": _line_item(message.part(claims.GRADES)),
            "members_url": _address(members),
            "seen_at": now(),
        },
    )
    return found


def _target(agency: Agency, aim: Any) -> Target:
    target = read_aim(agency, aim)
    if target is None:
        raise LaunchRefusedError(
            _(
                "This link leads to something that your agency does not have. Ask whoever looks "
                "after the course to choose it anew."
            )
        )
    return target


def _line_item(grades: Mapping[str, Any]) -> str:
    """Where grades of this link go; empty where the platform lets none in."""
    scopes = grades.get("scope")
    takes = isinstance(scopes, list) and claims.SCORE_SCOPE in scopes
    return _address(grades.get("lineitem")) if takes else ""


def _address(told: Any) -> str:
    return told if isinstance(told, str) and len(told) <= 500 else ""


def _text(told: Any) -> str:
    return str(told or "")[:255]
