"""Own notes, questions on coding and their answers, and the check on statements."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.forms.panels import PlainWords
from training.models.learning import NOTE_LENGTH, QUESTION_LENGTH
from training.reading.content import CHECKED, page

VERDICTS = [
    ("supported", gettext_lazy("Supported")),
    ("contested", gettext_lazy("Contested")),
    ("not_shown", gettext_lazy("Not shown")),
]


class NoteForm(forms.Form):
    """What an assessor writes down about a rule; empty takes the note away."""

    text = PlainWords(
        label=gettext_lazy("Your note on this rule"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Nobody else reads it. Plain words, without quotation marks."),
    )


class QuestionForm(forms.Form):
    """A question on how to code."""

    text = PlainWords(
        label=gettext_lazy("Your question"),
        max_length=QUESTION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Ask about a rule or a fictional case, never about a real person. Plain words, without "
            "quotation marks; at most 1,000 characters."
        ),
    )


class AnswerForm(forms.Form):
    """The answer to a question, and whether it is published on the rule's page."""

    answer = PlainWords(
        label=gettext_lazy("Answer"),
        max_length=QUESTION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class CheckForm(forms.Form):
    """What is known of each statement: one choice for each."""

    def __init__(self, data: Mapping[str, Any] | None) -> None:
        super().__init__(data)
        for statement in page(CHECKED).statements:
            self.fields[statement.id] = forms.ChoiceField(
                choices=VERDICTS,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the three.")},
            )
