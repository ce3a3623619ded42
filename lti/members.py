"""Who is in a course, asked of the platform (names and roles) and compared with who is here.

What the platform answers is shown and forgotten: nothing of it is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from pylti1p3.exception import LtiException
from pylti1p3.service_connector import ServiceConnector

from agencies import people
from agencies.models import Role
from lti import claims
from lti.models import Account, Placement
from lti.transport import session

MOST_PAGES = 20
MOST_MEMBERS = 2000


class NotToldError(Exception):
    """The platform does not say who is in the course. The message is a sentence."""


@dataclass(frozen=True)
class Member:
    """One person of a course. `is_linked`: by the subject. The rest follows from the address."""

    name: str
    email: str
    is_linked: bool
    is_here: bool

    @property
    def may_be_invited(self) -> bool:
        return bool(self.email) and not self.is_linked and not self.is_here


def members(placement: Placement) -> list[Member]:
    """Everybody active in the course of this link, those without a membership first.

    The address a platform names is shown to the agency admin, to invite somebody; it opens nothing.
    """
    here = {email for email, role in people.taken(placement.agency) if role == Role.ASSESSOR}
    linked = set(
        Account.objects.filter(platform=placement.platform, ended_at=None).values_list(
            "subject", flat=True
        )
    )
    found = [
        Member(
            name=str(one.get("name") or "")[:150],
            email=(email := _address(one.get("email"))),
            is_linked=str(one.get("user_id")) in linked,
            is_here=email in here,
        )
        for one in _told(placement)
        if one.get("status", "Active") == "Active"
    ]
    return sorted(found, key=lambda one: (one.is_linked, one.is_here, one.name.casefold()))


def _told(placement: Placement) -> list[Mapping[str, Any]]:
    """Every page of the answer, as far as twenty pages or two thousand people."""
    asking, address = session(), placement.members_url
    found: list[Mapping[str, Any]] = []
    try:
        connector = ServiceConnector(placement.platform.registration.to_registration(), asking)
        headers = {
            "Authorization": f"Bearer {connector.get_access_token([claims.MEMBERS_SCOPE])}",
            "Accept": claims.MEMBERS_TYPE,
        }
        for _page in range(MOST_PAGES):
            response = asking.get(address, headers=headers)
            response.raise_for_status()
            told = response.json()["members"]
            found += [one for one in told if isinstance(one, dict)]
            address = _next(response, placement)
            if not address or len(found) >= MOST_MEMBERS:
                break
    except (LtiException, requests.RequestException, ValueError, KeyError, TypeError) as error:
        raise NotToldError(
            _(
                "The learning platform did not say who is in the course. Look there whether this "
                "tool may read names and roles, and try again."
            )
        ) from error
    return found[:MOST_MEMBERS]


def _next(response: requests.Response, placement: Placement) -> str:
    """The next page, on the same server only: our token goes nowhere else."""
    told = str(response.links.get("next", {}).get("url", ""))
    same = urlsplit(told).netloc == urlsplit(placement.members_url).netloc
    return told if same else ""


def _address(told: Any) -> str:
    email = str(told or "").strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email if len(email) <= 254 else ""
