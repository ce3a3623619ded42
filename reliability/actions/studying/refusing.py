"""What an action on a study refuses with: a sentence for the person who asked."""

from __future__ import annotations

from dataclasses import dataclass


class StudyRefusedError(Exception):
    """An action on a study cannot be done. The message is a sentence in the reader's language."""


@dataclass(frozen=True)
class Preview:
    """How the first lines of a table read under one encoding. Shown once, stored nowhere."""

    encoding: str
    lines: tuple[str, ...]


class EncodingUnclearError(StudyRefusedError):
    """A text file is not UTF-8: the person chooses how it reads, and brings it again."""

    def __init__(self, message: str, previews: tuple[Preview, ...]) -> None:
        super().__init__(message)
        self.previews = previews


class RowsRefusedError(StudyRefusedError):
    """Rows sent by a program cannot be taken. `findings` are as `Intake.findings["first"]`."""

    def __init__(self, message: str, findings: tuple[dict[str, object], ...]) -> None:
        super().__init__(message)
        self.findings = findings
