"""Coding rules as feedback tells them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language

from instruments import catalogue
from training.questions import spoken
from vignettes.models import content_language
from vignettes.reports.rules import RuleRow, rule_row


@dataclass(frozen=True)
class RuleNote:
    """One coding rule as feedback tells it."""

    row: RuleRow
    statement: str
    misread: str
    source: str
    alike: tuple[RuleRow, ...]
    """The other rules with the same effect."""


def rule_notes(tool_id: str, rule_ids: Iterable[str]) -> tuple[RuleNote, ...]:
    """The rules with these ids, in the reader's language."""
    language = get_language() or "en"
    return tuple(_note(tool_id, rule_id, language) for rule_id in rule_ids)


@lru_cache(maxsize=4000)
def _note(tool_id: str, rule_id: str, spoken_language: str) -> RuleNote:
    """Kept: a released tool does not change while the program runs."""
    tool, language = catalogue.tool(tool_id), content_language()
    rule = tool.rule(rule_id)
    return RuleNote(
        row=rule_row(rule, language),
        statement=spoken(rule.statement),
        misread=spoken(rule.misread),
        source=rule.source,
        alike=tuple(rule_row(other, language) for other in tool.class_of(rule.id)),
    )
