"""What changed between two wordings of a case: facts by path, words by document, scores by item."""

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from instruments import catalogue, rulings
from instruments.facts import Facts, FactsError, read_facts
from vignettes import fact_paths, text
from vignettes.drafting.computed import signed
from vignettes.drafting.content import Content
from vignettes.drafting.record import in_words
from vignettes.models import Eligibility
from vignettes.phrases import LANGUAGES, Language

WORDS = re.compile(r"\s+|[^\W_]+|[^\w\s]|_")
MOST_COMPARED = 1_000_000
"""Pairs of words. A paragraph of a case is a thousandth of it."""
FEWEST_SHARED = 0.4

Sign = Literal["", "ins", "del"]


@dataclass(frozen=True)
class Change:
    """One fact, score or entry: what it was and what it is. "" where there was or is none."""

    what: str
    path: str
    old: str
    new: str


@dataclass(frozen=True)
class Piece:
    """Words that stayed, came or went."""

    sign: Sign
    words: str


@dataclass(frozen=True)
class ChangedDocument:
    """One document with its changed paragraphs; those that stayed as they were are counted."""

    title: str
    language: Language
    paragraphs: tuple[tuple[Piece, ...], ...]
    n_same: int


@dataclass(frozen=True)
class Differences:
    """Everything that changed; nothing in it where the two say the same."""

    heading: tuple[Change, ...]
    facts: tuple[Change, ...]
    documents: tuple[ChangedDocument, ...]
    scores: tuple[Change, ...]
    notes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return any((self.heading, self.facts, self.documents, self.scores, self.notes))


def differences(old: Content, new: Content, language: Language) -> Differences:
    """Old against new, named in the page's language."""
    before, after = _facts(old), _facts(new)
    return Differences(
        heading=_changes(_heading(old), _heading(new)),
        facts=_changes(_leaves(before, old, language), _leaves(after, new, language)),
        documents=tuple(_documents(old, new)),
        scores=_changes(_scores(before, language), _scores(after, language)),
        notes=_changes(_notes(old), _notes(new)),
    )


def _changes(
    old: dict[str, tuple[str, str]], new: dict[str, tuple[str, str]]
) -> tuple[Change, ...]:
    """Entries are path -> (name, value), in the order of the new, then those that went."""
    found = []
    for path in [*new, *(path for path in old if path not in new)]:
        was, now = old.get(path, ("", "")), new.get(path, ("", ""))
        if was[1] != now[1]:
            found.append(Change(now[0] or was[0], path, was[1], now[1]))
    return tuple(found)


def _heading(content: Content) -> dict[str, tuple[str, str]]:
    sheet, titles = content.sheet, content.sheet.get("title", {})
    told = {name: sheet.get(name, "") for name in ("kind", "difficulty")}
    told |= {f"title/{la}": titles.get(la, "") for la in LANGUAGES}
    return {name: (name, str(value)) for name, value in told.items()}


def _facts(content: Content) -> Facts | None:
    try:
        return read_facts(json.dumps(content.facts), "facts.json")
    except FactsError:
        return None


def _leaves(
    facts: Facts | None, content: Content, language: Language
) -> dict[str, tuple[str, str]]:
    """Every fact by its path; as they are typed, where they cannot be read."""
    leaves = fact_paths.leaves(facts) if facts else dict(_raw(content.facts, ""))
    return {
        path: (in_words(path, language)[0], _shown(path, v, language)) for path, v in leaves.items()
    }


def _raw(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, entry in value.items():
            if name not in fact_paths.UNTOLD_FIELDS:
                yield from _raw(entry, f"{path}/{name}" if path else name)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for place, entry in enumerate(value):
            yield from _raw(entry, f"{path}/{entry.get('id', place)}")
    else:
        yield path, value


def _shown(path: str, value: Any, language: Language) -> str:
    if isinstance(value, bool):
        return {"en": ("no", "yes"), "fr": ("non", "oui")}[language][value]
    if isinstance(value, tuple | list):
        return ", ".join(_of_list(entry) for entry in value) or "–"
    field = in_words(path, language)[1]
    if field and isinstance(value, str) and value in field.values:
        return field.value_label(value, language)
    return str(value)


def _of_list(entry: Any) -> str:
    start, end = getattr(entry, "start", None), getattr(entry, "end", None)
    return f"{start} – {end}" if start else str(entry)


def _scores(facts: Facts | None, language: Language) -> dict[str, tuple[str, str]]:
    """What the rules give today on these facts."""
    found: dict[str, tuple[str, str]] = {}
    for tool in catalogue.tools() if facts else ():
        if tool.scored_by != "rules" or facts is None:
            continue
        right = rulings.rulings(tool.id, facts)
        answer, name = right.eligibility.answer, tool.name.to(language)
        found[f"{tool.id}/eligible"] = (name, str(Eligibility(answer).label))
        for item, score in right.values.items() if answer == "yes" else ():
            words = f"{name}, {tool.item(item).name.to(language)}"
            found[f"{tool.id}/{item}"] = (words, "–" if score is None else signed(score))
    return found


def _notes(content: Content) -> dict[str, tuple[str, str]]:
    """Spans, reasons, own scores, proposals and whys, each by its place in the sheet."""
    parts = ("spans", "untold", "gold", "proposal", "why")
    flat = dict(_raw({part: content.sheet.get(part, {}) for part in parts}, ""))
    return {
        path: (path, ", ".join(map(str, value)) if isinstance(value, list) else str(value))
        for path, value in flat.items()
        if value not in ({}, [])
    }


def _documents(old: Content, new: Content) -> Iterator[ChangedDocument]:
    for language in LANGUAGES:
        before = _by_title(old.text(language))
        after = _by_title(new.text(language))
        for title in [*after, *(title for title in before if title not in after)]:
            was, now = before.get(title, []), after.get(title, [])
            if was != now:
                paragraphs, n_same = _paragraphs(was, now)
                yield ChangedDocument(title, language, paragraphs, n_same)


def _by_title(source: str) -> dict[str, list[str]]:
    """Title and day -> the lines of the document; of two with one title, the second is numbered."""
    found: dict[str, list[str]] = {}
    for document in text.documents(source):
        title = f"{document.title} ({document.dated})"
        key = title if title not in found else f"{title} {document.number}"
        found[key] = [line.strip() for line in document.body.split("\n") if line.strip()]
    if not found and source.strip():
        found["–"] = [line.strip() for line in source.split("\n") if line.strip()]
    return found


def _paragraphs(old: list[str], new: list[str]) -> tuple[tuple[tuple[Piece, ...], ...], int]:
    found: list[tuple[Piece, ...]] = []
    n_same = 0
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            n_same += b - a
            continue
        before, after = old[a:b], new[c:d]
        for place in range(max(len(before), len(after))):
            was = before[place] if place < len(before) else ""
            now = after[place] if place < len(after) else ""
            found.append(tuple(_pieces(was, now)))
    return tuple(found), n_same


def _pieces(old: str, new: str) -> Iterator[Piece]:
    """Word by word; two paragraphs with little in common are shown whole."""
    was, now = WORDS.findall(old), WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    if len(was) * len(now) > MOST_COMPARED or matcher.ratio() < FEWEST_SHARED:
        yield from (Piece(sign, words) for sign, words in (("del", old), ("ins", new)) if words)  # type: ignore[arg-type]
        return
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("", "".join(was[a:b]))
            continue
        if b > a:
            yield Piece("del", "".join(was[a:b]))
        if d > c:
            yield Piece("ins", "".join(now[c:d]))
