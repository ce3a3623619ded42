"""Words for what the database stores as an id."""

from django import template
from django.utils.functional import Promise

from agencies.models import Role

register = template.Library()


@register.filter
def role_label(role: str) -> str | Promise:
    """The name of a role."""
    return Role(role).label
