"""The closed phrase list: which phrases of `terms.toml` a text holds, and where."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")

TERMS = Path(__file__).parent / "terms.toml"

# Slots that stand for listed words. {offence} is built from the list itself.
SLOTS: dict[Language, dict[str, str]] = {
    "en": {
        "n": r"\d+(?:\.\d+)?",
        "age": r"\d{1,3}",
        "date": r"\d{4}-\d{2}-\d{2}",
        "unit": r"(?:days?|weeks?|months?|years?)",
        "he": r"(?:he|she|the\s+man|the\s+woman)",
        "him": r"(?:him|her|the\s+man|the\s+woman)",
        "his": r"(?:his|her|the\s+man's|the\s+woman's)",
        "article": r"(?:an?\s+)?",
    },
    "fr": {
        "n": r"\d+(?:,\d+)?",
        "age": r"\d{1,3}",
        "date": r"\d{4}-\d{2}-\d{2}",
        "unit": r"(?:jours?|semaines?|mois|ans?|années?)",
        "il": r"(?:il|elle|l['’]homme|la\s+femme)",
        "lui": r"(?:lui|elle)",
        "le": r"(?:le|la)",
        "de_lui": r"(?:de\s+lui|d['’]elle|de\s+l['’]homme|de\s+la\s+femme)",
        "e": r"(?:es|e|s)?",
        "article": r"(?:une?\s+|d['’]une?\s+)?",
    },
}
# Headings name what the list guards; in running prose they would let single words through.
HEADING_GROUP = "heading"

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Phrase:
    """One wording of one entry of the list."""

    group: str
    key: str
    wording: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Match:
    """A phrase found in a text, from `start` up to `end`."""

    phrase: Phrase
    start: int
    end: int
    text: str


@cache
def wordings(language: Language) -> dict[str, dict[str, tuple[str, ...]]]:
    """group -> key -> wordings, as they stand in the list."""
    listed = tomllib.loads(TERMS.read_text(encoding="utf-8"))
    return {
        group: {key: _as_tuple(entry[language]) for key, entry in entries.items()}
        for group, entries in listed.items()
        if isinstance(entries, dict)
    }


@cache
def phrases(language: Language) -> tuple[Phrase, ...]:
    """Every phrase of the list, ready to be looked for."""
    return tuple(
        Phrase(group, key, wording, re.compile(_pattern(wording, language), re.IGNORECASE))
        for group, entries in wordings(language).items()
        for key, listed in entries.items()
        for wording in listed
    )


@lru_cache(maxsize=1024)
def matches(text: str, language: Language, *, headings: bool = False) -> tuple[Match, ...]:
    """The phrases that the text holds; those of the heading group only when asked for."""
    return tuple(
        Match(phrase, found.start(), found.end(), found.group())
        for phrase in phrases(language)
        if headings or phrase.group != HEADING_GROUP
        for found in phrase.pattern.finditer(text)
    )


def label(group: str, key: str, language: Language) -> str:
    """The first wording of an entry: the label shown for a value of the facts."""
    return wordings(language)[group][key][0]


def _as_tuple(entry: str | list[str]) -> tuple[str, ...]:
    return (entry,) if isinstance(entry, str) else tuple(entry)


def _pattern(wording: str, language: Language) -> str:
    parts = _SLOT.split(wording)
    pieces = [
        _slot(part, language) if index % 2 else _literal(part) for index, part in enumerate(parts)
    ]
    return rf"(?<!\w){''.join(pieces)}(?!\w)"


def _literal(text: str) -> str:
    """The words as they stand, however they are spaced and whichever apostrophe is used."""
    escaped = re.escape(text.replace("’", "'")).replace("'", "['’]")
    return re.sub(r"(?:\\?\s)+", r"\\s+", escaped)


def _slot(name: str, language: Language) -> str:
    if name == "offence":
        labels = [word for listed in wordings(language)["offence"].values() for word in listed]
        longest_first = sorted(labels, key=len, reverse=True)
        return f"{SLOTS[language]['article']}(?:{'|'.join(map(_literal, longest_first))})"
    try:
        return SLOTS[language][name]
    except KeyError:
        raise ValueError(
            f"terms.toml: found the slot {{{name}}} in a phrase in {language!r}, expected one of "
            f"{', '.join(SLOTS[language])} or offence."
        ) from None
