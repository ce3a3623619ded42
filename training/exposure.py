"""What a person has met of the bank in any way, and how often its cases were used in exams."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Q
from django_scopes import scopes_disabled

from agencies.models import Agency, AuditEntry, User
from training.models import Assignment, Mode
from vignettes import access as library
from vignettes.models import (
    CaseDraft,
    ExpertCoding,
    PanelSeat,
    SeenGold,
    Vignette,
    VignetteVersion,
)


def families_met(user: User, names: Mapping[int, str], *, but_given: bool = False) -> set[str]:
    """The families of which the person has met a case: in any agency, any role and any way.

    `names` says to which family a vignette belongs (see `training.actions.pools.families`).
    Given to score, in practice, an exam or a panel; seen in the library; written, read or reviewed.
    `but_given`: only those met in another way than by being given to score.
    """
    met = _sat_for(user) | _written(user) | library.kept_blind(user)
    met |= set() if but_given else _given(user)
    met |= set(SeenGold.objects.filter(user=user).values_list("version__vignette", flat=True))
    met |= _drafted(user)
    return {names[pk] for pk in met if pk in names}


def families_given(user: User, names: Mapping[int, str]) -> dict[str, datetime]:
    """The families of which the person was given a case to score, with when that was last."""
    with scopes_disabled():
        given = Assignment.objects.filter(assessor__user=user).order_by("assigned_at")
        rows = list(given.values_list("version__vignette", "assigned_at"))
    return {names[pk]: at for pk, at in rows if pk in names}


def _given(user: User) -> set[int]:
    with scopes_disabled():
        given = Assignment.objects.filter(assessor__user=user)
        return set(given.values_list("version__vignette", flat=True))


def _sat_for(user: User) -> set[int]:
    with scopes_disabled():
        seats = PanelSeat.objects.filter(expert__user=user)
        coded = ExpertCoding.objects.filter(expert__user=user)
        return set(seats.values_list("panel__version__vignette", flat=True)) | set(
            coded.values_list("version__vignette", flat=True)
        )


def _written(user: User) -> set[int]:
    """Cases that the person published."""
    with scopes_disabled():
        entries = AuditEntry.objects.filter(
            actor=user,
            verb="vignette_published",
            object_type=VignetteVersion._meta.label_lower,
        )
        versions = [int(pk) for pk in entries.values_list("object_id", flat=True)]
    found = VignetteVersion.objects.filter(pk__in=versions)
    return set(found.values_list("vignette", flat=True))


def _drafted(user: User) -> set[int]:
    """Cases of the code of a draft that the person wrote, read or reviewed, or of its origin."""
    own = Q(author=user) | Q(writers=user) | Q(readers=user) | Q(reviewer=user)
    drafts = CaseDraft.objects.filter(own).values_list(
        "code", "variant_of__code", "corrects__vignette__code"
    )
    codes = {code for row in drafts for code in row if code}
    return set(Vignette.objects.filter(code__in=codes).values_list("pk", flat=True))


def exam_uses(agency: Agency) -> Counter[int]:
    """Vignette to how often it was given in an exam of the agency, with whichever tool."""
    given = Assignment.objects.filter(agency=agency, mode=Mode.EXAM)
    counted = given.values("version__vignette").annotate(n=Count("pk")).order_by()
    return Counter({row["version__vignette"]: row["n"] for row in counted})
