"""How the learners of an agency answered a practice case, where enough of them did."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.answers import ELIGIBILITY
from training.models import Coding, Mode, Rating
from vignettes.models import Eligibility, GoldCoding

FEWEST = 5
"""Learners below which nothing is told: a share of few would tell of single people."""


@dataclass(frozen=True)
class Share:
    """Of so many learners, how many chose otherwise than gold, and how many as this one did."""

    n: int
    n_otherwise: int
    n_alike: int


Given = tuple[int | None, bool, bool]
"""Score, insufficient, not applicable."""


def shares(coding: Coding, gold: GoldCoding) -> Mapping[str, Share]:
    """Question to how learners of the agency answered it in practice, in two queries.

    Nothing for a question that fewer than five of them answered.
    """
    learners = Coding.objects.filter(
        agency=coding.agency_id,
        version=coding.version_id,
        tool=coding.tool,
        assignment__mode=Mode.PRACTICE,
    )
    found = {ELIGIBILITY: _on_use(coding, gold, learners.values_list("eligibility", flat=True))}
    if gold.eligibility == Eligibility.YES:
        found |= _on_items(coding, gold)
    return {question: share for question, share in found.items() if share.n >= FEWEST}


def _on_use(coding: Coding, gold: GoldCoding, answers: object) -> Share:
    given = list(answers)  # type: ignore[call-overload]
    return Share(
        n=len(given),
        n_otherwise=sum(answer != gold.eligibility for answer in given),
        n_alike=sum(answer == coding.eligibility for answer in given),
    )


def _on_items(coding: Coding, gold: GoldCoding) -> dict[str, Share]:
    rows = Rating.objects.filter(
        coding__agency=coding.agency_id,
        coding__version=coding.version_id,
        coding__tool=coding.tool,
        coding__assignment__mode=Mode.PRACTICE,
    )
    counted = rows.values_list("item", "score", "insufficient", "not_applicable").annotate(
        n=Count("pk")
    )
    by_item: dict[str, dict[Given, int]] = {}
    for item, score, insufficient, not_applicable, n in counted.order_by():
        by_item.setdefault(item, {})[score, insufficient, not_applicable] = n
    mine: dict[str, Given] = {
        one.item: (one.score, one.insufficient, one.not_applicable) for one in coding.ratings.all()
    }
    return {
        item: Share(
            n=sum(counts.values()),
            n_otherwise=sum(n for given, n in counts.items() if not gold.agrees(item, given[0])),
            n_alike=counts.get(mine[item], 0) if item in mine else 0,
        )
        for item, counts in by_item.items()
    }


def words(share: Share, *, agrees: bool) -> str:
    """How many learners chose otherwise than gold, and how many as the assessor did."""
    told = ngettext(
        "%(otherwise)s of %(n)s learner in your agency chose another answer than gold.",
        "%(otherwise)s of %(n)s learners in your agency chose another answer than gold.",
        share.n,
    ) % {"otherwise": share.n_otherwise, "n": share.n}
    if agrees or share.n_alike < 1:
        return told
    return f"{told} " + _("%(n)s chose as you did.") % {"n": share.n_alike}
