"""Right scores and explanations of fictional cases. Nothing of them is stored."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, GetJsonSchemaHandler, RootModel
from pydantic_core import CoreSchema

from instruments.facts import Facts
from instruments.misreading import Verdict
from instruments.rulings import Answer
from reliability.api.shapes.parts import ByItem, ByTotal, Levels, Points, Shape, ToolId, Word

Code = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z0-9-]+$")]


class _AsFacts:
    """Described as the facts of a case are, and taken as any object."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(Facts.__pydantic_core_schema__)


FactsSent = Annotated[dict[str, Any], _AsFacts()]
"""Checked by `instruments.facts`, which says in sentences what it finds."""


class ReportSent(Shape):
    """How the coding was made, and what the report names beside it."""

    basis: Literal["interview", "file", "self_report"] | None = None
    days_old: Annotated[int, Field(ge=0, le=100_000)] | None = None
    """Days between the rating and its use."""
    outcome: Literal["sexual", "violent", "general"] | None = None
    """The kind of reoffending that the score is said to be about."""
    composite_with: Word | None = None
    composite_level: Word | None = None


class ScoresSent(Shape):
    """What was entered for a case: item -> score, null where it was not scored."""

    items: ByItem
    total: Points | None = None
    """The total as written down."""
    band: Word | None = None
    """The level as named."""
    eligible: Answer | None = None
    """The answer to the question whether the tool may be used."""
    casic: Annotated[int, Field(ge=0, le=6)] | None = None
    """The CASIC total that stood in for an item of another tool, where it did."""
    override: bool = False
    """The total was adjusted by judgement."""
    totals: ByTotal | None = None
    """Of a tool with several totals: each as written down, by its id."""
    bands: Levels | None = None
    """Of a tool with several totals: the level named for each."""
    report: ReportSent | None = None


class CaseToScore(Shape):
    """A case of the library, by its code."""

    tool: ToolId
    case: Code


class FactsToScore(Shape):
    """The facts of a case that you attest to be fictional. Never those of a real person."""

    tool: ToolId
    facts: FactsSent
    fictional: Literal[True]
    """Your attestation that the case is invented."""


class CaseToExplain(CaseToScore):
    """A case of the library, and the scores that somebody gave."""

    scores: ScoresSent


class FactsToExplain(FactsToScore):
    """The facts of a fictional case, and the scores that somebody gave."""

    scores: ScoresSent


class ToScore(RootModel[CaseToScore | FactsToScore]):
    """A case of the library, or facts attested to be fictional."""


class ToExplain(RootModel[CaseToExplain | FactsToExplain]):
    """A case of the library, or facts attested to be fictional, with the scores given."""


class Basis(Shape):
    """The rules and the facts that decided."""

    rules: list[str]
    because: list[str]
    """Facts by their path, such as victims/v1/age."""


class ItemScored(Basis):
    """The right score of one item."""

    value: int | None
    judged: bool
    """To be scored by judgement: no facts give the score."""
    missing: str | None
    """Why there is no value."""
    disputed: list[int | None]
    """Other values that a second admissible reading of the sources gives."""


class TotalScored(Shape):
    """A total with its band, or why there is none."""

    value: int | None
    band: str | None
    note: str | None
    probability: float | None = None


class CautionTold(Shape):
    """A sentence that belongs beside the result."""

    rule: str
    text: str
    because: list[str]


class SecondSheet(Shape):
    """The scores on a second reading that the sources allow."""

    rule: str
    because: list[str]
    items: dict[str, int | None]
    totals: dict[str, TotalScored]


class Scored(Shape):
    """Right scores, each with what decided it."""

    tool: str
    version: str
    eligible: Answer
    """Whether the tool may be used on this case."""
    reasons: list[str]
    eligibility: Basis
    items: dict[str, ItemScored]
    totals: dict[str, TotalScored]
    cautions: list[CautionTold]
    alternatives: list[SecondSheet]
    notice: str
    """Read it: what these figures are not."""


class CauseTold(Shape):
    """A rule whose misreading gives the score that was entered."""

    rule: str
    same_class: list[str]
    fitting: int
    """Of the items scored, how many this misreading alone predicts as they were scored."""
    of: int
    because: list[str]


class ItemExplained(Shape):
    """One wrong score."""

    given: int | None
    right: int | None
    verdict: Verdict
    rules: list[str]
    """The rules that explain it, the likeliest first."""
    causes: list[CauseTold]
    pairs: list[tuple[str, str]]


class UseExplained(Shape):
    """A wrong answer to the question whether the tool may be used."""

    given: Answer
    right: Answer
    rules: list[str]
    reasons: list[str]


class CheckTold(Shape):
    """One finding of the checks that need no facts."""

    id: str
    level: str
    items: list[str]
    message: str
    hint: str


class Explained(Shape):
    """The misread rules behind wrong scores."""

    tool: str
    version: str
    eligibility: UseExplained | None
    items: dict[str, ItemExplained]
    checks: list[CheckTold]
    totals_given: dict[str, TotalScored]
    notice: str
