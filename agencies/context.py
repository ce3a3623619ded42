"""What the page header shows about the signed-in person."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies import access
from agencies.models import Membership, Role

MY_WORK = (_("My work"), "training:home")
MORNING = (_("This morning"), "monitoring:morning")
GROUP = (_("Group"), "training:cohort")
LIBRARY = (_("Library"), "vignettes:library")
QUEUE = (_("Queue"), "panels:queue")
STUDIES = (_("Agreement"), "studies:studies")
PROGRAMMES = (_("Programmes"), "training:programmes")
QUESTIONS = (_("Questions"), "training:questions")
DECISIONS = (_("Decisions"), "reliability:decisions")
CERTIFICATES = (_("Certificates"), "reliability:certificates")
PEOPLE = (_("People"), "agencies:people")
MY_CERTIFICATES = (_("My certificates"), "reliability:my_certificates")

PAGES_OF = {
    Role.ASSESSOR: [MY_WORK, MY_CERTIFICATES],
    Role.EXPERT: [MY_WORK, QUESTIONS, LIBRARY],
    Role.ADJUDICATOR: [QUEUE, QUESTIONS, LIBRARY],
    Role.COORDINATOR: [
        MORNING,
        GROUP,
        PROGRAMMES,
        QUEUE,
        QUESTIONS,
        DECISIONS,
        CERTIFICATES,
        STUDIES,
        LIBRARY,
        PEOPLE,
    ],
    Role.ANALYST: [GROUP, PROGRAMMES, STUDIES, LIBRARY],
    Role.AGENCY_ADMIN: [
        MORNING,
        GROUP,
        PROGRAMMES,
        DECISIONS,
        CERTIFICATES,
        STUDIES,
        LIBRARY,
        PEOPLE,
    ],
}


@dataclass(frozen=True)
class Page:
    """One entry of the main menu."""

    label: str | Promise
    href: str
    is_current: bool


def where_one_works(request: HttpRequest) -> dict[str, Any]:
    """The current role, the roles one may switch to, and the menu of the current role.

    Each is a function that the template calls, so a part of a page that shows none asks nothing.
    """
    if not hasattr(request, "user"):
        return {}
    return {
        "membership": lambda: access.current_membership(request),
        "other_memberships": lambda: _others(request),
        "menu": lambda: _menu(request),
        "device_mark": lambda: _device_mark(request),
    }


def _device_mark(request: HttpRequest) -> str:
    """Under which a browser keeps what this person could not send: it names nobody."""
    return salted_hmac("agencies.device", str(request.user.pk)).hexdigest()[:16]


def _others(request: HttpRequest) -> list[Membership]:
    current = access.current_membership(request)
    return [own for own in access.own_memberships(request) if own != current]


def _menu(request: HttpRequest) -> list[Page]:
    membership = access.current_membership(request)
    if membership is None:
        return []
    pages = []
    listed = PAGES_OF[Role(membership.role)]
    if membership.user.is_editor:
        listed = list(dict.fromkeys([*listed, QUEUE, LIBRARY]))
    for label, name in listed:
        href = reverse(name)
        pages.append(Page(label, href, request.path == href))
    return pages
