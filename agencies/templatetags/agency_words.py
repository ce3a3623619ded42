"""Words for what the database stores as an id."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from agencies.models import Role

register = template.Library()

BROWSERS = {"Firefox": "Firefox", "Edg": "Edge", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@register.filter
def role_label(role: str) -> str | Promise:
    """The name of a role."""
    return Role(role).label


@register.filter
def browser_name(told: str) -> str:
    """What a browser says of itself, in two words: enough to recognise one's own."""
    browser = next((name for sign, name in BROWSERS.items() if sign in told), _("a browser"))
    system = next((name for sign, name in SYSTEMS.items() if sign in told), "")
    return f"{browser}, {system}" if system else browser
