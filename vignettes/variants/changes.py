"""What may be told otherwise in a case: single facts, and all its days together."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from instruments.facts import Facts, Offence, Victim, fact_at

WORDS = Path(__file__).with_name("variants.toml")
YEARS_OF_BIRTH = 12
"""How far a birth is moved at most, earlier or later."""
WEEKS = 150
"""How far all days of a file are moved at most."""
BOYS = [12, 34, 49, 50, 51, 67, 88]
ROLE_YEARS = [0.5, 1.0, 1.5, 2.0, 2.5, 3.0]
"""Percentages and years of which some lie on each side of a rule's boundary, and some on it."""


@dataclass(frozen=True)
class Change:
    """One fact, by its path, and the value it gets."""

    path: str
    value: Any

    @property
    def field(self) -> str:
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Plan:
    """All that a variant changes. `days` moves every day of the file, the documents' too."""

    days: int
    changes: tuple[Change, ...]


@cache
def words() -> dict[str, Any]:
    """The table of wordings and alternatives."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def plans(facts: Facts, seed: int, most_changes: int) -> Iterator[Plan]:
    """Plans without end, drawn by the seed: the first ones change little."""
    drawn = random.Random(seed)  # noqa: S311  a draw of cases, not a secret
    menu = list(_menu(facts))
    most = min(most_changes, len(menu))
    while True:
        for count in range(most + 1):
            chosen = dict(drawn.sample(menu, count))
            yield Plan(
                days=7 * drawn.choice([week for week in range(-WEEKS, WEEKS) if week]),
                changes=tuple(Change(path, drawn.choice(found)) for path, found in chosen.items()),
            )


def changed(facts: Facts, plan: Plan) -> dict[str, Any]:
    """The facts as plain values, with every day moved and the single facts changed."""
    document = _moved(facts.model_dump(mode="python", exclude_defaults=True), plan.days)
    for change in plan.changes:
        _set(document, change.path.split("/"), _moved(change.value, plan.days))
    plain: dict[str, Any] = _as_json(document)
    return plain


def _menu(facts: Facts) -> Iterator[tuple[str, list[Any]]]:
    """Paths of facts, each with the other values it may get."""
    yield "person/born", _births(facts.person.born)
    for occasion in facts.occasions:
        for offence in occasion.offences:
            yield from _of_offence(f"occasions/{occasion.id}/offences/{offence.id}", offence)
    for victim in facts.victims:
        yield from _of_victim(f"victims/{victim.id}", victim)
    if facts.material is not None and facts.material.boys_percent is not None:
        yield "material/boys_percent", BOYS


def _of_offence(path: str, offence: Offence) -> Iterator[tuple[str, list[Any]]]:
    if found := _alternatives("title", offence.title):
        yield f"{path}/title", found
    if offence.charges > 1:
        yield f"{path}/charges", [n for n in range(1, 6) if n > offence.convictions]


def _of_victim(path: str, victim: Victim) -> Iterator[tuple[str, list[Any]]]:
    if victim.age is not None:
        yield f"{path}/age", _ages(victim.age)
    if victim.family_role_years:
        yield f"{path}/family_role_years", ROLE_YEARS
    for field in ("relation", "knew_24h"):
        if found := _alternatives(field, getattr(victim, field)):
            yield f"{path}/{field}", found


def _births(born: date) -> list[date]:
    shifts = [years for years in range(-YEARS_OF_BIRTH, YEARS_OF_BIRTH + 1) if years]
    return [born + timedelta(days=round(365.25 * years)) for years in shifts]


def _ages(age: int) -> list[int]:
    """Ages of the same part of life, so that girl or woman stays right."""
    if age < 18:
        return [other for other in range(max(5, age - 4), min(17, age + 4) + 1) if other != age]
    return [other for other in range(max(19, age - 8), age + 9) if other != age]


def _alternatives(field: str, value: str | None) -> list[str]:
    groups = [group for group in words()["alternatives"][field] if value in group]
    return sorted({other for group in groups for other in group} - {value})


def _moved(value: Any, days: int) -> Any:
    if isinstance(value, date):
        return value + timedelta(days=days)
    if isinstance(value, dict):
        return {key: _moved(part, days) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_moved(part, days) for part in value]
    return value


def _set(document: Any, steps: list[str], value: Any) -> None:
    for step in steps[:-1]:
        document = _part(document, step)
    document[steps[-1]] = value


def _part(document: Any, step: str) -> Any:
    if isinstance(document, list):
        return next(record for record in document if record["id"] == step)
    return document[step]


def _as_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _as_json(part) for key, part in value.items()}
    return [_as_json(part) for part in value] if isinstance(value, list) else value


def old_value(facts: Facts, change: Change) -> Any:
    """What the parent's facts say at the place of a change."""
    return fact_at(facts, change.path)
