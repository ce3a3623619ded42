"""What the pages on programs show: tokens, webhooks, and what was sent to them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise

from agencies.models import ApiToken, Membership, Role, Webhook, WebhookDelivery

MOST_TOKENS = 20
"""Live tokens of one person in one agency."""
MOST_WEBHOOKS = 10


@dataclass(frozen=True)
class FurtherPage:
    """A page on other systems, of an extra: `agencies` knows none of them."""

    label: str | Promise
    route: str


_pages: dict[str, FurtherPage] = {}


def register_page(label: str | Promise, route: str) -> None:
    """Lead to this page too, from now on; it is for agency admins."""
    _pages[route] = FurtherPage(label, route)


def further_pages(membership: Membership) -> tuple[FurtherPage, ...]:
    """The pages of extras, for an agency admin."""
    return tuple(_pages.values()) if membership.role == Role.AGENCY_ADMIN else ()


def own_tokens(membership: Membership) -> QuerySet[ApiToken]:
    """The tokens of this person in this agency, in whichever role, also those that have ended."""
    return _tokens(membership).filter(membership__user=membership.user_id)


def others_tokens(membership: Membership) -> QuerySet[ApiToken]:
    """For an agency admin, everybody else's; for all others none."""
    if membership.role != Role.AGENCY_ADMIN:
        return ApiToken.objects.none()
    return _tokens(membership).exclude(membership__user=membership.user_id)


def tokens_to_end(membership: Membership) -> QuerySet[ApiToken]:
    """One's own, and an agency admin everybody's."""
    return own_tokens(membership) | others_tokens(membership)


def webhooks(membership: Membership) -> QuerySet[Webhook]:
    """The agency's webhooks, with how many messages wait or never arrived."""
    lost = Count("deliveries", Q(deliveries__delivered_at=None))
    return Webhook.objects.filter(agency=membership.agency).annotate(lost=lost)


def messages_to(webhook: Webhook) -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(webhook=webhook)


def _tokens(membership: Membership) -> QuerySet[ApiToken]:
    found = ApiToken.objects.filter(agency=membership.agency)
    return found.select_related("membership__user", "membership__agency")
