"""Asking experts to code a case, and what an adjudicator decides, read into plain Python."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Membership
from instruments import catalogue
from training.questions import spoken
from vignettes.linter.short import fault
from vignettes.models import Eligibility, Reason
from vignettes.models.panel import FEWEST
from vignettes.reports.adjudication import NOT_SCORED, Docket, Point

RATIONALE_LENGTH = 1000
BECAUSE_LENGTH = 500
AGAINST_RULES = (Reason.RULE_GAP, Reason.CASE_AMBIGUOUS, Reason.JUDGEMENT)
"""Why a decision may differ from what the rules compute; an expert's error is no ground for it."""


class PlainWords(forms.CharField):
    """A text that others read: content rules hold for it as for a case."""

    widget = forms.Textarea(attrs={"rows": 3})

    def validate(self, value: str) -> None:
        super().validate(value)
        if found := fault(value):
            raise forms.ValidationError(found)


class OpenPanelForm(forms.Form):
    """Which experts code the case blind, with which tool, and why now."""

    tool = forms.ChoiceField(label=gettext_lazy("Tool"))
    experts = forms.ModelMultipleChoiceField(
        Membership.objects.none(),
        label=gettext_lazy("Experts"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Two or more. They do not learn who else was asked."),
    )
    because = PlainWords(
        label=gettext_lazy("Why now (you may leave this empty; experts do not see it)"),
        max_length=BECAUSE_LENGTH,
        required=False,
    )
    for_library = forms.BooleanField(
        label=gettext_lazy("For the shipped library, that is for every agency"), required=False
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        experts: QuerySet[Membership],
        may_be_for_library: bool,
        must_be_for_library: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["tool"].choices = [(tool.id, spoken(tool.name)) for tool in catalogue.tools()]
        fields["experts"].queryset = experts
        fields["experts"].label_from_instance = lambda membership: str(membership.user)
        self.must_be_for_library = must_be_for_library
        if not may_be_for_library or must_be_for_library:
            del fields["for_library"]

    def clean_experts(self) -> list[Membership]:
        chosen = list(self.cleaned_data["experts"])
        if len(chosen) < FEWEST:
            raise forms.ValidationError(
                _("A panel needs at least two experts. Choose two or more.")
            )
        return chosen

    @property
    def is_for_library(self) -> bool:
        return self.must_be_for_library or bool(self.cleaned_data.get("for_library"))


class AddExpertForm(forms.Form):
    """One more expert for a panel at work."""

    expert = forms.ModelChoiceField(
        Membership.objects.none(), label=gettext_lazy("One more expert"), empty_label=None
    )

    def __init__(self, data: Mapping[str, Any] | None, *, experts: QuerySet[Membership]) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["expert"].queryset = experts
        fields["expert"].label_from_instance = lambda membership: str(membership.user)


class DecisionForm(forms.Form):
    """What is decided on one question, and why."""

    decided = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    accepted = forms.MultipleChoiceField(
        label=gettext_lazy("Accepted as well"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("An assessor who gives one of these agrees with gold too."),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why they differed"), choices=Reason.choices, widget=forms.RadioSelect
    )
    rationale = PlainWords(
        label=gettext_lazy("Grounds of the decision"),
        max_length=RATIONALE_LENGTH,
        help_text=gettext_lazy("Assessors read this. Plain words, without quotation marks."),
    )

    def __init__(self, point: Point, data: Mapping[str, Any] | None) -> None:
        super().__init__(data, prefix=point.id)
        self.point = point
        fields: dict[str, Any] = self.fields
        worded = [
            (a.value, f"{a.name} ({a.meaning})" if a.meaning else a.name) for a in point.answers
        ]
        fields["decided"].choices = worded
        scores = [(value, name) for value, name in worded if value != NOT_SCORED]
        if point.number:
            fields["accepted"].choices = scores
        else:
            del fields["accepted"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        rules, decided = self.point.by_rules, cleaned.get("decided")
        if rules and decided and decided != rules.value and cleaned.get("reason"):
            self._check_reason(Reason(cleaned["reason"]), rules.words)
        return cleaned

    def _check_reason(self, reason: Reason, computed: str) -> None:
        if reason in AGAINST_RULES:
            return
        sentence = _(
            "The decision differs from what the rules give (%(computed)s), and an expert's error "
            "does not explain that. Choose one of: %(reasons)s; or decide as the rules do."
        )
        listed = ", ".join(str(one.label) for one in AGAINST_RULES)
        self.add_error("reason", sentence % {"computed": computed, "reasons": listed})

    @property
    def entry(self) -> dict[str, Any]:
        """What an adjudication keeps of this question."""
        told = self.cleaned_data
        entry = self.point.entry(told["decided"])
        others = [value for value in told.get("accepted", []) if value != told["decided"]]
        entry["accepted"] = [self.point.stored(value) for value in others]
        return entry | {"reason": told["reason"], "rationale": told["rationale"]}


class AdjudicationForm:
    """All decisions on one panel. Where the tool may not be used, no item is asked."""

    def __init__(self, docket: Docket, data: Mapping[str, Any] | None = None) -> None:
        self.docket = docket
        self.is_bound = data is not None
        self.forms = {point.id: DecisionForm(point, data) for point in docket.asked}

    @property
    def asked(self) -> list[DecisionForm]:
        return list(self.forms.values())

    @property
    def eligibility(self) -> str:
        """What is decided on the use of the tool; empty where that is still open."""
        point = self.docket.eligibility
        if point.is_settled:
            return point.opinions[0]
        form = self.forms[point.id]
        return str(form.cleaned_data.get("decided", "")) if form.is_valid() else ""

    @property
    def needed(self) -> list[DecisionForm]:
        """The questions that must be decided: all, or the first alone where the tool is out."""
        first = self.forms.get(self.docket.eligibility.id)
        if self.eligibility in ("", Eligibility.YES):
            return self.asked
        return [first] if first else []

    def is_valid(self) -> bool:
        return self.is_bound and all(form.is_valid() for form in self.needed)

    @property
    def refused(self) -> list[DecisionForm]:
        """The questions whose answers cannot be taken, for the list at the head of the page."""
        return [form for form in self.needed if form.errors] if self.is_bound else []

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        """Question to what an adjudication keeps of it."""
        is_used = self.eligibility == Eligibility.YES
        points = self.docket.points if is_used else (self.docket.eligibility,)
        return {
            point.id: self.forms[point.id].entry
            if point.id in self.forms
            else point.entry(point.opinions[0])
            for point in points
        }
