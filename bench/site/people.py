"""Who is in the agency of a measurement, as it is handed from the maker to the drivers: JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

TOOL = "static-99r"
PASSWORD = "plumb-line-42"  # noqa: S105 - invented people on a throwaway database


@dataclass(frozen=True)
class Wanted:
    """How large the agency shall be."""

    assessors: int = 20
    cases: int = 10
    """Practice cases given to each assessor at first; as many as the practice side holds at most"""
    exam_cases: int = 3
    coordinators: int = 1
    sessions: bool = True
    """Whether everybody is signed in already; signing in by password is slow on purpose."""
    slug: str = "measured"


@dataclass(frozen=True)
class Person:
    """Somebody who works here: with the password, and perhaps signed in."""

    email: str
    user: int
    membership: int
    session: str
    """The value of the session cookie; "" where nobody signed in."""
    enrolment: int = 0
    cases: tuple[int, ...] = ()
    """Their assignments in practice."""


@dataclass(frozen=True)
class Right:
    """The right answers of one case: whether the tool may be used, and the score of each item."""

    eligibility: str
    scores: Mapping[str, int | None]


@dataclass(frozen=True)
class World:
    """One agency. `right` goes by the English title of a case, which is what a page shows."""

    agency: int
    items: Mapping[str, tuple[int, ...]]
    """The items of the tool, each with the scores that may be given."""
    assessors: tuple[Person, ...]
    coordinators: tuple[Person, ...]
    right: Mapping[str, Right]
    tool: str = TOOL
    password: str = PASSWORD

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> World:
        told = json.loads(text)
        return cls(
            agency=told["agency"],
            items={item: tuple(scores) for item, scores in told["items"].items()},
            assessors=_people(told["assessors"]),
            coordinators=_people(told["coordinators"]),
            right={title: Right(**one) for title, one in told["right"].items()},
            tool=told["tool"],
            password=told["password"],
        )


def _people(rows: list[dict[str, object]]) -> tuple[Person, ...]:
    return tuple(Person(**{**row, "cases": tuple(row["cases"])}) for row in rows)  # type: ignore[arg-type]
