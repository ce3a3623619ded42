"""How the newest learners of an agency answered a practice case, where enough of them did."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from agencies.prepared import PreparedRows, Slot
from training.answers import ELIGIBILITY
from training.handed_in import ratings_of
from training.models import Coding, Mode, Rating
from vignettes.models import Eligibility, GoldCoding, VignetteVersion

FEWEST = 5
"""Learners below which nothing is told: a share of few would tell of single people."""
NEWEST = 500
"""Learners that a share is of at most: of more it would not be truer, only slower to count."""


@dataclass(frozen=True)
class Share:
    """Of so many learners, how many chose otherwise than gold, and how many as this one did.

    `of_newest`: there are more, and these are those who answered last.
    """

    n: int
    n_otherwise: int
    n_alike: int
    of_newest: bool = False


def _learners() -> QuerySet[Coding]:
    found: QuerySet[Coding] = Coding.objects.filter(
        agency=Slot("agency", Agency._meta.pk),
        version=Slot("version", VignetteVersion._meta.pk),
        tool=Slot("tool", Coding._meta.get_field("tool")),
        assignment__mode=Mode.PRACTICE,
    )
    return found.order_by("-pk")


_ON_USE = PreparedRows(lambda: _learners().values_list("pk", "eligibility")[: NEWEST + 1])
_ON_ITEMS = PreparedRows(
    lambda: (
        Rating.objects.filter(coding__in=_learners().values("pk")[:NEWEST])
        .values_list("item", "score", "insufficient", "not_applicable")
        .annotate(n=Count("pk"))
        .order_by()
    )
)

Given = tuple[int | None, bool, bool]
"""Score, insufficient, not applicable."""


def shares(coding: Coding, gold: GoldCoding) -> Mapping[str, Share]:
    """Question to how learners of the agency answered it in practice, in two queries.

    Nothing for a question that fewer than five of them answered.
    """
    case = {"agency": coding.agency_id, "version": coding.version_id, "tool": coding.tool}
    rows = _ON_USE.rows(**case)
    is_cut = len(rows) > NEWEST
    answers = [eligibility for _pk, eligibility in rows[:NEWEST]]
    found = {ELIGIBILITY: _on_use(coding, gold, answers, of_newest=is_cut)}
    if gold.eligibility == Eligibility.YES:
        found |= _on_items(coding, gold, _ON_ITEMS.rows(**case), of_newest=is_cut)
    return {question: share for question, share in found.items() if share.n >= FEWEST}


def _on_use(
    coding: Coding, gold: GoldCoding, answers: Collection[str], *, of_newest: bool
) -> Share:
    return Share(
        n=len(answers),
        n_otherwise=sum(answer != gold.eligibility for answer in answers),
        n_alike=sum(answer == coding.eligibility for answer in answers),
        of_newest=of_newest,
    )


def _on_items(
    coding: Coding, gold: GoldCoding, counted: Iterable[tuple[Any, ...]], *, of_newest: bool
) -> dict[str, Share]:
    by_item: dict[str, dict[Given, int]] = {}
    for item, score, insufficient, not_applicable, n in counted:
        by_item.setdefault(item, {})[score, insufficient, not_applicable] = n
    mine: dict[str, Given] = {
        one.item: (one.score, one.insufficient, one.not_applicable) for one in ratings_of(coding)
    }
    return {
        item: Share(
            n=sum(counts.values()),
            n_otherwise=sum(n for given, n in counts.items() if not gold.agrees(item, given[0])),
            n_alike=counts.get(mine[item], 0) if item in mine else 0,
            of_newest=of_newest,
        )
        for item, counts in by_item.items()
    }


def words(share: Share, *, agrees: bool) -> str:
    """How many learners chose otherwise than gold, and how many as the assessor did."""
    told = _sentence(share) % {"otherwise": share.n_otherwise, "n": share.n}
    if agrees or share.n_alike < 1:
        return told
    return f"{told} " + _("%(n)s chose as you did.") % {"n": share.n_alike}


def _sentence(share: Share) -> str:
    if share.of_newest:
        return _(
            "%(otherwise)s of the last %(n)s learners in your agency chose another answer than "
            "gold."
        )
    return ngettext(
        "%(otherwise)s of %(n)s learner in your agency chose another answer than gold.",
        "%(otherwise)s of %(n)s learners in your agency chose another answer than gold.",
        share.n,
    )
