"""Which tool for a case: who each one is for, what the literature says of it, and its cautions."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from instruments import catalogue
from instruments.facts import Facts
from instruments.groups import csem_titles, dual_titles, only_csem_titles, standing
from instruments.release import years_between
from instruments.rulings import Eligibility, Reading, rulings
from instruments.sheet import Instrument, Part, RuleId, Status, Text
from instruments.timeline import read_timeline

EVIDENCE = Path(__file__).with_name("choice.toml")
ADULT = 18

Group = Literal["women", "juvenile", "united_states", "csem_only", "dual", "sexual", "no_csem"]


class Question(Part):
    """One thing to ask of a tool."""

    id: str
    name: Text


class Evidence(Part):
    """What the literature says of one tool, question by question."""

    source: str
    status: Status
    answers: dict[str, Text]


class Warned(Part):
    """A caution for certain people, and the tools it concerns; none named = all."""

    id: str
    when: tuple[Group, ...]
    tools: tuple[str, ...] = ()
    rule: RuleId | None = None
    """The rule of the tool whose own caution says the same, and is then not said twice."""
    text: Text
    source: str


class Literature(Part):
    """The whole file of evidence."""

    questions: tuple[Question, ...]
    tools: dict[str, Evidence]
    cautions: tuple[Warned, ...]


@dataclass(frozen=True)
class Remark:
    """A caution as it concerns this case."""

    id: str
    text: Text
    source: str


@dataclass(frozen=True)
class Choice:
    """One tool for one case."""

    tool: Instrument
    eligibility: Eligibility
    evidence: Evidence
    cautions: tuple[Remark, ...]


@cache
def literature() -> Literature:
    """The evidence that ships, validated."""
    return Literature.model_validate(tomllib.loads(EVIDENCE.read_text(encoding="utf-8")))


def choices(facts: Facts) -> tuple[Choice, ...]:
    """Every tool: those that may be used first, then the undecided ones, then the rest.

    Within these the tools keep their usual order. Which of them to use stays with the assessor.
    """
    present = groups(facts)
    found = [_choice(tool, facts, present) for tool in catalogue.tools()]
    order = ("yes", "undecided", "no")
    return tuple(sorted(found, key=lambda choice: order.index(choice.eligibility.answer)))


def groups(facts: Facts) -> frozenset[Group]:
    """The groups that the literature speaks of, and this case belongs to."""
    timeline = read_timeline(facts, Reading())
    belongs: dict[Group, bool] = {
        "women": facts.person.sex == "female",
        "juvenile": years_between(facts.person.born, facts.assessed) < ADULT,
        "united_states": facts.jurisdiction == "united_states",
        "csem_only": bool(only_csem_titles(timeline)),
        "dual": bool(dual_titles(timeline)),
        "sexual": bool(standing(timeline)),
        "no_csem": not csem_titles(timeline),
    }
    return frozenset(group for group, holds in belongs.items() if holds)


def _choice(tool: Instrument, facts: Facts, present: frozenset[Group]) -> Choice:
    found = rulings(tool.id, facts)
    warned = [
        caution
        for caution in literature().cautions
        if present.issuperset(caution.when) and tool.id in (caution.tools or (tool.id,))
    ]
    said = {caution.rule for caution in warned}
    remarks = (
        *(Remark(caution.id, caution.text, caution.source) for caution in warned),
        *(
            Remark(caution.rule, caution.text, _source(tool, caution.rule))
            for caution in found.cautions
            if caution.rule not in said
        ),
    )
    return Choice(tool, found.eligibility, literature().tools[tool.id], remarks)


def _source(tool: Instrument, rule_id: str) -> str:
    """Where a rule is known from; the rule may be another tool's."""
    every = (rule for one in (tool, *catalogue.tools()) for rule in one.rules)
    return next(rule.source for rule in every if rule.id == rule_id)
