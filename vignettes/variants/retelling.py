"""The text of a case told anew: its marked sentences are the template.

Only what a marked sentence tells in a phrase of the list, a day or a number can be changed. What
stands in free prose is left alone, and named, so that the person who reads the variant looks there.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from vignettes import text
from vignettes.casefile import CaseFile
from vignettes.linter.telling import TOLD_BY_NUMBER
from vignettes.phrases import LANGUAGES, Language, Match, label, matches
from vignettes.variants.changes import Change, Plan, old_value, words

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBER = re.compile(r"\d+")
TIMES: dict[Language, tuple[re.Pattern[str], str]] = {
    "en": (re.compile(r"\d+(?:\.\d+)? (?:months?|years?)"), "months"),
    "fr": (re.compile(r"\d+(?:,\d+)? (?:mois|ans?|années?)"), "mois"),
}
PERSON = {"male": {"his": "his", "him": "him"}, "female": {"his": "her", "him": "her"}}
GROUPS = {"title": "offence", "relation": "relation", "knew_24h": "knew"}


class CannotRetellError(ValueError):
    """No sentence of the parent tells this fact in words that can be exchanged."""


@dataclass(frozen=True)
class Retold:
    """The two texts, and the sentences outside marked spans that a reader should look at."""

    texts: dict[Language, str]
    look_at: tuple[str, ...]


def retell(case: CaseFile, plan: Plan) -> Retold:
    """Tell the parent's text with the facts of the plan. Raises CannotRetellError."""
    texts = {language: _retold(case, plan, language) for language in LANGUAGES}
    return Retold(texts, tuple(_doubtful(case, plan, texts["en"])))


def _retold(case: CaseFile, plan: Plan, language: Language) -> str:
    source = case.texts[language]
    for change in plan.changes:
        source = _with_change(case, change, source, language)
    moved = plan.days
    return DAY.sub(lambda found: _moved(found.group(), moved), source)


def _with_change(case: CaseFile, change: Change, source: str, language: Language) -> str:
    """Exchange the words in every span that is tied to the fact itself or to its record."""
    exchange = _exchange(case, change, language)
    told = 0

    def anew(found: re.Match[str]) -> str:
        nonlocal told
        if change.path not in case.sheet.spans.get(found[2], ()):
            return found[0]
        words_now = exchange(found[1])
        told += words_now != found[1]
        return f"[{words_now}]{{#{found[2]}}}"

    source = text.SPAN.sub(anew, source)
    if not told:
        raise CannotRetellError(f"No sentence tells {change.path} in words of the list.")
    return source


def _exchange(case: CaseFile, change: Change, language: Language) -> Callable[[str], str]:
    old = old_value(case.facts, change)
    if isinstance(old, date):
        return lambda told: told.replace(old.isoformat(), change.value.isoformat())
    if change.field == "family_role_years":
        months = round(change.value * 12)
        return lambda told: _in_months(told, months, language)
    if change.field in TOLD_BY_NUMBER:
        group, _, key = TOLD_BY_NUMBER[change.field].partition(".")
        return lambda told: _numbered(told, group, key, old, change.value, language)
    new = _wording(case, change, language)
    return lambda told: _reworded(told, change.field, old, new, language)


def _numbered(told: str, group: str, key: str, old: int, new: int, language: Language) -> str:
    for match in _of_group(told, group, language):
        if key in ("", match.phrase.key) and str(old) in NUMBER.findall(match.text):
            again = re.sub(rf"\b{old}\b", str(new), match.text, count=1)
            return told[: match.start] + again + told[match.end :]
    return told


def _in_months(told: str, months: int, language: Language) -> str:
    """A time that is told in months or years, told in months."""
    time, unit = TIMES[language]
    for match in _of_group(told, "knew", language):
        if match.phrase.key == "family_role":
            again = time.sub(f"{months} {unit}", match.text, count=1)
            return told[: match.start] + again + told[match.end :]
    return told


def _reworded(told: str, field: str, old: str, new: str, language: Language) -> str:
    for match in _of_group(told, GROUPS[field], language):
        if match.phrase.key == old:
            fitting = new[0].upper() + new[1:] if match.text[0].isupper() else new
            return told[: match.start] + fitting + told[match.end :]
    return told


def _of_group(told: str, group: str, language: Language) -> list[Match]:
    """The longest phrases of a group first, so that no part of another one is exchanged."""
    own = [match for match in matches(told, language) if match.phrase.group == group]
    return sorted(own, key=lambda match: len(match.text), reverse=True)


def _wording(case: CaseFile, change: Change, language: Language) -> str:
    if change.field == "title":
        return label("offence", str(change.value), language)
    victim = next(v for v in case.facts.victims if v.id == change.path.split("/")[1])
    if victim.sex is None:
        raise CannotRetellError(f"{change.path}: the sex of the victim is not told.")
    listed: dict[str, str] = words()[change.field][change.value][victim.sex]
    return listed[language].format_map(PERSON[case.facts.person.sex])


def _moved(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _doubtful(case: CaseFile, plan: Plan, source: str) -> list[str]:
    """What may no longer agree: numbers in free prose, and times told beside a changed fact."""
    prose = text.SPAN.sub(" ", DAY.sub(" ", source))
    lines = (line for line in prose.splitlines() if line and not line.startswith(("#", "|")))
    sentences = (s for line in lines for s in re.split(r"(?<=[.!?])\s", line))
    tidy = (" ".join(sentence.strip(" -").split()) for sentence in sentences)
    found = [sentence for sentence in tidy if NUMBER.search(sentence)]
    if not plan.changes:
        return found
    changed = {change.path for change in plan.changes}
    time, _ = TIMES["en"]
    return found + [
        span.text
        for span in text.spans(source)
        if time.search(span.text) and not changed & set(case.sheet.spans.get(span.span_id, ()))
    ]
