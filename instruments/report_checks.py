"""Checks on how a coding was made and reported: forms, bases, ages of ratings, levels named."""

from __future__ import annotations

from collections.abc import Callable

from instruments import scoring
from instruments.scores import Scores
from instruments.sheet import Check, Instrument

CheckFunction = Callable[[Check, Instrument, Scores], tuple[str, ...]]


def other_form(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """Items that the tool does not have, or sums typed in above their highest figure."""
    known = {item.id: item for item in instrument.items}
    return tuple(
        item
        for item, score in scores.items.items()
        if item not in known
        or (score is not None and known[item].range and score > max(known[item].values))
    )


def total_in_reach(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """A total written down above what the items can give when some are left out as None."""
    wanted = instrument.totals[0]
    given = scores.total_of(wanted, instrument)
    reach = sum(max(instrument.item(i).values) for i in wanted.items if _may_count(scores, i))
    return (wanted.id,) if given is not None and given > reach else ()


def level_alone(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """A level named without a composite that it feeds."""
    if scores.band is None or scores.report.composite_level is not None:
        return ()
    return (instrument.totals[0].id,)


def composite_label(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """The level of a composite against the names that composites of the tool have."""
    named = scores.report.composite_level
    known = {
        name.casefold()
        for composite in instrument.composites
        for band in composite.bands
        for name in (band.id, band.name.en, band.name.fr)
    }
    if named is None or named.strip().casefold() in known:
        return ()
    return tuple(composite.id for composite in instrument.composites[:1])


def composite_csem_only(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """A composite with a tool in `labels`. Asked only of cases whose only offences are CSEM."""
    other = (scores.report.composite_with or "").strip().casefold()
    return tuple(c.id for c in instrument.composites[:1]) if other in check.labels else ()


def basis(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """The coding rests on one of the bases in `labels`."""
    return (instrument.totals[0].id,) if scores.report.basis in check.labels else ()


def age_of_rating(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """The rating was used more than `value` days after it was made."""
    days, most = scores.report.days_old, check.value
    is_old = days is not None and most is not None and days > most
    return (instrument.totals[0].id,) if is_old else ()


def outcome(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """The report names one of the outcomes in `labels` beside the score."""
    return (instrument.totals[0].id,) if scores.report.outcome in check.labels else ()


def subtotal_of_all(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """One total written down is the sum of the items of another, and not of its own."""
    if check.total is None or check.other_total is None:
        raise ValueError("the check subtotal_of_all needs total and other_total")
    given = scores.totals.get(check.total)
    own = scoring.total(instrument.id, scores.items, check.total).value
    other = scoring.total(instrument.id, scores.items, check.other_total).value
    if given is None or given == own or given != other:
        return ()
    return instrument.total(check.total).items


def one_total(check: Check, instrument: Instrument, scores: Scores) -> tuple[str, ...]:
    """One total or level stands for several, or not all of them are given."""
    ids = tuple(total.id for total in instrument.totals)
    single = scores.total is not None or scores.band is not None
    partly = any(given and set(given) != set(ids) for given in (scores.totals, scores.bands))
    return ids if single or partly else ()


def _may_count(scores: Scores, item: str) -> bool:
    """Left out on purpose only if it stands there without a score."""
    return item not in scores.items or scores.items[item] is not None


REPORT_CHECKS: dict[str, CheckFunction] = {
    "other_form": other_form,
    "total_in_reach": total_in_reach,
    "level_alone": level_alone,
    "composite_label": composite_label,
    "basis": basis,
    "age_of_rating": age_of_rating,
    "outcome": outcome,
    "subtotal_of_all": subtotal_of_all,
    "one_total": one_total,
}
ONLY_CSEM_CHECKS: dict[str, CheckFunction] = {"composite_csem_only": composite_csem_only}
"""Asked only where the case is flagged as one whose only sexual offences are CSEM offences."""
