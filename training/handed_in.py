"""What feedback reads of a case that was handed in: prepared, for it comes with every page.

Who may read it is decided in `access`.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from agencies.models import Agency, Membership, User
from agencies.prepared import Prepared, PreparedRows, Slot
from training.models import Assignment, Coding, CodingMark, Contest, Exam, Mode, Rating
from vignettes.models import Vignette

_TOOL = Assignment._meta.get_field("tool")
_OF_CODING = Slot("coding", Coding._meta.pk)
_READ = Prepared(
    lambda: Assignment.objects.filter(
        pk=Slot("pk", Assignment._meta.pk),
        agency=Slot("agency", Agency._meta.pk),
        assessor=Slot("assessor", Membership._meta.pk),
    ).select_related("version", "exam")
)
_AGAIN = PreparedRows(
    lambda: (
        to_score(Slot("user", User._meta.pk), Slot("at", Exam._meta.get_field("closes_at")))
        .exclude(pk=Slot("pk", Assignment._meta.pk))
        .filter(tool=Slot("tool", _TOOL), version__vignette=Slot("vignette", Vignette._meta.pk))
        .order_by()
        .values_list("pk")[:1]
    )
)
_NEXT = PreparedRows(
    lambda: (
        Assignment.objects.filter(
            agency=Slot("agency", Agency._meta.pk),
            assessor=Slot("assessor", Membership._meta.pk),
            mode=Mode.PRACTICE,
            codings=None,
            declined_at=None,
        )
        .order_by("position", "pk")
        .values_list("pk")[:1]
    )
)
_RATINGS = Prepared(lambda: Rating.objects.filter(coding=_OF_CODING).order_by("pk"))
_MARKS = Prepared(lambda: CodingMark.objects.filter(coding=_OF_CODING).order_by("pk"))
_CONTESTS = Prepared(lambda: Contest.objects.filter(coding=_OF_CODING).order_by("-made_at", "-pk"))


def own_to_read(membership: Membership, pk: int) -> Assignment | None:
    """One of the assessor's own cases with its text and exam."""
    found = _READ.first(pk=pk, agency=membership.agency_id, assessor=membership.pk)
    if found is not None:
        found.agency, found.assessor = membership.agency, membership
    return found


def to_score(user: Any, at: Any) -> QuerySet[Assignment]:
    """What a person still has to score but for panels, and the cases of exams that run."""
    waiting = Q(codings=None) & (Q(exam=None) | Q(exam__closed_at=None))
    sitting = Q(exam__closes_at__gt=at, exam__closed_at=None)
    return Assignment.objects.filter(waiting | sitting, assessor__user=user, panel=None)


def must_score_again(assignment: Assignment, at: datetime) -> bool:
    """Whether its assessor still has to score the same case with the same tool, in any agency."""
    rows = _AGAIN.rows(
        user=assignment.assessor.user_id,
        at=at,
        pk=assignment.pk,
        tool=assignment.tool,
        vignette=assignment.version.vignette_id,
    )
    return bool(rows)


def next_given(membership: Membership) -> int | None:
    """The first practice case that waits to be scored."""
    rows = _NEXT.rows(agency=membership.agency_id, assessor=membership.pk)
    return int(rows[0][0]) if rows else None


def ratings_of(coding: Coding) -> list[Rating]:
    """The scores of a coding, read once for this object unless they were prefetched."""
    if "ratings" in getattr(coding, "_prefetched_objects_cache", {}):
        return list(coding.ratings.all())
    kept: list[Rating] | None = coding.__dict__.get("_ratings_read")
    if kept is None:
        kept = coding.__dict__["_ratings_read"] = _RATINGS.ask(coding=coding.pk)
    return kept


def marks_of_coding(coding: Coding) -> list[CodingMark]:
    """What was marked while it was scored."""
    return _MARKS.ask(coding=coding.pk)


def contests_of(coding: Coding) -> list[Contest]:
    """What its assessor contested, the newest first."""
    return _CONTESTS.ask(coding=coding.pk)
