"""Consistency checks on scores that need no facts: a function each, named by a tool's rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from instruments import catalogue, scoring
from instruments.scores import Scores
from instruments.sheet import Check, Instrument, Rule, Text

Level = Literal["error", "warning"]

VALUES_FINDING = Text(
    en="A score is not among the permitted ones.",
    fr="Une cote ne figure pas parmi les cotes permises.",
)
VALUES_HINT = Text(
    en="Choose one of the scores on the sheet.",
    fr="Choisir l'une des cotes de la feuille.",
)


@dataclass(frozen=True)
class Finding:
    """One thing in a coding that cannot be right, or should not be reported so."""

    id: str
    """The rule that was broken, or `permitted-values`."""
    level: Level
    items: tuple[str, ...]
    message: Text
    hint: Text


def findings(tool_id: str, scores: Scores, *, only_csem: bool = False) -> tuple[Finding, ...]:
    """Every check of the tool on these scores, in the order of its rules.

    `only_csem`: the case is flagged as one whose only sexual offences are CSEM offences.
    """
    instrument = catalogue.tool(tool_id)
    found = [*_permitted_values(instrument, scores), *_flagged(instrument, scores, only_csem)]
    for rule in instrument.rules:
        if rule.check is not None:
            items = CHECKS[rule.check.name](rule.check, instrument, scores)
            if items:
                found.append(Finding(rule.id, "error", items, rule.check.finding, rule.statement))
    return tuple(found)


def implies(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """A value on one item forces a value on another. An item not scored forces nothing."""
    if check.item is None or check.other_item is None:
        raise ValueError("the check implies needs item, value, other_item and other_value")
    other = scores.items.get(check.other_item)
    if scores.items.get(check.item) == check.value and other not in (check.other_value, None):
        return (check.item, check.other_item)
    return ()


def total_is_sum(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """The total written down against the sum by the tool's rule for items not scored."""
    if scores.total is None or scores.override:
        return ()
    wanted = instrument.totals[0]
    return () if scoring.total(instrument.id, scores.items).value == scores.total else wanted.items


def required_items(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """Items entered as not scored that may not be left out."""
    return tuple(
        item.id
        for item in instrument.items
        if not item.may_be_missing and item.id in scores.items and scores.items[item.id] is None
    )


def band_label(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """The level named against the tool's own names. Answers with the total, which has no item."""
    if scores.band is None or _band_id(instrument, scores.band) is not None:
        return ()
    return (instrument.totals[0].id,)


def band_of_total(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """The level named against the level recomputed from the items."""
    named = _band_id(instrument, scores.band) if scores.band is not None else None
    right = scoring.total(instrument.id, scores.items).band
    if named is None or right is None or right.id == named:
        return ()
    return (instrument.totals[0].id,)


def no_override(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """A total adjusted by judgement."""
    return (instrument.totals[0].id,) if scores.override else ()


CHECKS: dict[str, Callable[[Check, Instrument, Scores], tuple[str, ...]]] = {
    "implies": implies,
    "total_is_sum": total_is_sum,
    "required_items": required_items,
    "band_label": band_label,
    "band_of_total": band_of_total,
    "no_override": no_override,
}


def _permitted_values(instrument: Instrument, scores: Scores) -> list[Finding]:
    items = tuple(
        item.id
        for item in instrument.items
        if (score := scores.items.get(item.id)) is not None and score not in item.values
    )
    if not items:
        return []
    return [Finding("permitted-values", "error", items, VALUES_FINDING, VALUES_HINT)]


def _flagged(instrument: Instrument, scores: Scores, only_csem: bool) -> list[Finding]:
    """A tool that CSEM alone does not carry, scored on a case flagged so."""
    rule = next((r for r in instrument.rules if _is_csem_only(r)), None)
    scored = any(score is not None for score in scores.items.values())
    if rule is None or rule.reason is None or not only_csem or not scored:
        return []
    return [Finding(rule.id, "error", (), rule.reason, rule.statement)]


def _is_csem_only(rule: Rule) -> bool:
    return rule.kind == "eligibility" and rule.id.endswith("-CSEMONLY")


def _band_id(instrument: Instrument, named: str) -> str | None:
    """The band that a level was meant to name, in either language; None for an unknown label."""
    wanted = named.strip().casefold()
    for band in instrument.totals[0].bands:
        names = [band.id, f"Level {band.id}", f"Niveau {band.id}", band.name.en, band.name.fr]
        if wanted in [name.casefold() for name in names]:
            return band.id
    return None
