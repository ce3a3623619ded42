"""The editor of a policy: a field for every threshold, and its source beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from instruments import catalogue
from reliability.certification import BadPolicy, Policy, default_policy, read_policy
from reliability.policy_fields import (
    FIELDS,
    OPTIONAL,
    STANDING_CHOICES,
    PolicyField,
    entered,
    value_of,
)
from training.questions import spoken
from vignettes.reports.rules import STANDINGS

SWITCH = "asks_{}"
TAUGHT = ("score", "eligibility")


@dataclass(frozen=True)
class Group:
    """One rule of the policy on the page: its switch, and its fields."""

    title: str | Promise
    switch: BoundField | None
    fields: tuple[BoundField, ...]


class PolicyForm(forms.Form):
    """Every part of a policy. `policy` holds what was entered once the form is valid."""

    policy: Policy

    def __init__(self, data: Mapping[str, Any] | None, *, policy: Policy) -> None:
        self.before = policy
        # What is switched on for the first time begins with the rule that ships.
        self.shipped = default_policy(policy.tool)
        super().__init__(data, initial=self._initial())
        fields: dict[str, Any] = self.fields
        for name, label in OPTIONAL.items():
            fields[SWITCH.format(name)] = forms.BooleanField(label=label, required=False)
        for field in FIELDS:
            fields[field.name] = self._field(field)

    def _initial(self) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for field in FIELDS:
            kept = entered(self.before, field)
            told[field.name] = entered(self.shipped, field) if kept is None else kept
        for name in OPTIONAL:
            told[SWITCH.format(name)] = getattr(self.before, name) is not None
        return told

    def _field(self, field: PolicyField) -> forms.Field:
        shared: dict[str, Any] = {
            "label": field.label,
            "help_text": field.help,
            "required": not field.group,
        }
        match field.kind:
            case "whole":
                limits: dict[str, Any] = {"min_value": int(field.low), "max_value": int(field.high)}
                return forms.IntegerField(**shared, **limits)
            case "percent" | "number":
                widget = forms.NumberInput(attrs={"step": "any"})
                return forms.FloatField(
                    min_value=field.low, max_value=field.high, widget=widget, **shared
                )
            case "words":
                words = forms.Textarea(attrs={"rows": 3})
                return forms.CharField(max_length=600, widget=words, **shared)
        choices = STANDING_CHOICES if field.kind == "standings" else self._rules()
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **shared
        )

    def _rules(self) -> list[tuple[str, str]]:
        """Rules by their titles; the standing beside those that no shipped policy counts."""
        rules = catalogue.tool(self.before.tool).rules
        return [
            (rule.id, f"{spoken(rule.title)} ({STANDINGS[rule.status].word})")
            for rule in rules
            if rule.kind in TAUGHT and rule.same_as is None
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._ask_for_what_is_switched_on(cleaned)
        if self.errors:
            return cleaned
        try:
            self.policy = read_policy(self._told(cleaned))
        except BadPolicy as bad:
            language = get_language() or "en"
            names = {field.path: field.name for field in FIELDS}
            for error in bad.errors:
                self.add_error(names.get(error.field), error.sentence.to(language))
        return cleaned

    def _ask_for_what_is_switched_on(self, cleaned: Mapping[str, Any]) -> None:
        for field in FIELDS:
            if field.group and cleaned.get(SWITCH.format(field.group)):
                value = cleaned.get(field.name)
                if field.name not in self.errors and value in (None, "", []):
                    self.add_error(
                        field.name, _("Fill in this field, or switch the rule off above.")
                    )

    def _told(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """The policy as its reader takes it."""
        told: dict[str, Any] = {
            "tool": self.before.tool,
            "label": self.before.label.model_dump(),
            "validity": {},
        }
        for name in OPTIONAL:
            told[name] = {} if cleaned.get(SWITCH.format(name)) else None
        for field in FIELDS:
            if field.group and told[field.group] is None:
                continue
            head, dot, leaf = field.path.partition(".")
            place = told[head] if dot else told
            place[leaf or head] = self._value(field, cleaned[field.name])
        return told

    def _value(self, field: PolicyField, value: Any) -> Any:
        """A share as a fraction; words that were left alone in both their languages."""
        if field.kind == "percent":
            return round(value / 100, 6)
        if field.kind == "words":
            return self._words(field, value)
        return value

    def _words(self, field: PolicyField, value: str) -> Any:
        for known in (self.before, self.shipped):
            text = value_of(known, field)
            if text is not None and _same(spoken(text), value):
                return text.model_dump()
        return value

    @property
    def groups(self) -> Iterable[Group]:
        """The form as the page shows it, rule by rule."""
        for name, title in OPTIONAL.items():
            own = tuple(self[field.name] for field in FIELDS if field.group == name)
            yield Group(title, self[SWITCH.format(name)], own)

    @property
    def always(self) -> tuple[BoundField, ...]:
        """What every policy has."""
        return tuple(self[field.name] for field in FIELDS if not field.group)


def _same(one: str, other: str) -> bool:
    """A browser sends other ends of lines, and a form cuts spaces at the ends."""
    return one.split() == other.split()
