"""Words for what the database stores as an id."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
ANSWERS = {
    "": gettext_lazy("none yet"),
    "not public": gettext_lazy("not sent: the name leads to an address inside a network"),
    "certificate": gettext_lazy("not sent: the certificate of the other side is not valid"),
    "time-out": gettext_lazy("no answer in time"),
    "no answer": gettext_lazy("no answer"),
    "no token": gettext_lazy("not sent: the platform gave no access token"),
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


@register.filter
def answer_words(answer: str) -> str | Promise:
    """What came back from another system: a status, or a sentence on why none did."""
    return ANSWERS.get(answer, answer)
