"""The text tells the facts: each span a fact, each fact a span, and none says another thing.

A proposed score of a judgement tool is told like a fact: a sentence supports it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from instruments.facts import Facts, fact_at
from vignettes import fact_paths, text
from vignettes.casefile import GOLD, TEXTS, CaseFile
from vignettes.findings import Finding, line_with, place
from vignettes.phrases import LANGUAGES, Language, Match, matches

GUARDED = re.compile(r"^(?:victims|material)(?:/|$)|^occasions/[^/]+/offences(?:/|$)")
SPAN_NAME = re.compile(r"^s-[a-z0-9]+(?:-[a-z0-9]+)*$")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

# Facts whose value is a word of the list: the field, and the group of phrases that tell it.
TOLD_BY_GROUP = {
    "title": "offence",
    "outcome": "outcome",
    "kind": "occasion",
    "sentence": "sentence",
    "relation": "relation",
    "source": "source",
}
# Facts that a number of a phrase tells.
TOLD_BY_NUMBER = {
    "age": "victim",
    "charges": "count.charges",
    "convictions": "count.convictions",
    "boys_percent": "material.boys_percent",
    "other_boys_percent": "material.other_boys_percent",
}

# Facts that a phrase of their own tells: the field, and the value behind each phrase.
TOLD_BY_PHRASE: dict[str, dict[str, bool | str | tuple[()]]] = {
    "release_failures": {"record.no_release_failure": ()},
    "stills": {"material.stills": True, "material.no_stills": False},
    "videos": {"material.videos": True, "material.no_videos": False},
    "written": {"material.written": True, "material.no_written": False},
    "sought_male": {"material.sought_male": True, "material.no_sought_male": False},
    "other_material": {"material.no_other_material": False},
    "live_child": {"record.live_child": True, "record.no_live_child": False},
    "credible": {"record.credible": True, "record.not_credible": False},
    "sexual_motive": {"record.motive_found": True, "record.motive_not_found": False},
    "force": {"record.force": True, "record.no_force": False},
    "attempted_contact": {"record.meeting_arranged": True, "record.no_meeting": False},
    "imminent_offence": {"record.imminent": True, "record.not_imminent": False},
    "offence_without_order": {
        "record.offence_without_order": True,
        "record.no_offence_without_order": False,
    },
    "meeting_within_24h": {"contact.meeting_within_24h": True, "contact.meeting_later": False},
    "volunteered": {"record.volunteered": True, "record.not_volunteered": False},
    "online_communication": {
        "record.online_none": "none",
        "record.online_minor": "minor",
        "record.online_officer": "officer",
    },
}


def findings(case: CaseFile) -> Iterator[Finding]:
    yield from _paths(case)
    for language in LANGUAGES:
        yield from _names(case, language)
        yield from _without_phrase(case, language)
        yield from _contradictions(case, language)
    yield from _untold(case)


def _paths(case: CaseFile) -> Iterator[Finding]:
    told = [(span_id, path) for span_id, paths in case.sheet.spans.items() for path in paths]
    told += [(f'"{path}"', path) for path in case.sheet.untold]
    proposed = set(case.sheet.proposed_paths)
    for name, path in told:
        if path not in proposed and not _exists(case.facts, path):
            line = line_with(case.sources[GOLD], name)
            message = f"{name} names the path {path}, which the facts do not have."
            yield Finding(GOLD, line, 1, "path", message, "Correct the path or the facts.")


def _exists(facts: Facts, path: str) -> bool:
    try:
        fact_at(facts, path)
    except KeyError:
        return False
    return True


def _names(case: CaseFile, language: Language) -> Iterator[Finding]:
    name, source = TEXTS[language], case.texts[language]
    spans = text.spans(source)
    counts = Counter(span.span_id for span in spans)
    for span in spans:
        problem = _wrong_name(span, counts, case)
        if problem:
            mend = "Names begin with s- and stand once in each text and in [spans]."
            yield Finding(name, *place(source, span.start), "span", problem, mend)
    rest = text.SPAN.sub(lambda found: " " * len(found[0]), source)
    for stray in re.finditer(r"[\[\]{}]", rest):
        message = f"Found a lone {stray.group()}: spans must not overlap, nest or stay open."
        mend = "Write [words]{#s-name}."
        yield Finding(name, *place(source, stray.start()), "span", message, mend)
    for span_id in case.sheet.spans.keys() - counts.keys():
        line = line_with(case.sources[GOLD], span_id)
        message = f"{span_id} is not in {name}."
        yield Finding(GOLD, line, 1, "span", message, "Mark the sentence or remove the entry.")


def _wrong_name(span: text.Span, counts: Counter[str], case: CaseFile) -> str:
    if not SPAN_NAME.match(span.span_id):
        return f"{span.span_id} is not the name of a span."
    if counts[span.span_id] > 1:
        return f"The span {span.span_id} occurs {counts[span.span_id]} times."
    if span.span_id not in case.sheet.spans:
        return f"The span {span.span_id} is tied to no fact in gold.toml."
    if not span.text or "\n\n" in span.text:
        return f"The span {span.span_id} is empty or longer than one paragraph."
    return ""


def _without_phrase(case: CaseFile, language: Language) -> Iterator[Finding]:
    source = case.texts[language]
    for span in text.spans(source):
        paths = case.sheet.spans.get(span.span_id, ())
        if any(GUARDED.match(path) for path in paths) and not matches(span.text, language):
            where = (TEXTS[language], *place(source, span.start))
            message = f"The span {span.span_id} tells a guarded fact without a phrase of the list."
            yield Finding(*where, "phrase", message, "Use a phrase of vignettes/terms.toml.")


@dataclass(frozen=True)
class Telling:
    """One fact as one span tells it. `agrees`: None where the span holds no value of its sort."""

    span: text.Span
    path: str
    agrees: bool | None


def tellings(
    facts: Facts, tied: Mapping[str, Iterable[str]], source: str, language: Language
) -> list[Telling]:
    """Every fact that a text tells, span by span. `tied`: the paths of each span."""
    return [
        Telling(span, path, _agrees(path, fact_at(facts, path), span, matches(span.text, language)))
        for span in text.spans(source)
        for path in tied.get(span.span_id, ())
        if _exists(facts, path)
    ]


def _contradictions(case: CaseFile, language: Language) -> Iterator[Finding]:
    """Sentences that say another thing than the fact, where no other sentence puts them right."""
    found = tellings(case.facts, case.sheet.spans, case.texts[language], language)
    told = [(one.span, one.path, one.agrees) for one in found]
    put_right = {path for _, path, agrees in told if agrees}
    for span, path, agrees in told:
        if agrees is False and not any(fact_paths.covers(path, right) for right in put_right):
            value = fact_at(case.facts, path)
            where = (TEXTS[language], *place(case.texts[language], span.start))
            message = f"The span {span.span_id} says something else than the fact {path} = {value}."
            yield Finding(*where, "facts", message, "Correct the sentence or the fact.")


def _agrees(path: str, value: Any, span: text.Span, found: tuple[Match, ...]) -> bool | None:
    """Does the span tell this value, or another of its sort? None: none of its sort at all.

    A fact that must be inferred is told by a span that holds no value of its sort.
    """
    told = _values(path, value, span, found)
    return value in told if told else None


def values(told: Telling, value: Any, language: Language) -> set[Any]:
    """Every value of this fact's sort that the span holds, in the form in which facts hold it."""
    return _values(told.path, value, told.span, matches(told.span.text, language))


def _values(path: str, value: Any, span: text.Span, found: tuple[Match, ...]) -> set[Any]:
    field = path.rsplit("/", 1)[-1]
    if isinstance(value, date):
        return {_day(words) for words in DAY.findall(span.text)}
    if field in TOLD_BY_NUMBER:
        group, _, key = TOLD_BY_NUMBER[field].partition(".")
        counted = [m for m in found if m.phrase.group == group and key in ("", m.phrase.key)]
        return {int(n) for m in counted for n in re.findall(r"\d+", m.text)}
    if field in TOLD_BY_GROUP:
        return {match.phrase.key for match in _outermost(found, TOLD_BY_GROUP[field])}
    told = TOLD_BY_PHRASE.get(field, {})
    groups = {name.partition(".")[0] for name in told}
    shown = {f"{m.phrase.group}.{m.phrase.key}" for g in groups for m in _outermost(found, g)}
    return {told[name] for name in shown if name in told}


def _day(words: str) -> date | str:
    """The words themselves where the calendar has no such day."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        return words


def _outermost(found: tuple[Match, ...], group: str) -> list[Match]:
    """The phrases of a group that a text holds, without those inside a longer one of it."""
    own = [match for match in found if match.phrase.group == group]
    return [
        match
        for match in own
        if not any(
            other.start <= match.start
            and match.end <= other.end
            and len(other.text) > len(match.text)
            for other in own
        )
    ]


def _untold(case: CaseFile) -> Iterator[Finding]:
    told = [path for paths in case.sheet.spans.values() for path in paths]
    listed = [*told, *case.sheet.untold]
    untold = fact_paths.untold(case.facts, listed)
    untold += [path for path in case.sheet.proposed_paths if path not in listed]
    for path in untold:
        message = f"No sentence tells the fact {path}."
        mend = "Tie a span to it, or list it under [untold] with the reason."
        yield Finding(GOLD, line_with(case.sources[GOLD], "[spans]"), 1, "untold", message, mend)
