"""Answers on their way from a scoring page, and why a case is declined."""

import uuid
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.answers import INSUFFICIENT, Answer
from training.questions import Question, questions

REASON_LENGTH = 500
MOST_REVISIONS = 2_000_000_000
FOUND_LENGTH = 20
"""How much of an answer that cannot be taken is told back."""


class AnswerForm:
    """One answer to one question: `<question>-value`, `-reason` and `-revision`.

    A page sends one for each question at once, so it is read by hand: a form of Django's makes
    every field anew, which takes as long as storing the answer.
    """

    def __init__(self, question: Question, data: Mapping[str, Any]) -> None:
        self.question = question
        self.found = str(data.get(f"{question.id}-value") or "").strip()
        self.reason = str(data.get(f"{question.id}-reason") or "").strip()
        self.revision = _revision(str(data.get(f"{question.id}-revision") or "").strip())

    def is_valid(self) -> bool:
        return not self.sentence

    @cached_property
    def sentence(self) -> str:
        """What is wrong with the answer, as one line that names the question; empty if nothing."""
        names = {"question": self.question.heading}
        if self.found not in {choice.value for choice in self.question.choices}:
            return self._on_value()
        if "\0" in self.reason:
            return (
                _("%(question)s: the reason holds a NUL character. Remove it and save again.")
                % names
            )
        if len(self.reason) > REASON_LENGTH:
            return _("%(question)s: the reason is too long; keep it under %(n)s characters.") % {
                **names,
                "n": REASON_LENGTH,
            }
        if self.revision is None:
            return _("%(question)s: this page is out of date. Reload it and answer again.") % names
        return ""

    def _on_value(self) -> str:
        """The answer that was found and those that may be given, in the words of the page."""
        found = self.found.replace("\0", "").strip()
        names = {"question": self.question.heading}
        if not found:
            return _("%(question)s: no answer was chosen. Choose one.") % names
        sentence = _(
            "%(question)s: found “%(found)s”, expected one of %(permitted)s. Choose again."
        )
        permitted = ", ".join(choice.name for choice in self.question.choices)
        found = Truncator(found).chars(FOUND_LENGTH)
        return sentence % {**names, "found": found, "permitted": permitted}

    @property
    def answer(self) -> Answer:
        reason = self.reason if self.found == INSUFFICIENT else ""
        return Answer(self.question.id, self.found, reason, self.revision or 0)


def _revision(text: str) -> int | None:
    """The number that a page was given; None where it is none."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_REVISIONS))
    return int(text) if is_number and int(text) <= MOST_REVISIONS else None


class ScoringForm:
    """All answers of a scoring page at once; a question that is not answered is left out."""

    def __init__(self, tool: str, data: Mapping[str, Any]) -> None:
        forms_sent = [
            AnswerForm(question, data)
            for question in questions(tool)
            if data.get(f"{question.id}-value")
        ]
        self.errors = {f.question.id: f.sentence for f in forms_sent if not f.is_valid()}
        self.answers = [f.answer for f in forms_sent if f.is_valid()]

    @property
    def given(self) -> dict[str, Answer]:
        return {answer.question: answer for answer in self.answers}


def answer_form(tool: str, data: Mapping[str, Any]) -> AnswerForm | None:
    """The form for the one question that an autosave names; None where the tool has no such one."""
    asked = data.get("question")
    question = next((one for one in questions(tool) if one.id == asked), None)
    return AnswerForm(question, data) if question else None


def read_key(text: str) -> uuid.UUID:
    """The key of a form; one that fits no case where the text is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


class DeclineForm(forms.Form):
    """Why a case is declined; nobody has to say."""

    reason = forms.CharField(
        label=gettext_lazy("Reason (you may leave this empty)"),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
