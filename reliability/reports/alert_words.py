"""Alerts in words: whom or what each is about, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from instruments import catalogue
from instruments.sheet import Instrument
from reliability.models import Alert, AlertStep, Remedy
from training.questions import spoken
from vignettes.models import content_language
from vignettes.reports.rules import RuleRow, rule_row


def about(alert: Alert) -> str:
    """Whom or what an alert is about, in a few words."""
    if alert.enrolment is not None:
        return str(alert.enrolment.assessor.user)
    if alert.version is not None:
        return _("%(case)s, %(item)s") % {
            "case": alert.version.vignette.code,
            "item": item_name(alert.tool, alert.item),
        }
    return str(alert.cohort) if alert.cohort is not None else _("Everybody")


def item_name(tool: str, item: str) -> str:
    """An item's number and name, in the reader's language; its id where the tool has it no more."""
    found = next((one for one in catalogue.tool(tool).items if one.id == item), None)
    if found is None:
        return item
    return f"{item.removeprefix('i')}. {spoken(found.name)}"


def sentence_of(tool: str, evidence: Mapping[str, Any], rules: Iterable[str]) -> str:
    """What the detector saw, in the reader's language; rules by their titles."""
    told: Mapping[str, str] = evidence.get("sentence", {})
    language = (get_language() or "en")[:2]
    sentence = told.get(language) or told.get("en", "")
    for row in rules_named(tool, rules):
        sentence = sentence.replace(row.id, _("“%(rule)s”") % {"rule": row.title})
    return sentence


def rules_named(tool: str, rules: Iterable[str]) -> tuple[RuleRow, ...]:
    """The head rule of each class named, once, in the order named."""
    known, language = catalogue.tool(tool), content_language()
    heads = dict.fromkeys(_head(known, rule) for rule in rules)
    return tuple(rule_row(known.rule(head), language) for head in heads if head)


def same_class(tool: str, rule: str) -> tuple[RuleRow, ...]:
    """The other rules with the same effect: the evidence cannot tell them apart."""
    known, language = catalogue.tool(tool), content_language()
    return tuple(rule_row(one, language) for one in known.class_of(rule) if one.id != rule)


def _head(tool: Instrument, rule: str) -> str:
    """Empty where the tool has the rule no more."""
    return tool.head(rule).id if any(one.id == rule for one in tool.rules) else ""


def remedy_words(remedy: Remedy, is_rechecked: bool) -> tuple[str, str]:
    """Where a remedy stands, and the tone of its chip. `is_rechecked`: the recheck was given."""
    if remedy.helped is not None:
        return (_("helped"), "ok") if remedy.helped else (_("has not helped yet"), "warn")
    if is_rechecked:
        return _("recheck under way"), ""
    if remedy.done_at is not None:
        return _("done; ready to recheck"), "warn"
    return _("under way"), ""


def stands(steps: Iterable[AlertStep]) -> AlertStep | None:
    """The newest step that is more than a note; None without any."""
    told = [step for step in steps if step.kind != AlertStep.Kind.NOTED]
    return told[-1] if told else None
