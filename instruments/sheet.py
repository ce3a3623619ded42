"""A tool as data: its items, options, totals, bands and coding rules. Frozen; read from TOML."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Status = Literal["verified", "supported", "recalled", "disputed"]
"""How well a statement is founded: read in a source on this tool; read in an older edition, a
sister manual or an agency's paper; from professional knowledge; or contested."""

Kind = Literal["score", "eligibility", "check", "product"]
"""What a rule governs: an item's score, whether the tool may be used, whether a coding is
consistent, or something this software keeps for its users."""

UNDECIDED = "undecided-"
"""How the name of a note begins that says why the answer on use is open."""

Language = Literal["en", "fr"]
RuleId = Annotated[str, Field(pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)+$")]
ItemId = Annotated[str, Field(pattern=r"^i[1-9][0-9]?$")]


class Part(BaseModel):
    """Frozen; a field nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Part):
    """The same words in English and Canadian French."""

    en: Annotated[str, Field(min_length=1)]
    fr: Annotated[str, Field(min_length=1)]

    def to(self, language: str) -> str:
        """The words for a language code; English unless it begins with fr."""
        return self.fr if language.lower().startswith("fr") else self.en

    def __str__(self) -> str:
        return self.en


class Option(Part):
    """One permitted score of an item, and what it means."""

    value: int
    anchor: Text


class Elsewhere(Part):
    """A score that belongs to another tool, and the rule that says so."""

    value: int
    rule: RuleId


class Range(Part):
    """Whole points from `low` to `high`, for an item that is itself a sum typed in."""

    low: int
    high: int
    anchor: Text
    """What a score of {n} points means."""

    def options(self) -> list[dict[str, Any]]:
        return [
            {
                "value": n,
                "anchor": {"en": self.anchor.en.format(n=n), "fr": self.anchor.fr.format(n=n)},
            }
            for n in range(self.low, self.high + 1)
        ]


class Item(Part):
    """One question of a tool."""

    id: ItemId
    name: Text
    question: Text
    """What the assessor has to find out."""
    options: Annotated[tuple[Option, ...], Field(min_length=2)]
    """Written out, or made from `range`."""
    range: Range | None = None
    base_rule: RuleId
    """The rule a score rests on where no special rule applies."""
    may_be_missing: bool = False
    not_applicable: Text | None = None
    """When the item does not apply, so that leaving it out is the right answer."""
    elsewhere: tuple[Elsewhere, ...] = ()
    status: Status
    source: str

    @model_validator(mode="before")
    @classmethod
    def _written_out(cls, told: Any) -> Any:
        """A sheet gives the options one by one or as a range; the item always has options."""
        if isinstance(told, dict) and "range" in told and "options" not in told:
            return told | {"options": Range.model_validate(told["range"]).options()}
        return told

    @cached_property
    def values(self) -> tuple[int, ...]:
        return tuple(option.value for option in self.options)


class Band(Part):
    """A named range of a total, both ends included."""

    id: str
    name: Text
    low: int
    high: int
    status: Status
    source: str


class Total(Part):
    """A sum over items, or computed from them, and the bands that name its ranges."""

    id: str
    name: Text
    items: tuple[ItemId, ...]
    low: int
    high: int
    missing: Text
    """What happens when an item is not scored."""
    missing_status: Status
    may_miss: int | None = None
    """At most so many items may be left out; None: every item that may be missing."""
    is_computed: bool = False
    """Not a plain sum: the `totals` module of the tool computes it."""
    bands: tuple[Band, ...]


class Composite(Part):
    """A level read from a table of two tools: this one's band against another tool's band."""

    id: str
    name: Text
    tool: str
    """The other tool, whose first total is meant."""
    bands: tuple[Band, ...] = ()
    """The levels; `low` and `high` are their rank."""
    table: dict[str, tuple[str, ...]] = {}
    """The other tool's band, to one level for each band of this tool. Empty: no public table."""
    blocked_by: RuleId | None = None
    """The rule that forbids this table for men whose only sexual offences are CSEM offences."""
    status: Status
    source: str

    def level(self, other_band: str, own_place: int) -> Band:
        """The level where the other tool is in this band, and this tool in its n-th one."""
        wanted = self.table[other_band][own_place]
        return next(band for band in self.bands if band.id == wanted)


class Check(Part):
    """A consistency check that needs no facts: which function, and for which scores."""

    name: str
    item: ItemId | None = None
    value: int | None = None
    other_item: ItemId | None = None
    other_value: int | None = None
    labels: tuple[str, ...] = ()
    items: tuple[ItemId, ...] = ()
    total: str | None = None
    """The total whose level is checked; the tool's first one unless named."""
    other_total: str | None = None
    finding: Text
    """What is said when the check is raised."""


class Rule(Part):
    """One coding rule, in our own words, and what an assessor who misreads it does."""

    id: RuleId
    kind: Kind
    items: tuple[ItemId, ...] = ()
    same_as: RuleId | None = None
    """The rule with the same effect that stands for this one in explanations."""
    status: Status
    source: str
    version: int = 1
    title: Text
    statement: Text
    use_when: Text
    do_not_use_when: Text
    misread: Text
    reason: Text | None = None
    """Eligibility: why the tool may not be used."""
    check: Check | None = None
    promise: Text | None = None
    """Product: what this software keeps."""


class Doubt(Part):
    """A point on which the sources allow two readings: a score that turns on it is left alone."""

    id: str
    items: tuple[ItemId, ...]
    statement: Text
    source: str


class Remark(Part):
    """How a point is read here that the sheet alone leaves unsaid; no second reading is taken."""

    items: tuple[ItemId, ...] = ()
    """The items on which it bears; none: the whole tool."""
    statement: Text
    status: Status
    source: str


class Instrument(Part):
    """One tool, whole."""

    id: str
    version: str
    name: Text
    purpose: Text
    licence: Text
    scored_by: Literal["rules", "judgement"] = "rules"
    """Judgement: assessors weigh a file and an interview; no facts give the scores."""
    items: tuple[Item, ...]
    totals: tuple[Total, ...]
    level_from: str | None = None
    """The total that gives the tool's level, where it is not the first one."""
    rules: tuple[Rule, ...]
    doubts: tuple[Doubt, ...] = ()
    remarks: tuple[Remark, ...] = ()
    composites: tuple[Composite, ...] = ()
    constants: dict[str, float] = {}
    """Published figures, by name, that computed totals use."""
    notes: dict[str, Text]
    """Sentences the tool's coding says, by name."""
    sources: tuple[str, ...]

    def item(self, item_id: str) -> Item:
        """Raises KeyError for an item the tool does not have."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(f"{self.id} has no item {item_id}")

    def rule(self, rule_id: str) -> Rule:
        """Raises KeyError for a rule the tool does not have."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(f"{self.id} has no rule {rule_id}")

    def total(self, total_id: str) -> Total:
        """Raises KeyError for a total the tool does not have."""
        for total in self.totals:
            if total.id == total_id:
                return total
        raise KeyError(f"{self.id} has no total {total_id}")

    @property
    def level_total(self) -> Total:
        """The total whose band is the tool's level."""
        return self.total(self.level_from) if self.level_from else self.totals[0]

    @property
    def undecided(self) -> tuple[Text, ...]:
        """Why the answer on use may be: refer to an expert. One sentence a case."""
        return tuple(text for name, text in self.notes.items() if name.startswith(UNDECIDED))

    def total_name(self, total_id: str) -> Text:
        """The name of a total or of a composite. Raises KeyError for neither."""
        for composite in self.composites:
            if composite.id == total_id:
                return composite.name
        return self.total(total_id).name

    def head(self, rule_id: str) -> Rule:
        """The rule that stands for this one and its like."""
        rule = self.rule(rule_id)
        return self.rule(rule.same_as) if rule.same_as else rule

    def class_of(self, rule_id: str) -> tuple[Rule, ...]:
        """The other rules with the same effect as this head rule."""
        return tuple(rule for rule in self.rules if rule.same_as == rule_id)
