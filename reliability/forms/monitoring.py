"""What people enter about alerts, plans of check cases, rules of monitoring, and training."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from instruments import catalogue
from reliability.models import MonitorRules, Remedy
from training.models import CheckPlan
from training.questions import tool_name
from vignettes.reports.rules import RuleRow

ROWS = {"rows": 2}


class RemedyForm(forms.Form):
    """What a coordinator gives the assessor, about which rules, until when."""

    prefix = "remedy"
    kind = forms.ChoiceField(
        label=_("What to give"), choices=Remedy.Kind.choices, widget=forms.RadioSelect
    )
    rules = forms.MultipleChoiceField(
        label=_("About these rules"), required=False, widget=forms.CheckboxSelectMultiple
    )
    due_on = forms.DateField(
        label=_("Due on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=_("A word to the assessor"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("The assessor reads it beside the remedy."),
    )

    def __init__(self, *args: Any, rules: Iterable[RuleRow] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.id, row.title) for row in rules]
        field = self.fields["rules"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices
            field.initial = [value for value, _title in choices]
        if not choices:
            # Without a rule there is no page to read.
            del self.fields["rules"]
            kind = self.fields["kind"]
            if isinstance(kind, forms.ChoiceField):
                kind.choices = [one for one in Remedy.Kind.choices if one[0] != Remedy.Kind.PAGE]

    def clean_due_on(self) -> date:
        due: date = self.cleaned_data["due_on"]
        if due < localdate():
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        return due


class WhyForm(forms.Form):
    """Why an alert is closed or handed on, or what is to be noted about it."""

    note = forms.CharField(
        label=_("In a sentence"),
        max_length=1000,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("Kept with the alert, with your name and the day."),
    )


class PlanForm(forms.ModelForm[CheckPlan]):
    """How many check cases, announced or not, and when a case may return."""

    class Meta:
        model = CheckPlan
        fields = (
            "per_month",
            "is_announced",
            "certified_only",
            "comes_back_after",
            "again_every",
        )
        help_texts = {
            "per_month": _("From 0 to 20. More cases show a change sooner."),
            "is_announced": _(
                "Otherwise they look like any other case until they are handed in. People should "
                "know that check cases exist."
            ),
            "certified_only": _("Otherwise everybody who is enrolled gets them."),
            "comes_back_after": _("No case returns to the same person sooner."),
            "again_every": _(
                "Every so many months one of the cases is one that the person has scored before: "
                "it shows how well people agree with themselves. 0 for never."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, least, most in (
            ("per_month", 0, 20),
            ("comes_back_after", 1, 120),
            ("again_every", 0, 120),
        ):
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label,
                help_text=self.fields[name].help_text,
                min_value=least,
                max_value=most,
            )


class MonitorRulesForm(forms.ModelForm[MonitorRules]):
    """How readily to be alerted: by a run length, or by false alerts a month."""

    run_length = forms.IntegerField(
        label=_("Check cases to a false alert"),
        min_value=20,
        max_value=5000,
        help_text=_(
            "How many check cases somebody who has not drifted scores, on average, before a false "
            "alert. Higher: fewer false alerts, and real ones later."
        ),
    )
    alerts_a_month = forms.DecimalField(
        label=_("False alerts a month at most"),
        required=False,
        min_value=0.1,
        max_value=999,
        decimal_places=1,
        help_text=_("For the whole agency. Where it is given, the number above follows from it."),
    )

    class Meta:
        model = MonitorRules
        fields = ("run_length", "alerts_a_month")


class OutsideTrainingForm(forms.Form):
    """Training that was taken elsewhere."""

    title = forms.CharField(label=_("What was taken"), max_length=160)
    provider = forms.CharField(label=_("Given by"), max_length=160)
    taken_on = forms.DateField(
        label=_("Taken on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    tool = forms.ChoiceField(label=_("Tool"), required=False)
    hours = forms.DecimalField(
        label=_("Hours"), required=False, min_value=0, max_value=999, decimal_places=1
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["tool"]
        if isinstance(field, forms.ChoiceField):
            named = [(tool.id, tool_name(tool.id)) for tool in catalogue.tools()]
            field.choices = [("", _("no single tool")), *named]

    def clean_taken_on(self) -> date:
        taken: date = self.cleaned_data["taken_on"]
        if taken > localdate():
            raise forms.ValidationError(_("This day is still to come. Record it afterwards."))
        return taken
