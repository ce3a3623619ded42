"""What may be worth a question after an exam: counts in plain sentences, judged by no machine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.models import Assignment, Coding, Draft
from vignettes.models import Eligibility, GoldCoding

LONG_PAUSE = timedelta(minutes=30)
FEWEST_WRONG = 3
"""Answers that two people both have wrong, before their pattern is compared."""
MOST_PEOPLE = 3


@dataclass(frozen=True)
class Signal:
    """One thing that was counted."""

    title: str
    sentence: str


class Alike(NamedTuple):
    """Two people's wrong answers on the cases that both sat."""

    same: int
    both_wrong: int
    cases: int


Wrong = dict[tuple[int, str], int | None]
"""(version, item) -> the wrong score; the answer on use counts as an item."""


def signals(
    own: Sequence[Assignment], others: Sequence[Assignment], gold: Mapping[int, GoldCoding]
) -> tuple[Signal, ...]:
    """What was counted in one attempt, zeros too: a blank would look like a hidden finding.

    Takes assignments with their codings, sightings and drafts fetched.
    """
    return (
        _on_left(own),
        _on_devices(own),
        _on_changes(own),
        _on_declined(own),
        *_on_patterns(own, others, gold),
    )


def _on_left(own: Iterable[Assignment]) -> Signal:
    n = sum(seen.times_left for one in own for seen in one.sightings.all())
    told = ngettext(
        "The page of a case was out of sight %(n)s time.",
        "The page of a case was out of sight %(n)s times.",
        n,
    )
    return Signal(_("Page left"), told % {"n": n})


def _on_devices(own: Iterable[Assignment]) -> Signal:
    n = len({seen.device for one in own for seen in one.sightings.all()})
    told = ngettext("Cases were open in %(n)s browser.", "Cases were open in %(n)s browsers.", n)
    return Signal(_("Devices"), told % {"n": n})


def _on_changes(own: Iterable[Assignment]) -> Signal:
    n = sum(late_changes(one.draft) for one in own)
    told = ngettext(
        "%(n)s answer was changed after a pause of %(minutes)s minutes or more.",
        "%(n)s answers were changed after a pause of %(minutes)s minutes or more.",
        n,
    )
    return Signal(
        _("Changes after a pause"), told % {"n": n, "minutes": LONG_PAUSE // timedelta(minutes=1)}
    )


def late_changes(draft: Draft) -> int:
    """Answers that were changed after nothing had been saved in this case for a long while."""
    ratings = list(draft.ratings.all())
    saves = sorted({at for one in ratings for at in (one.saved_at, one.earlier_at) if at})
    return sum(
        one.earlier_at is not None and one.saved_at - _before(one.saved_at, saves) >= LONG_PAUSE
        for one in ratings
    )


def _before(at: datetime, saves: Sequence[datetime]) -> datetime:
    return max((one for one in saves if one < at), default=at)


def _on_declined(own: Iterable[Assignment]) -> Signal:
    n = sum(one.declined_at is not None and one.due_at is not None for one in own)
    told = ngettext(
        "%(n)s case was declined after its file was opened.",
        "%(n)s cases were declined after their file was opened.",
        n,
    )
    return Signal(_("Declined cases"), told % {"n": n})


def _on_patterns(
    own: Iterable[Assignment], others: Iterable[Assignment], gold: Mapping[int, GoldCoding]
) -> list[Signal]:
    mine = _wrong(own, gold)
    by_person: dict[int, list[Assignment]] = {}
    for one in others:
        by_person.setdefault(one.assessor.user_id, []).append(one)
    found = [
        (alike(mine, _wrong(theirs, gold)), str(theirs[0].assessor.user))
        for theirs in by_person.values()
    ]
    told = sorted((one for one in found if one[0].both_wrong >= FEWEST_WRONG), reverse=True)
    if not told:
        sentence = _("With nobody are there %(n)s answers or more that both have wrong.")
        return [Signal(_("Same wrong answers"), sentence % {"n": FEWEST_WRONG})]
    return [
        Signal(_("Same wrong answers, %(name)s") % {"name": name}, _pattern(one))
        for one, name in told[:MOST_PEOPLE]
    ]


def _pattern(found: Alike) -> str:
    told = ngettext(
        "On %(cases)s case that both sat, both have %(wrong)s answers wrong; %(same)s of them with "
        "the same wrong score.",
        "On %(cases)s cases that both sat, both have %(wrong)s answers wrong; %(same)s of them "
        "with the same wrong score.",
        found.cases,
    )
    return told % {"cases": found.cases, "wrong": found.both_wrong, "same": found.same}


def alike(mine: Wrong, theirs: Wrong) -> Alike:
    """How many answers both have wrong, and how many of those in the same way."""
    shared = mine.keys() & theirs.keys()
    same = sum(mine[one] == theirs[one] for one in shared)
    return Alike(same, len(shared), len({version for version, _item in shared}))


def _wrong(given: Iterable[Assignment], gold: Mapping[int, GoldCoding]) -> Wrong:
    """The wrong answers of one person, omitted ones left out."""
    found: Wrong = {}
    for one in given:
        coding, right = next(iter(one.codings.all()), None), gold.get(one.version_id)
        if coding is not None and right is not None:
            found |= {(one.version_id, item): score for item, score in _items(coding, right)}
    return found


def _items(coding: Coding, right: GoldCoding) -> list[tuple[str, int | None]]:
    if right.eligibility == Eligibility.UNDECIDED or not coding.eligibility:
        return []
    if coding.eligibility != right.eligibility:
        return [(f"use: {coding.eligibility}", None)]
    return [
        (item, score)
        for item, score in coding.scores.items()
        if score is not None and not right.agrees(item, score)
    ]
