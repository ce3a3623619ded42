"""Gold as it is stored: computed from the facts, or proposed by the author, with what decided it.

Each entry of `rulings`, one per item and one named `eligible`, may hold: `rules`, `because` (paths
of facts, or of a proposed score), `missing` (why there is no score), `disputed` (other scores that
a source allows), `reasons` (why the tool may not be used) and `rationale` (a person's grounds).
"""

from dataclasses import dataclass
from typing import Any

from instruments import catalogue, rulings
from instruments.facts import Facts
from vignettes.casefile import CaseFile, Proposal, proposed_path
from vignettes.models.choices import Provenance

ELIGIBLE = "eligible"


@dataclass(frozen=True)
class StatedGold:
    """The right scores of one case on one tool, before they are stored."""

    tool: str
    tool_version: str
    eligibility: str
    scores: dict[str, int | None]
    rulings: dict[str, dict[str, Any]]
    provenance: str


def gold_of_case(case: CaseFile) -> list[StatedGold]:
    """Gold of every rule-based tool, and of the judgement tools that the author proposes for."""
    computed = [
        computed_gold(tool.id, case.facts)
        for tool in catalogue.tools()
        if tool.scored_by == "rules"
    ]
    proposed = [
        proposed_gold(tool_id, case.facts, given) for tool_id, given in case.sheet.proposal.items()
    ]
    return computed + proposed


def computed_gold(tool_id: str, facts: Facts) -> StatedGold:
    """Score the facts by the tool's rules. No scores where the tool must not be used."""
    right = rulings.rulings(tool_id, facts)
    answer = right.eligibility.answer
    entries = {ELIGIBLE: _eligibility_entry(right.eligibility)}
    if answer == "yes":
        entries |= {item: _item_entry(ruling) for item, ruling in right.items.items()}
    return StatedGold(
        tool=right.tool,
        tool_version=right.version,
        eligibility=answer,
        scores=right.values if answer == "yes" else {},
        rulings=entries,
        provenance=Provenance.COMPUTED.value,
    )


def proposed_gold(tool_id: str, facts: Facts, given: Proposal) -> StatedGold:
    """An author's scores on a tool of judgement, over what the facts decide: use, and which items.

    A score is decided by the sentences tied to its own path, besides the facts of its rules.
    """
    right = rulings.rulings(tool_id, facts)
    entries = {ELIGIBLE: _eligibility_entry(right.eligibility)}
    for item, ruling in right.items.items():
        entry = _item_entry(ruling)
        if item in given.scores:
            path = proposed_path(tool_id, item)
            told = given.rationale[item].model_dump()
            entry |= {"missing": None, "because": [path, *ruling.because], "rationale": told}
        entries[item] = entry
    return StatedGold(
        tool=right.tool,
        tool_version=right.version,
        eligibility=given.eligible,
        scores={item: given.scores.get(item) for item in right.items} if given.scores else {},
        rulings=entries,
        provenance=Provenance.AUTHOR_PROPOSAL.value,
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
