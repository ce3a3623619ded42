"""What an assessor's start page says of remedies."""

from __future__ import annotations

from typing import Any

from django import template

from agencies.access import current_membership
from reliability.models import MonitorPoint
from reliability.reports.own_remedies import own_remedies

register = template.Library()


@register.inclusion_tag("reliability/monitoring/_own_remedies.html", takes_context=True)
def my_remedies(context: dict[str, Any]) -> dict[str, Any]:
    """The remedies that wait for the signed-in person, and the way to the person's own charts."""
    membership = current_membership(context["request"])
    if membership is None:
        return {}
    points = MonitorPoint.objects.filter(
        agency=membership.agency_id, enrolment__assessor=membership.pk
    )
    return {"remedies": own_remedies(membership), "has_charts": points.exists()}
