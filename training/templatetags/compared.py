"""One question of feedback: what is the same for everybody is kept, the rest is put between.

What is kept is found by the content of the case, the answer and the language, and holds nothing of
a person. The gaps in it are filled anew for every page: who answered, the reason, shares, marks,
contests, and the number of the case in the links.
"""

from secrets import randbelow, token_hex
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from training.feedback import Compared
from training.kept import Kept

register = template.Library()

GAP = token_hex(16)
NUMBER = 10**16 + randbelow(10**16)
"""Both are not to be found in any text of a case, and stand for what is filled in."""
Parts = tuple[str, ...]
_KEPT: Kept[Parts] = Kept(2000)


@register.simple_tag(takes_context=True)
def compared(context: Context, item: Compared, *, is_open: bool) -> SafeString:
    """One question of the feedback in the context."""
    tool, pk = context["assignment"].tool, str(context["assignment"].pk)
    key = (item.key, tool, is_open, get_script_prefix())
    parts = _KEPT.get(key, lambda: _parts(item, tool, is_open=is_open))
    head, given, share, marks, contests, first, contest, between, ask, last = parts
    own, own_parts = context["is_own"], [head, _whose(context), given, _reason(item), share]
    if item.beside.share:
        own_parts.append(f"<p>{conditional_escape(item.beside.share)}</p>")
    own_parts.append(marks)
    if item.beside.marks:
        own_parts.append(_rendered("training/_compared_marks.html", item, own))
    own_parts += [contests, *_contests(item, own), first]
    if context["may_contest"] and not item.is_contested:
        own_parts.append(contest.replace(str(NUMBER), pk))
    own_parts.append(between)
    if own and context["may_ask"]:
        own_parts.append(ask.replace(str(NUMBER), pk))
    # Rendered by templates, or escaped where it is put in
    return mark_safe("".join([*own_parts, last]))  # noqa: S308


def _parts(item: Compared, tool: str, *, is_open: bool) -> Parts:
    told = {"compared": item, "tool": tool, "is_open": is_open, "gap": GAP, "number": NUMBER}
    return tuple(render_to_string("training/_compared.html", told).split(GAP))


def _whose(context: Context) -> str:
    whose = _("Yours") if context["is_own"] else context["assignment"].assessor.user
    return str(conditional_escape(whose))


def _reason(item: Compared) -> str:
    if not item.reason:
        return ""
    told = _("Reason given: %(reason)s") % {"reason": conditional_escape(item.reason)}
    return f"<br>{told}"


def _contests(item: Compared, own: bool) -> list[str]:
    return [
        "\n    "
        + render_to_string("training/_contest_told.html", {"contest": one, "told_to_assessor": own})
        + "\n  "
        for one in item.contests
    ]


def _rendered(name: str, item: Compared, own: bool) -> str:
    told: dict[str, Any] = {"compared": item, "is_own": own}
    return render_to_string(name, told).removesuffix("\n")
