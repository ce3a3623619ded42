"""An objection to a gold score, and the answer to it, read into plain Python."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from training.forms.panels import PlainWords
from training.models import Outcome
from training.models.contest import REASON_LENGTH


class ContestForm(forms.Form):
    """Why the assessor holds that the gold score is not right."""

    reason = PlainWords(
        label=gettext_lazy("Why this score should be looked at again"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy(
            "Name the document and the fact, or the rule. Plain words, without quotation marks; "
            "at most 1,000 characters."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class AnswerContestForm(forms.Form):
    """How a contest is answered; only outcomes that the gold in force bears out are offered."""

    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), widget=forms.RadioSelect)
    answer = PlainWords(
        label=gettext_lazy("Explanation for the assessor"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, outcomes: Iterable[Outcome]) -> None:
        offered = list(outcomes)
        super().__init__(data, initial={"outcome": offered[0]})
        fields: dict[str, Any] = self.fields
        fields["outcome"].choices = [(one.value, one.label) for one in offered]
