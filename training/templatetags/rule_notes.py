"""Coding rules on the pages of feedback: the same words for everybody, so they are kept."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from training import rule_notes

register = template.Library()


@register.simple_tag
def rule_note(tool: str, rule: str, *, shows_misreading: bool) -> SafeString:
    """One rule of a tool, in the reader's language."""
    return _note(tool, rule, shows_misreading, get_language() or "en", get_script_prefix())


@lru_cache(maxsize=4000)
def _note(tool: str, rule: str, shows_misreading: bool, language: str, prefix: str) -> SafeString:
    """Kept: a released tool does not change while the program runs, and nothing else is in it."""
    (note,) = rule_notes.rule_notes(tool, [rule])
    context = {"tool": tool, "rule": note, "shows_misreading": shows_misreading}
    return render_to_string("training/_rule_note.html", context)
