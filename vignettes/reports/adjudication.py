"""What an adjudicator decides on: every question of a panel, with what each expert gave.

Experts are letters here, never names. A question is settled where all who answered it, the rules
among them, say the same; only the others are asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from instruments import catalogue, rulings
from instruments.facts import Facts
from instruments.sheet import Instrument, Item
from vignettes.evidence import evidence, quotable
from vignettes.gold import ELIGIBLE
from vignettes.models import (
    Eligibility,
    EvidenceSpan,
    ExpertCoding,
    Panel,
    VignetteVersion,
    content_language,
)
from vignettes.reports.rules import RuleRow, rule_row

NOT_SCORED = "none"
"""The answer that an item has no score: the file does not tell, or the item does not apply."""
FEWEST_OPINIONS = 2


@dataclass(frozen=True)
class Answer:
    """One answer that may be decided: what is sent, its short name, and what it means."""

    value: str
    name: str
    meaning: str = ""


@dataclass(frozen=True)
class Voice:
    """What one expert gave. `value` is empty where the expert did not come to the question."""

    label: str
    value: str
    words: str
    note: str
    simulated: bool


@dataclass(frozen=True)
class ByRules:
    """What the rules give from the facts of the case, and what decided it."""

    value: str
    words: str
    rules: tuple[RuleRow, ...]
    evidence: tuple[EvidenceSpan, ...]
    """Every span that decides, to be lit in the text."""
    notes: tuple[str, ...]

    @property
    def quotes(self) -> list[EvidenceSpan]:
        """The same, each passage once."""
        return quotable(self.evidence)


@dataclass(frozen=True)
class Point:
    """One question of the sheet. `number` is its place, 0 for whether the tool may be used."""

    id: str
    number: int
    heading: str
    hint: str
    answers: tuple[Answer, ...]
    voices: tuple[Voice, ...]
    by_rules: ByRules | None

    @property
    def anchor(self) -> str:
        return f"question-{self.id}"

    @property
    def short_name(self) -> str:
        return str(self.number) if self.number else _("use of the tool")

    @property
    def opinions(self) -> tuple[str, ...]:
        given = tuple(voice.value for voice in self.voices if voice.value)
        return (*given, self.by_rules.value) if self.by_rules else given

    @property
    def is_settled(self) -> bool:
        """At least two opinions, and all the same."""
        return len(self.opinions) >= FEWEST_OPINIONS and len(set(self.opinions)) == 1

    def wording(self, value: str) -> str:
        return next((a.name for a in self.answers if a.value == value), value)

    def stored(self, value: str) -> str | int | None:
        """An answer as an adjudication keeps it."""
        if self.id == ELIGIBLE:
            return value or None
        return None if value in ("", NOT_SCORED) else int(value)

    def entry(self, decided: str) -> dict[str, Any]:
        """What an adjudication keeps of this question, before any reason."""
        return {
            "given": [self.stored(voice.value) for voice in self.voices],
            "computed": self.stored(self.by_rules.value) if self.by_rules else None,
            "decided": self.stored(decided),
            "accepted": [],
        }


@dataclass(frozen=True)
class Docket:
    """Everything there is to decide on one panel."""

    panel: Panel
    tool: Instrument
    tool_name: str
    labels: tuple[str, ...]
    eligibility: Point
    items: tuple[Point, ...]
    has_simulated: bool

    @property
    def points(self) -> tuple[Point, ...]:
        return (self.eligibility, *self.items)

    @property
    def asked(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if not point.is_settled)

    @property
    def settled(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.is_settled)


@dataclass(frozen=True)
class _Bench:
    """The codings in the order of their letters, and what the rules say."""

    version: VignetteVersion
    tool: Instrument
    seated: tuple[tuple[str, ExpertCoding], ...]
    right: rulings.Rulings

    def by_rules(self, value: str, words: str, ruling: Any, notes: list[str]) -> ByRules:
        language = content_language()
        known = {rule.id: rule for rule in self.tool.rules}
        named = dict.fromkeys(ruling.rules)
        return ByRules(
            value=value,
            words=words,
            rules=tuple(rule_row(known[rule], language) for rule in named if rule in known),
            evidence=tuple(evidence(self.version, language, ruling.because)),
            notes=tuple(notes),
        )


def docket(panel: Panel) -> Docket:
    """The questions of a panel whose experts have handed in. Whoever calls this asked access."""
    tool, language = catalogue.tool(panel.tool), content_language()
    prefetch_related_objects([panel.version], "spans")
    labels = {seat.expert_id: seat.label for seat in panel.seats.all()}
    seated = tuple(
        sorted(
            ((labels[coding.expert_id], coding) for coding in panel.codings.all()),
            key=lambda pair: pair[0],
        )
    )
    right = rulings.rulings(tool.id, Facts.model_validate(panel.version.facts))
    bench = _Bench(panel.version, tool, seated, right)
    items = (_item(bench, number, item) for number, item in enumerate(tool.items, start=1))
    return Docket(
        panel=panel,
        tool=tool,
        tool_name=tool.name.to(language),
        labels=tuple(label for label, _coding in seated),
        eligibility=_eligibility(bench),
        items=tuple(items),
        has_simulated=any(coding.simulated for _label, coding in seated),
    )


def _eligibility(bench: _Bench) -> Point:
    found, language = bench.right.eligibility, content_language()
    reasons = [reason.to(language) for reason in found.reasons]
    words = str(Eligibility(found.answer).label)
    return Point(
        id=ELIGIBLE,
        number=0,
        heading=_("May the tool be used?"),
        hint="",
        answers=tuple(Answer(one.value, str(one.label)) for one in Eligibility),
        voices=tuple(
            Voice(label, own.eligibility, own.get_eligibility_display(), "", own.simulated)
            for label, own in bench.seated
        ),
        by_rules=bench.by_rules(found.answer, words, found, reasons),
    )


def _item(bench: _Bench, number: int, item: Item) -> Point:
    language = content_language()
    scores = (
        Answer(str(option.value), score_words(option.value), option.anchor.to(language))
        for option in item.options
    )
    beyond = item.not_applicable.to(language) if item.not_applicable else ""
    return Point(
        id=item.id,
        number=number,
        heading=f"{number}. {item.name.to(language)}",
        hint=item.question.to(language),
        answers=(*scores, Answer(NOT_SCORED, score_words(None), beyond)),
        voices=tuple(_voice(label, own, item) for label, own in bench.seated),
        by_rules=_computed(bench, item),
    )


def _voice(label: str, own: ExpertCoding, item: Item) -> Voice:
    if own.eligibility != Eligibility.YES:
        return Voice(
            label, "", _("no score: held that the tool may not be used"), "", own.simulated
        )
    score = own.scores.get(item.id)
    if score is not None:
        return Voice(label, str(score), score_words(score), "", own.simulated)
    note = own.unscored.get(item.id, "")
    return Voice(label, NOT_SCORED, score_words(None), note, own.simulated)


def _computed(bench: _Bench, item: Item) -> ByRules | None:
    """None where the rules give no score: the tool may not be used, or people judge the item."""
    ruling = bench.right.items.get(item.id)
    if bench.right.eligibility.answer != "yes" or ruling is None or ruling.is_judged:
        return None
    score, language = ruling.value, content_language()
    return bench.by_rules(
        NOT_SCORED if score is None else str(score),
        score_words(score),
        ruling,
        list(_notes(ruling, language)),
    )


def _notes(ruling: rulings.Ruling, language: str) -> Iterator[str]:
    if ruling.missing:
        yield ruling.missing.to(language)
    if ruling.disputed:
        told = _("Sources allow another reading here, which gives %(scores)s.")
        yield told % {"scores": ", ".join(score_words(score) for score in ruling.disputed)}


def score_words(score: int | None) -> str:
    """A score as a page writes it."""
    return _("not scored") if score is None else str(score).replace("-", "\N{MINUS SIGN}")
