"""What training adds to the page of a rule: one's own note, published answers, and asking."""

from typing import Any

from django import template
from django.template import Context
from django_scopes import scope

from agencies.access import current_membership
from agencies.models import Role
from training.tables.learning import own_note, published_questions

register = template.Library()


@register.inclusion_tag("training/_rule_own.html", takes_context=True)
def rule_own(context: Context, tool: str, rule: str) -> dict[str, Any]:
    """Notes and answers on one rule for the person who reads its page."""
    membership = current_membership(context["request"])
    if membership is None:
        return {}
    with scope(agency=membership.agency):
        return {
            "tool": tool,
            "rule": rule,
            "is_assessor": membership.role == Role.ASSESSOR,
            "note": own_note(membership, tool, rule),
            "published": list(published_questions(membership, tool, rule)),
        }
