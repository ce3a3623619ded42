"""Cases of the library, and what is right on them for those who may see it."""

from __future__ import annotations

from reliability.api.shapes.parts import Listed, Moment, Page, Shape, ToolId
from vignettes.models.choices import Difficulty, Eligibility, Kind, Provenance


class CaseLine(Shape):
    """One case of the library, without what is right on it."""

    id: int
    code: str
    version: int
    title: str
    kind: Kind
    difficulty: Difficulty
    shipped: bool
    """Of the shipped library; otherwise your agency's own."""
    published_at: Moment


class CaseList(Page[CaseLine]):
    """The newest version of each case that is in use."""


class CaseTold(CaseLine):
    """One case with its text, in which every sentence is fictional."""

    language: str
    text: str
    notice: str


class GoldTold(Shape):
    """What is right on one case by one tool."""

    tool: str
    tool_version: str
    eligible: Eligibility
    scores: dict[str, int | None]
    accepted: dict[str, list[int]]
    """Other scores that a panel accepts as well."""
    provenance: Provenance
    """Where it comes from: computed from the facts, an author's proposal, or a panel."""
    revision: int


class GoldList(Page[GoldTold]):
    """What is right on one case, by tool; always one page."""


class CasesAsked(Listed):
    """Which cases."""

    kind: Kind | None = None
    difficulty: Difficulty | None = None


class GoldAsked(Listed):
    """Of which tool."""

    tool: ToolId | None = None
