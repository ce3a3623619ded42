"""How the cases read: length, reading grade, and cases that are too much like one another."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from statistics import median

import pyphen

from vignettes import text
from vignettes.bank.case import BankCase
from vignettes.phrases import LANGUAGES, Language

SHINGLE = 5
"""Words in a row that are compared between cases."""
TOO_ALIKE = 0.2
"""Share of such runs in common from which two cases count as near-duplicates."""
SENTENCE = re.compile(r"[^.!?]+[.!?]")
SYLLABLES: dict[Language, str] = {"en": "en_US", "fr": "fr_FR"}


@dataclass(frozen=True)
class Wording:
    """One case in one language. `grade`: see `reading_grade`; None without a whole sentence."""

    code: str
    language: Language
    words: int
    documents: int
    grade: float | None


@dataclass(frozen=True)
class Alike:
    """Two cases whose English texts share more runs of words than two files should."""

    first: str
    second: str
    share: float


def wording(case: BankCase) -> list[Wording]:
    """Both languages of one case."""
    return [
        Wording(
            code=case.code,
            language=language,
            words=len(text.plain_words(case.texts[language])),
            documents=len(text.documents(case.texts[language])),
            grade=reading_grade(prose(case.texts[language]), language),
        )
        for language in LANGUAGES
    ]


def prose(source: str) -> str:
    """The running text, without headings, lists, tables and span marks."""
    lines = text.unmarked(source).splitlines()
    return " ".join(line for line in lines if line and not line.startswith(("#", "|", "-")))


def reading_grade(words: str, language: Language) -> float | None:
    """Years of schooling a text asks for: Flesch and Kincaid 1975 in English.

    French has no such grade: Kandel and Moles 1958 give an ease of reading between 0 and 100,
    where a higher figure is easier. None where there is no whole sentence. Syllables are counted by
    the places where a word may be hyphenated, which is a little below the ear's count.
    """
    sentences = SENTENCE.findall(words)
    counted = text.plain_words(" ".join(sentences))
    if not counted:
        return None
    per_sentence = len(counted) / len(sentences)
    per_word = sum(_syllables(word, language) for word in counted) / len(counted)
    if language == "en":
        return 0.39 * per_sentence + 11.8 * per_word - 15.59
    return 207 - 1.015 * per_sentence - 73.6 * per_word


def near_duplicates(cases: list[BankCase]) -> list[Alike]:
    """The pairs of cases that share too much, the most alike first.

    A variant is like its parent and like the parent's other variants on purpose, and says so.
    """
    runs = {case.code: _runs(case.texts["en"]) for case in cases}
    family = {case.code: case.variant_of or case.code for case in cases}
    pairs = ((a, b) for a, b in combinations(runs, 2) if family[a] != family[b])
    shares = (Alike(a, b, _shared(runs[a], runs[b])) for a, b in pairs)
    return sorted((pair for pair in shares if pair.share >= TOO_ALIKE), key=lambda p: -p.share)


def median_of(found: list[Wording], language: Language) -> tuple[float, float]:
    """The median number of words and the median grade (or ease) over the cases."""
    own = [one for one in found if one.language == language]
    grades = [one.grade for one in own if one.grade is not None]
    return median(one.words for one in own), median(grades) if grades else 0.0


@cache
def _hyphenation(language: Language) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=SYLLABLES[language])


def _syllables(word: str, language: Language) -> int:
    return len(_hyphenation(language).positions(word)) + 1


def _runs(source: str) -> set[tuple[str, ...]]:
    words = [word.lower() for word in text.plain_words(source) if not word.isdigit()]
    return set(zip(*(words[start:] for start in range(SHINGLE)), strict=False))


def _shared(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
