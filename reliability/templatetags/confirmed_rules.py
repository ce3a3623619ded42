"""What the page of a rule says of its confirmation by the reader's agency."""

from __future__ import annotations

from typing import Any

from django import template
from django_scopes import scope

from agencies.access import current_membership
from reliability.confirmed_rules import CONFIRMING_ROLES, READING_ROLES, history, holds

register = template.Library()


@register.inclusion_tag("reliability/_rule_confirmed.html", takes_context=True)
def rule_confirmed(context: dict[str, Any], tool: str, rule: str) -> dict[str, Any]:
    """Who confirmed it, when and from what; where to confirm it, for those who may."""
    membership = current_membership(context["request"])
    if membership is None:
        return {}
    with scope(agency=membership.agency):
        newest = history(membership, tool, rule).first()
        return {
            "tool": tool,
            "rule": rule,
            "confirmation": newest if newest is not None and holds(newest) else None,
            "may_confirm": membership.role in CONFIRMING_ROLES,
            "may_read": membership.role in READING_ROLES,
        }
