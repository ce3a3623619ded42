"""What is wrong in a file of a case: where, which rule, what was found and how to mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to mend. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    rule: str
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.rule}: {self.message} {self.mend}"


def place(source: str, offset: int) -> tuple[int, int]:
    """Line and column of a position in a text."""
    before = source[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def line_with(source: str, words: str) -> int:
    """The first line that holds these words; the first line of all when none does."""
    position = source.find(words)
    return source.count("\n", 0, position) + 1 if position >= 0 else 1
