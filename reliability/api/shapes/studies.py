"""Studies of agreement: what is sent to make one, the job that makes it, and its reports."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from reliability.api.shapes.parts import (
    AnyJson,
    ByItem,
    Day,
    Flags,
    Line,
    Listed,
    Moment,
    Page,
    Points,
    Shape,
    ToolId,
    Word,
)
from reliability.models import StudyJob
from reliability.models.study import StudyKind, StudySource

MOST_ROWS = 50_000

Identifier = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""Of a file or a person, by which they are told apart. Only its hash is stored."""


class StudyLine(Shape):
    """One study."""

    id: int
    title: str
    tool: str
    kind: StudyKind
    source: StudySource
    frozen_at: Moment | None
    digest: str
    """SHA-256 over all its codings."""
    targets: int
    raters: int
    codings: int
    ratings: int
    keep_until: date | None
    emptied_at: Moment | None
    """When its codings were deleted; reports stay."""
    withdrawn_at: Moment | None
    replaces: int | None
    replaced_by: int | None


class StudyList(Page[StudyLine]):
    """Studies, the newest first."""


class StudiesAsked(Listed):
    """Which studies."""

    tool: ToolId | None = None
    kind: StudyKind | None = None


class RowSent(Shape):
    """One file scored once by one person."""

    target: Identifier
    rater: Identifier
    scores: ByItem
    """Item -> score; null or left out where it was not scored."""
    occasion: Annotated[int, Field(ge=1, le=99)] = 1
    coded_on: Day | None = None
    total: Points | None = None
    """As the form said."""
    band: Word | None = None
    flags: Flags = {}


class StudySent(Shape):
    """Codings of the field, to be checked, frozen and reported on."""

    title: Line
    tool: ToolId
    kind: Literal["between", "back-reading", "within"] = "between"
    keep_until: Day
    """The codings are deleted after this day; reports stay."""
    rows: Annotated[list[RowSent], Field(min_length=1, max_length=MOST_ROWS)]


class JobTold(Shape):
    """Long work on a study: how far it came."""

    id: int
    kind: StudyJob.Kind
    state: StudyJob.State
    step: str
    done: int
    to_do: int
    """0 where it is not known."""
    failure: str
    """Why it failed, in a sentence."""
    study: int | None
    report: int | None
    """The number of the report that came of it."""
    asked_at: Moment
    started_at: Moment | None
    finished_at: Moment | None


class JobList(Page[JobTold]):
    """Jobs, the newest first."""


class JobsAsked(Listed):
    """Which jobs."""

    state: StudyJob.State | None = None


class ReportLine(Shape):
    """One report on a study."""

    id: int
    study: int
    number: int
    made_at: Moment
    engine: str
    """What computed it."""
    data_digest: str
    files: dict[str, str]
    """Format -> where the file is."""


class ReportList(Page[ReportLine]):
    """The reports on one study, the newest first."""


class ReportTold(ReportLine):
    """One report with its figures. Those of small cells are hidden."""

    settings: AnyJson
    results: AnyJson
