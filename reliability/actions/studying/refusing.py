"""What an action on a study refuses with: a sentence for whoever asked, in both languages."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, override

from instruments.sheet import Text
from reliability.studies.reading_refused import RefusedError


def in_both(template: str | Promise, **values: Any) -> Text:
    """A lazy message in English and in French, its %(places)s filled."""
    told = {}
    for language in ("en", "fr-ca"):
        with override(language):
            told[language] = str(template) % values if values else str(template)
    return Text(en=told["en"], fr=told["fr-ca"])


class StudyRefusedError(Exception):
    """An action on a study cannot be done. As a string: a sentence in the reader's language."""

    def __init__(self, told: Text | str | Promise, **values: Any) -> None:
        self.text = told if isinstance(told, Text) else in_both(told, **values)
        super().__init__(self.text.en)

    def __str__(self) -> str:
        return self.text.to(get_language() or "en")


class EncodingUnclearError(StudyRefusedError):
    """A file cannot be read until a person says how it is meant, and brings it again.

    `candidates` are the encodings to choose from (reliability.studies.reading.Candidate), `sheets`
    how many sheets there are to choose from; the one that is not the question is empty.
    """

    def __init__(self, refused: RefusedError) -> None:
        super().__init__(refused.text)
        self.candidates = refused.candidates
        self.sheets = refused.sheets


def as_refusal(refused: RefusedError) -> StudyRefusedError:
    """The refusal of a file, as a page answers it."""
    if refused.candidates or refused.sheets:
        return EncodingUnclearError(refused)
    return StudyRefusedError(refused.text)


class RowsRefusedError(StudyRefusedError):
    """Rows sent by a program cannot be taken. `findings` are as `Intake.findings["first"]`."""

    def __init__(self, told: Text, findings: tuple[dict[str, Any], ...]) -> None:
        super().__init__(told)
        self.findings = findings
