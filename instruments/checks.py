"""Consistency checks on scores that need no facts: a function each, named by a tool's rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from instruments import catalogue, scoring
from instruments.computed import scored_only, totals_of
from instruments.report_checks import ONLY_CSEM_CHECKS, REPORT_CHECKS
from instruments.scores import Scores
from instruments.sheet import Band, Check, Instrument, Rule, Text, Total

Level = Literal["error", "warning"]

VALUES_FINDING = Text(
    en="A score is not among the permitted ones.",
    fr="Une cote ne figure pas parmi les cotes permises.",
)
VALUES_HINT = Text(
    en="Choose one of the scores on the sheet.",
    fr="Choisir l'une des cotes de la feuille.",
)
RECOMPUTED_FINDING = Text(
    en="A total or level written down is not the one that the scores give.",
    fr="Un total ou un niveau inscrit n'est pas celui que donnent les cotes.",
)
RECOMPUTED_HINT = Text(
    en="Compute it again from the scores.",
    fr="Le recalculer à partir des cotes.",
)


@dataclass(frozen=True)
class Finding:
    """One thing in a coding that cannot be right, or should not be reported so."""

    id: str
    """The rule that was broken, `permitted-values` or `recomputed`."""
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
    asked = CHECKS | ONLY_CSEM_CHECKS if only_csem else CHECKS
    for rule in instrument.rules:
        if rule.check is not None and rule.check.name in asked:
            items = asked[rule.check.name](rule.check, instrument, scores)
            if items:
                level = _level_of(rule, rule.check, instrument)
                found.append(Finding(rule.id, level, items, rule.check.finding, rule.statement))
    return (*found, *_recomputed(instrument, scores))


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
    wanted = _total(check, instrument)
    return wanted.items if _is_other_total(wanted, instrument, scores) else ()


def required_items(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """Items entered as not scored that may not be left out."""
    return tuple(
        item.id
        for item in instrument.items
        if not item.may_be_missing and item.id in scores.items and scores.items[item.id] is None
    )


def band_label(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """The level named against the tool's own names. Answers with the total, which has no item."""
    wanted = _level(check, instrument)
    named = scores.band_of(wanted, instrument)
    return () if named is None or _band(wanted, named) is not None else (wanted.id,)


def band_of_total(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """The level named against the level recomputed from the items."""
    wanted = _level(check, instrument)
    return (
        (wanted.id,) if not scores.override and _is_other_band(wanted, instrument, scores) else ()
    )


def band_or_label(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """The level named is none of the tool's, or not the one recomputed from the items."""
    label = band_label(check, instrument, scores)
    return label or band_of_total(check, instrument, scores)


def band_overridden(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """An overridden level stands where the one computed from the items belongs."""
    wanted = _level(check, instrument)
    return (wanted.id,) if scores.override and _is_other_band(wanted, instrument, scores) else ()


def misread_band(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """The level named is wrong, and the one that misreading the rule in `labels` gives."""
    wanted = _level(check, instrument)
    scored = scored_only({item: scores.items.get(item) for item in wanted.items})
    if not _is_other_band(wanted, instrument, scores):
        return ()
    named = _band(wanted, scores.band_of(wanted, instrument) or "")
    misread = totals_of(instrument.id).misread_band(instrument, wanted, scored, check.labels[0])
    return (wanted.id,) if named == misread else ()


def counts_fit(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """Not every one of `items` is zero, and two of them are more than `other_item` = one."""
    counts = [scores.items.get(item) for item in check.items]
    if None in counts or check.other_item is None:
        return ()
    above = sum(count is not None and count > 0 for count in counts)
    if above == 0:
        return check.items
    is_one = scores.items.get(check.other_item) == check.other_value
    more_than_one = above > 1 or any(
        _is_several(instrument, item, count)
        for item, count in zip(check.items, counts, strict=True)
    )
    return (*check.items, check.other_item) if is_one and more_than_one else ()


def most_missing(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """A total written down although more items are not scored than the tool allows."""
    wanted = instrument.totals[0]
    missing = tuple(item for item in wanted.items if scores.items.get(item) is None)
    if scores.total is None or wanted.may_miss is None or len(missing) <= wanted.may_miss:
        return ()
    return missing


def casic_route(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """An item scored by way of CASIC against the CASIC total; from `value` on it is 1."""
    if check.item is None or check.value is None:
        raise ValueError("the check casic_route needs item and value")
    score = scores.items.get(check.item)
    if scores.casic is None or score is None:
        return ()
    return () if score == (scores.casic >= check.value) else (check.item,)


def no_override(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """A total adjusted by judgement."""
    return (instrument.totals[0].id,) if scores.override else ()


CHECKS: dict[str, Callable[[Check, Instrument, Scores], tuple[str, ...]]] = {
    "implies": implies,
    "total_is_sum": total_is_sum,
    "required_items": required_items,
    "band_label": band_label,
    "band_of_total": band_of_total,
    "most_missing": most_missing,
    "casic_route": casic_route,
    "band_or_label": band_or_label,
    "band_overridden": band_overridden,
    "misread_band": misread_band,
    "counts_fit": counts_fit,
    "no_override": no_override,
    **REPORT_CHECKS,
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


def _recomputed(instrument: Instrument, scores: Scores) -> list[Finding]:
    """Totals and levels that no rule of the tool checks."""
    checks = [rule.check for rule in instrument.rules if rule.check is not None]
    sums = {_total(c, instrument).id for c in checks if c.name == "total_is_sum"}
    levels = {_level(c, instrument).id for c in checks if c.name.startswith("band_o")}
    found = []
    for wanted in instrument.totals:
        is_disputed = any(band.status == "disputed" for band in wanted.bands)
        is_sum = not (wanted.is_computed and is_disputed)
        level: Level | None = None
        if wanted.id not in levels and _is_other_band(wanted, instrument, scores):
            level = "warning" if is_disputed else "error"
        if wanted.id not in sums and _is_other_total(wanted, instrument, scores):
            level = "error" if is_sum else "warning"
        if level is not None:
            found.append(
                Finding("recomputed", level, wanted.items, RECOMPUTED_FINDING, RECOMPUTED_HINT)
            )
    return found


def _level_of(rule: Rule, check: Check, instrument: Instrument) -> Level:
    """What turns on a disputed rule, or on disputed cut-offs, is shown and not called wrong."""
    is_band = check.name == "misread_band"
    bands = _level(check, instrument).bands if is_band else ()
    is_disputed = rule.status == "disputed" or any(b.status == "disputed" for b in bands)
    return "warning" if is_disputed else "error"


def _total(check: Check, instrument: Instrument) -> Total:
    return instrument.total(check.total) if check.total else instrument.totals[0]


def _level(check: Check, instrument: Instrument) -> Total:
    return instrument.total(check.total) if check.total else instrument.level_total


def _is_other_total(wanted: Total, instrument: Instrument, scores: Scores) -> bool:
    written = scores.total_of(wanted, instrument)
    if written is None or scores.override:
        return False
    return scoring.total(instrument.id, scores.items, wanted.id).value != written


def _is_other_band(wanted: Total, instrument: Instrument, scores: Scores) -> bool:
    """The level named is one of the tool's, and not that of the items."""
    named = _band(wanted, scores.band_of(wanted, instrument) or "")
    right = scoring.total(instrument.id, scores.items, wanted.id).band
    return named is not None and right is not None and right.id != named.id


def _is_several(instrument: Instrument, item: str, count: int | None) -> bool:
    """The count is above the lowest that is more than none."""
    positive = sorted(value for value in instrument.item(item).values if value > 0)
    return count is not None and count > positive[0]


def _band(wanted: Total, named: str) -> Band | None:
    """The band that a level was meant to name, in either language; None for an unknown label."""
    label = named.strip().casefold()
    for band in wanted.bands:
        names = [band.id, f"Level {band.id}", f"Niveau {band.id}", band.name.en, band.name.fr]
        if label in [name.casefold() for name in names]:
            return band
    return None
