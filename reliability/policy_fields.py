"""The fields of a policy: where each stands in it, and what it is called in the editor.

The editor's form, its errors and the differences between two policies all read this one list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from instruments import catalogue
from instruments.sheet import Text
from reliability.certification import Policy
from training.questions import spoken
from vignettes.reports.rules import STANDINGS

FieldKind = Literal["whole", "percent", "number", "words", "rules", "standings"]


@dataclass(frozen=True)
class PolicyField:
    """One field: its path in a policy, its words, and the range that a form lets through."""

    path: str
    label: str | Promise
    kind: FieldKind
    low: float = 0
    high: float = 100
    help: str | Promise = ""

    @property
    def name(self) -> str:
        """As the form and its errors call it."""
        return self.path.replace(".", "_")

    @property
    def group(self) -> str:
        """The optional rule that it belongs to; empty for what every policy has."""
        head, dot, _field = self.path.partition(".")
        return head if dot and head in OPTIONAL else ""


OPTIONAL = {
    "items": _("Item agreement decides"),
    "totals": _("Totals decide"),
    "bands": _("The level decides, where its cut-offs are verified or confirmed"),
    "eligibility": _("The question whether the tool may be used decides"),
    "critical": _("Critical rules decide"),
}
"""The rules that a policy may leave out, with the words of their switch."""
FIELDS = (
    PolicyField("cases", _("Cases before the first look"), "whole", 1, 100),
    PolicyField(
        "most_cases", _("Cases at most"), "whole", 1, 200, _("There the decision is final.")
    ),
    PolicyField("step", _("Cases between two looks"), "whole", 1, 50),
    PolicyField("cases_source", _("Where the number of cases comes from"), "words"),
    PolicyField("attempts", _("Attempts"), "whole", 1, 20),
    PolicyField("attempts_source", _("Where the number of attempts comes from"), "words"),
    PolicyField(
        "counted",
        _("Answers count that rest on rules which are"),
        "standings",
        help=_("Recalled and disputed rules are taught; a policy that counts them says so."),
    ),
    PolicyField("items.acceptable", _("Acceptable true agreement, per cent"), "percent", 1, 99.9),
    PolicyField(
        "items.unacceptable", _("Unacceptable true agreement, per cent"), "percent", 1, 99.9
    ),
    PolicyField(
        "items.passes_wrongly",
        _("Of assessors of unacceptable agreement, at most so many per cent pass"),
        "percent",
        0.1,
        49.9,
    ),
    PolicyField(
        "items.fails_wrongly",
        _("Of assessors of acceptable agreement, at most so many per cent do not pass"),
        "percent",
        0.1,
        49.9,
    ),
    PolicyField(
        "items.clustering",
        _("How alike the items of one case are (0: independent)"),
        "number",
        0,
        0.99,
    ),
    PolicyField("items.source", _("Where item agreement comes from"), "words"),
    PolicyField("totals.points", _("Points from gold, at most"), "whole", 0, 20),
    PolicyField("totals.share", _("In so many per cent of cases (totals)"), "percent", 1, 100),
    PolicyField("totals.source", _("Where the rule on totals comes from"), "words"),
    PolicyField("bands.share", _("In so many per cent of cases (level)"), "percent", 1, 100),
    PolicyField("bands.source", _("Where the rule on levels comes from"), "words"),
    PolicyField(
        "eligibility.share", _("Right in so many per cent of cases (use)"), "percent", 1, 100
    ),
    PolicyField("eligibility.source", _("Where the rule on use comes from"), "words"),
    PolicyField("critical.rules", _("Rules that nobody may misread"), "rules"),
    PolicyField(
        "critical.above",
        _("Misread is a rule more probable than so many per cent"),
        "percent",
        50,
        99.9,
    ),
    PolicyField(
        "critical.least_signs",
        _("And on at least so many answers"),
        "whole",
        1,
        20,
        _("One wrong answer is a slip."),
    ),
    PolicyField("critical.source", _("Where the list of critical rules comes from"), "words"),
    PolicyField("validity.months", _("Months a certificate is valid"), "whole", 1, 120),
    PolicyField("validity.source", _("Where the validity comes from"), "words"),
)
STANDING_CHOICES = (
    *((name, standing.word) for name, standing in STANDINGS.items()),
    ("confirmed", _("confirmed by your agency's experts or panel")),
)


def value_of(policy: Policy, field: PolicyField) -> Any:
    """What a policy holds there; None where the rule it belongs to is not asked for."""
    found: Any = policy
    for part in field.path.split("."):
        found = getattr(found, part) if found is not None else None
    return found


def entered(policy: Policy, field: PolicyField) -> Any:
    """The same as a form shows it: shares in per cent, words in the reader's language."""
    found = value_of(policy, field)
    if found is None:
        return None
    if field.kind == "percent":
        return _plain(100 * found)
    if isinstance(found, Text):
        return spoken(found)
    return list(found) if isinstance(found, tuple) else found


def shown_value(policy: Policy, field: PolicyField) -> str:
    """The same in words, for a comparison; empty where the rule is not asked for."""
    found = entered(policy, field)
    if found is None:
        return ""
    if field.kind == "rules":
        titles = {rule.id: spoken(rule.title) for rule in catalogue.tool(policy.tool).rules}
        return "; ".join(titles.get(rule, rule) for rule in found)
    if field.kind == "standings":
        words = dict(STANDING_CHOICES)
        return ", ".join(str(words[one]) for one in found)
    return str(found) if isinstance(found, str) else str(number_format(found))


def _plain(number: float) -> float | int:
    """A share in per cent without the dust of binary fractions."""
    rounded = round(number, 4)
    return int(rounded) if rounded == int(rounded) else rounded
