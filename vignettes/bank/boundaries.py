"""Which cases turn on a boundary: one fact told one day, point or entry otherwise changes a score.

Nothing is tagged. Each fact is moved alone, by the least that it can move, and every tool scores
the case again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal, get_args

from pydantic import BaseModel

from instruments import catalogue, rulings
from instruments.facts import Facts, contradictions
from instruments.facts.record import Occasion, Offence

Step = Literal["day", "point", "month", "year", "entry"]

DAY = timedelta(days=1)
STEPS: tuple[Step, ...] = get_args(Step)
POINTS: dict[str, Step] = {
    "boys_percent": "point",
    "other_boys_percent": "point",
    "span_months": "month",
    "age": "year",
}
"""Facts in whole numbers, and what one more of them is."""
FAMILY_DAY = 1 / 365.25
"""One day in a family role, in years."""
COUNTING = ("static-99r/i6", "rm2000s/i3")
"""Items that count sentencing dates of every sort, past the first few. One date more or less
changes other items too, such as one that asks for any violence: that is no boundary."""
ADDED = "one-more"
PLAIN = Offence(id="c1", title="theft", outcome="convicted", convictions=1)


@dataclass(frozen=True)
class Boundary:
    """One fact, moved alone, and the tools and items that it changes; `eligible` for use."""

    path: str
    step: Step
    changed: tuple[str, ...]
    """TOOL/ITEM, in the order of the sheets."""


@lru_cache(maxsize=1024)
def boundaries(facts: Facts) -> tuple[Boundary, ...]:
    """Every fact of a case that a score turns on. About a tenth of a second."""
    tools = [tool.id for tool in catalogue.tools()]
    right = _outcomes(facts, tools)
    found: dict[tuple[str, Step], set[str]] = {}
    for path, step, moved in _moves(facts):
        changed = _changed(right, _outcomes(moved, tools))
        if changed:
            found.setdefault((path, step), set()).update(changed)
    counted = {name for moved in _entries(facts) for name in _counts_otherwise(right, moved)}
    if counted:
        found["occasions", "entry"] = counted
    return tuple(
        Boundary(path, step, tuple(name for name in right if name in changed))
        for (path, step), changed in found.items()
    )


def _outcomes(facts: Facts, tools: Iterable[str]) -> dict[str, object]:
    """TOOL/ITEM -> score; TOOL/eligible -> the answer on use. Items only where it may be used."""
    told: dict[str, object] = {}
    for tool_id in tools:
        found = rulings.apply(tool_id, facts, rulings.Reading())
        told[f"{tool_id}/eligible"] = found.eligibility.answer
        if found.eligibility.answer == "yes":
            told |= {
                f"{tool_id}/{item}": (ruling.value, ruling.is_judged)
                for item, ruling in found.items.items()
            }
    return told


def _counts_otherwise(right: dict[str, object], moved: Facts) -> set[str]:
    """The items that count sentencing dates and come out otherwise, where they still apply."""
    other = _outcomes(moved, {name.partition("/")[0] for name in COUNTING})
    return {n for n in COUNTING if n in right and n in other and right[n] != other[n]}


def _changed(right: dict[str, object], other: dict[str, object]) -> list[str]:
    """Items that differ; of a tool whose use changes, the use alone."""
    use = [name for name in right if name.endswith("/eligible") and right[name] != other[name]]
    tools = {name.partition("/")[0] for name in use}
    items = [
        name for name in right if name.partition("/")[0] not in tools and right[name] != other[name]
    ]
    return use + items


def _moves(facts: Facts) -> Iterator[tuple[str, Step, Facts]]:
    """Every fact moved alone either way, as far as the case can still be true."""
    for path, value in _values(facts, ""):
        for step, near in _neighbours(path, value):
            moved = with_fact(facts, path, near)
            if not contradictions(moved):
                yield path, step, moved


def _neighbours(path: str, value: object) -> list[tuple[Step, object]]:
    field = path.rsplit("/", 1)[-1]
    if isinstance(value, date):
        return [("day", value - DAY), ("day", value + DAY)]
    if field == "family_role_years" and isinstance(value, float):
        return [("day", max(0.0, value - FAMILY_DAY)), ("day", value + FAMILY_DAY)]
    if field in POINTS and isinstance(value, int):
        most = 100 if POINTS[field] == "point" else 900
        near = [n for n in (value - 1, value + 1) if 0 <= n <= most]
        return [(POINTS[field], n) for n in near]
    return []


def _values(record: BaseModel, prefix: str) -> Iterator[tuple[str, object]]:
    """Each fact by its path; records without an id go by their place."""
    for name in type(record).model_fields:
        value, path = getattr(record, name), f"{prefix}{name}"
        if isinstance(value, BaseModel):
            yield from _values(value, f"{path}/")
        elif isinstance(value, tuple):
            for n, entry in enumerate(value):
                if isinstance(entry, BaseModel):
                    yield from _values(entry, f"{path}/{getattr(entry, 'id', n)}/")
        else:
            yield path, value


def with_fact(record: Any, path: str, value: object) -> Any:
    """The same record with one fact told otherwise; nothing is checked."""
    name, _, rest = path.partition("/")
    if isinstance(record, tuple):
        return tuple(
            (with_fact(entry, rest, value) if rest else value)
            if getattr(entry, "id", str(n)) == name
            else entry
            for n, entry in enumerate(record)
        )
    told = with_fact(getattr(record, name), rest, value) if rest else value
    return record.model_copy(update={name: told})


def _entries(facts: Facts) -> Iterator[Facts]:
    """One sentencing date less, and one more: a plain one beside each of those on record."""
    told = facts.occasions
    for n, occasion in enumerate(told):
        plain = [
            Occasion(id=ADDED, date=occasion.date + step, sentence="fine", offences=(PLAIN,))
            for step in (-DAY, DAY)
        ]
        for occasions in ((*told[:n], *told[n + 1 :]), *((*told, one) for one in plain)):
            moved = facts.model_copy(update={"occasions": occasions})
            if not contradictions(moved):
                yield moved
