"""What people enter about a decision: a reason, an outcome, an appeal, an answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from reliability.models import Outcome

SETTLED = [
    (Outcome.PASSED.value, Outcome.PASSED.label),
    (Outcome.NOT_YET.value, Outcome.NOT_YET.label),
]
ROWS = {"rows": 3}


class ReasonForm(forms.Form):
    """Why a person takes the computed decision."""

    prefix = "confirm"
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("Kept with the decision. The assessor reads it."),
    )


class OutcomeForm(forms.Form):
    """A person decides, or decides otherwise."""

    prefix = "override"
    outcome = forms.ChoiceField(
        label=_("What stands from now on"), choices=SETTLED, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("Kept with the decision. The assessor reads it."),
    )


class ReviewForm(OutcomeForm):
    """A person looks again after a correction."""

    prefix = "review"


class AppealForm(forms.Form):
    """What the assessor objects to."""

    prefix = "appeal"
    reason = forms.CharField(
        label=_("What you object to"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A person of your agency reads it and answers. You can appeal once."),
    )


class AnswerForm(forms.Form):
    """The answer to an appeal, and what stands."""

    prefix = "answer"
    outcome = forms.ChoiceField(
        label=_("What stands from now on"), choices=SETTLED, widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=_("Answer to the assessor"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Kept with the appeal. The assessor reads it."),
    )
