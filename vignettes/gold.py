"""The gold coding of a case on a rule-based tool: computed from its facts, with what decided it."""

from dataclasses import dataclass
from typing import Any

from instruments import rulings
from instruments.facts import Facts

ELIGIBLE = "eligible"


@dataclass(frozen=True)
class ComputedGold:
    """What is stored of it. `rulings` has one entry per item, and one named `eligible`."""

    tool: str
    tool_version: str
    eligibility: str
    scores: dict[str, int | None]
    rulings: dict[str, dict[str, Any]]


def computed_gold(tool_id: str, facts: Facts) -> ComputedGold:
    """Score the facts by the tool's rules. No scores where the tool must not be used."""
    right = rulings.rulings(tool_id, facts)
    answer = right.eligibility.answer
    entries = {ELIGIBLE: _eligibility_entry(right.eligibility)}
    if answer == "yes":
        entries |= {item: _item_entry(ruling) for item, ruling in right.items.items()}
    return ComputedGold(
        tool=right.tool,
        tool_version=right.version,
        eligibility=answer,
        scores=right.values if answer == "yes" else {},
        rulings=entries,
    )


def _eligibility_entry(eligibility: rulings.Eligibility) -> dict[str, Any]:
    return {
        "rules": list(eligibility.rules),
        "because": list(eligibility.because),
        "reasons": [reason.model_dump() for reason in eligibility.reasons],
    }


def _item_entry(ruling: rulings.Ruling) -> dict[str, Any]:
    return {
        "rules": list(ruling.rules),
        "because": list(ruling.because),
        "missing": ruling.missing.model_dump() if ruling.missing else None,
        "disputed": list(ruling.disputed),
    }
