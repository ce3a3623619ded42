"""Which cases are long files: many words, many documents, and one that corrects another."""

from dataclasses import dataclass

from instruments.facts import fact_at
from vignettes import fact_paths, text
from vignettes.bank.case import BankCase
from vignettes.linter.telling import tellings, values
from vignettes.phrases import LANGUAGES

LONG = 900
"""Words that both languages must pass."""
MANY = 5
"""Documents of a long file."""


@dataclass(frozen=True)
class LongFile:
    """One long file. `corrected`: the facts of which one document tells another value."""

    code: str
    words: int
    """In the shorter language."""
    documents: int
    corrected: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Is it long in every respect? One without a correction is listed for its author to see."""
        return bool(self.corrected)


def long_files(cases: list[BankCase]) -> list[LongFile]:
    """The cases with enough words and documents, with or without a correction."""
    found = []
    for case in cases:
        words = min(len(text.plain_words(case.texts[language])) for language in LANGUAGES)
        documents = len(text.documents(case.texts["en"]))
        if words > LONG and documents >= MANY:
            found.append(LongFile(case.code, words, documents, corrections(case)))
    return found


def corrections(case: BankCase) -> tuple[str, ...]:
    """The facts that two documents tell, one of them wrongly.

    Both languages have the same spans in the same documents, so one of them is enough.
    """
    return tuple(told_wrongly(case))


def told_wrongly(case: BankCase) -> dict[str, object]:
    """The facts that two documents tell, one of them wrongly -> the wrong value it tells first."""
    told = tellings(case.facts, case.spans, case.texts["en"], "en")
    right = {(one.path, one.span.document) for one in told if one.agrees}
    found: dict[str, object] = {}
    for one in told:
        elsewhere = any(
            fact_paths.covers(one.path, path) and document != one.span.document
            for path, document in right
        )
        if one.agrees is False and elsewhere:
            wrong = values(one, fact_at(case.facts, one.path), "en")
            found.setdefault(one.path, min(wrong, key=str))
    return found
