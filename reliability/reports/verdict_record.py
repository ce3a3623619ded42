"""A verdict as a decision keeps it, and as it is read back: plain JSON with both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from instruments import catalogue
from instruments.sheet import Text
from reliability.certification import Condition, Evidence, Verdict
from reliability.models import Decision
from reliability.reports.evidence import ExamEvidence
from reliability.stats.estimate import Estimate

CLOSED_EARLY = "closed_early"
"""The exam closed before enough cases were handed in."""
NO_MORE_CASES = "no_more_cases"
"""More cases were asked for, and none could be added."""
MORE_CASES = "more_cases"
"""Cases were added to the exam."""
NOTHING_COUNTS = "nothing_counts"
"""No answer in these cases counts in a decision."""


@dataclass(frozen=True)
class Kept:
    """What a decision rested on, read back from its row."""

    sentence: Text
    outcome: str
    cases: int
    more_cases: int
    at_maximum: bool
    agreement: Estimate
    conditions: tuple[Condition, ...]
    evidence: Evidence
    told: tuple[Mapping[str, Any], ...]
    """The cases with the versions, codings and gold that were used."""
    set_aside: int
    note: str

    @property
    def gold(self) -> dict[int, int]:
        """Version -> the gold coding that was used."""
        return {one["version"]: one["gold"] for one in self.told}


def record_of(found: ExamEvidence, verdict: Verdict, tool: str, note: str) -> dict[str, Any]:
    """Everything that a decision rests on."""
    agreement = verdict.agreement
    return {
        "tool_version": catalogue.tool(tool).version,
        "codings": found.codings,
        "cases": found.cases_told(),
        "set_aside": [coding.pk for coding in found.set_aside],
        "evidence": found.evidence.model_dump(mode="json"),
        "note": note,
        "verdict": {
            "outcome": verdict.outcome,
            "sentence": verdict.sentence.model_dump(),
            "cases": verdict.cases,
            "more_cases": verdict.more_cases,
            "at_maximum": verdict.at_maximum,
            "agreement": {
                "value": agreement.value,
                "low": agreement.low,
                "high": agreement.high,
                "confidence": agreement.confidence,
                "form": agreement.form,
                "method": agreement.method,
                "note": agreement.note,
                "n_used": agreement.n_used,
                "n_given": agreement.n_given,
            },
            "conditions": [_condition(one) for one in verdict.conditions],
        },
    }


def _condition(one: Condition) -> dict[str, Any]:
    return {
        "name": one.name,
        "state": one.state,
        "sentence": one.sentence.model_dump(),
        "source": one.source.model_dump(),
        "right": one.right,
        "judged": one.judged,
        "rules": list(one.rules),
    }


def kept_with(decision: Decision) -> Kept:
    """Read back what a decision rested on."""
    told = decision.evidence
    verdict = told["verdict"]
    return Kept(
        sentence=Text.model_validate(verdict["sentence"]),
        outcome=verdict["outcome"],
        cases=verdict["cases"],
        more_cases=verdict["more_cases"],
        at_maximum=verdict["at_maximum"],
        agreement=Estimate(**verdict["agreement"]),
        conditions=tuple(_condition_of(one) for one in verdict["conditions"]),
        evidence=Evidence.model_validate(told["evidence"]),
        told=tuple(told["cases"]),
        set_aside=len(told["set_aside"]),
        note=told["note"],
    )


def _condition_of(told: Mapping[str, Any]) -> Condition:
    texts = {name: Text.model_validate(told[name]) for name in ("sentence", "source")}
    return Condition(**{**told, **texts, "rules": tuple(told["rules"])})
