"""Marked sentences of a draft: which facts they tell, which facts none tells, and new ties."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from instruments import catalogue
from instruments.facts import Facts, FactsError, fact_at, read_facts
from vignettes import fact_paths, text
from vignettes.casefile import proposed_path
from vignettes.drafting.content import Content
from vignettes.drafting.record import in_words
from vignettes.phrases import LANGUAGES, Language

PATH = re.compile(r"^[a-z0-9][a-z0-9_/-]{0,120}$")
NAME = re.compile(r"^s-[a-z0-9]+(-[a-z0-9]+)*$")
SHORT = {"occasions": "", "offences": "", "victims": "", "cohabitations": "", "person": ""}


@dataclass(frozen=True)
class Mark:
    """One row of the table: a span, its words in both languages, and the facts that it tells."""

    span_id: str
    words: tuple[str, str]
    paths: str
    told: tuple[str, ...]

    @property
    def is_in_text(self) -> bool:
        return any(self.words)


@dataclass(frozen=True)
class Untold:
    """A fact that no sentence tells, with the reason given for it."""

    path: str
    label: str
    name: str
    reason: str
    is_told: bool = False


@dataclass(frozen=True)
class Marks:
    """What the table of marked sentences shows. Without readable facts, no fact is listed."""

    rows: tuple[Mark, ...]
    untold: tuple[Untold, ...]
    told: tuple[Untold, ...]
    elsewhere: dict[Language, tuple[str, ...]]
    """For each language, the spans that only the other language has."""
    facts_are_read: bool


def marks(content: Content, language: Language) -> Marks:
    """The table, in the page's language."""
    facts = readable_facts(content)
    found = {la: {s.span_id: s.text for s in text.spans(content.text(la))} for la in LANGUAGES}
    tied = tied_paths(content)
    names = list(dict.fromkeys([*found["en"], *found["fr"], *tied]))
    listed = list(_facts_to_tell(content, facts, language)) if facts else []
    given = list(_with_reason(content, facts, language))
    excused = [fact.path for fact in given]
    return Marks(
        rows=tuple(
            Mark(
                span_id=name,
                words=(found["en"].get(name, ""), found["fr"].get(name, "")),
                paths=" ".join(tied.get(name, ())),
                told=tuple(fact_label(facts, path, language) for path in tied.get(name, ())),
            )
            for name in names
        ),
        untold=(
            *(f for f in listed if not f.is_told and not _covered(f.path, excused)),
            *given,
        ),
        told=tuple(fact for fact in listed if fact.is_told),
        elsewhere={
            "en": tuple(name for name in found["fr"] if name not in found["en"]),
            "fr": tuple(name for name in found["en"] if name not in found["fr"]),
        },
        facts_are_read=facts is not None,
    )


def tie(content: Content, span_id: str, path: str) -> Content:
    """The content with one more fact told by a span; as it was when the name or path is none."""
    if not NAME.match(span_id) or not PATH.match(path):
        return content
    tied = tied_paths(content)
    spans = {name: list(paths) for name, paths in tied.items()}
    spans[span_id] = list(dict.fromkeys([*spans.get(span_id, []), path]))
    untold = {key: why for key, why in content.sheet.get("untold", {}).items() if key != path}
    sheet = content.sheet | {"spans": spans, "untold": untold}
    return replace(content, sheet={key: value for key, value in sheet.items() if value != {}})


def tied_paths(content: Content) -> dict[str, tuple[str, ...]]:
    """span -> paths, as far as the sheet is well formed."""
    spans = content.sheet.get("spans")
    pairs = spans.items() if isinstance(spans, dict) else ()
    return {str(name): tuple(map(str, paths)) for name, paths in pairs if isinstance(paths, list)}


def readable_facts(content: Content) -> Facts | None:
    """The facts, or None while they cannot be read."""
    try:
        return read_facts(json.dumps(content.facts), "facts.json")
    except FactsError:
        return None


def span_name(path: str) -> str:
    """The name that a new span for this fact gets: s-o2-c1-outcome."""
    steps = [SHORT.get(step, step) for step in path.removeprefix("proposal/").split("/")]
    return "s-" + "-".join(step.replace("_", "-") for step in steps if step)


def _facts_to_tell(content: Content, facts: Facts, language: Language) -> Iterator[Untold]:
    """Every fact that a sentence has to tell, and every score the author proposes."""
    told = [path for paths in tied_paths(content).values() for path in paths]
    for path in [*fact_paths.leaves(facts), *_proposed(content)]:
        yield Untold(
            path=path,
            label=fact_label(facts, path, language),
            name=span_name(path),
            reason="",
            is_told=_covered(path, told),
        )


def _with_reason(content: Content, facts: Facts | None, language: Language) -> Iterator[Untold]:
    """What the author listed as told by no sentence: kept even while the facts cannot be read."""
    reasons: dict[str, Any] = content.sheet.get("untold", {})
    for path, reason in reasons.items():
        yield Untold(path, fact_label(facts, path, language), span_name(path), str(reason))


def _covered(path: str, paths: list[str]) -> bool:
    return any(fact_paths.covers(each, path) for each in paths)


def _proposed(content: Content) -> Iterator[str]:
    for tool_id, given in content.sheet.get("proposal", {}).items():
        for item in given.get("scores", {}):
            yield proposed_path(tool_id, item)


def fact_label(facts: Facts | None, path: str, language: Language) -> str:
    """The fact in words, such as "Victim v1: Age in years = 9"; the path where it is no fact."""
    if path.startswith("proposal/"):
        return _proposal_label(path, language)
    name, field = in_words(path, language)
    try:
        value = fact_at(facts, path) if facts and field else None
    except KeyError:
        return path
    if field is None or value is None or isinstance(value, bool | tuple):
        return name
    known = isinstance(value, str) and value in field.values
    if isinstance(value, float) and language == "fr":
        return f"{name} = {str(value).replace('.', ',')}"
    return f"{name} = {field.value_label(value, language) if known else value}"


def _proposal_label(path: str, language: Language) -> str:
    _, tool_id, item = path.split("/", 2) if path.count("/") >= 2 else ("", "", "")
    for tool in catalogue.tools():
        if tool.id == tool_id:
            found = next((i.name.to(language) for i in tool.items if i.id == item), item)
            return f"{tool.name.to(language)}, {found}"
    return path
