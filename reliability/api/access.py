"""What a program may see that no page lists in the same way; the rest is in each access.py."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from agencies.models import Membership
from instruments.facts import Facts
from reliability.credentials import access as credentials
from reliability.models import Credential
from training.access import cases_to_score, group_assignments, own_assignments
from training.models import Coding
from vignettes import access as library
from vignettes.models import GoldCoding, VignetteVersion

ALIKE = 0.65
"""Two cases with so much in common are one case told twice; no two of the library share half."""
_DAY = re.compile(r"(?<=^\d{4})-\d\d(-\d\d)?$")
_IDS = frozenset({"id", "victims", "partner"})


def codings(membership: Membership) -> QuerySet[Coding]:
    """One's own codings, and for those who read a whole group those of everybody in it.

    Without those of others on cases that the reader still has to score.
    """
    own = Q(assignment__in=own_assignments(membership).values("pk"))
    group = Q(assignment__in=group_assignments(membership).values("pk"))
    unseen = cases_to_score(membership.user, now())
    if unseen:
        group &= ~Q(version__vignette__in=unseen)
    found: QuerySet[Coding] = Coding.objects.filter(own | group, agency=membership.agency)
    return found.select_related("version__vignette", "assessor__user", "assignment")


def certificates(membership: Membership) -> QuerySet[Credential]:
    """One's own certificates of this agency; all that it issued, for those who issue them."""
    seen = credentials.seen_by(membership.user, membership)
    return seen.filter(agency=membership.agency)


def check_library(membership: Membership) -> None:
    """403 for those who score cases: the library is not for them."""
    if not library.may_see_library(membership):
        raise PermissionDenied(
            _("The library shows the right scores, so assessors cannot open it.")
        )


def check_may_score(membership: Membership) -> None:
    """403 for whoever scores cases: a program would do in an exam what the exam asks."""
    if not library.may_see_library(membership):
        raise PermissionDenied(
            _("Right scores are computed for those who may see the library, not for assessors.")
        )


def open_case(membership: Membership, code: str) -> VignetteVersion:
    """The newest version of a case whose right scores this member may see.

    404 for a case that is not there; 403 for one that the member still has to score, or codes blind
    for a panel, and for an expert whom seeing it would cost a seat on its panels.
    """
    check_may_score(membership)
    version = library.version_for(membership, code)
    if version.vignette_id in _unseen(membership):
        raise PermissionDenied(_("You still have to score this case yourself."))
    if library.must_confirm_sight(membership.user, version):
        raise PermissionDenied(
            _("Seeing what is right here would bar you from panels on this case. Open its page.")
        )
    return version


def gold_of(membership: Membership, version: VignetteVersion) -> list[GoldCoding]:
    """The gold in force of a case that `open_case` gave."""
    return list(library.gold_of(version, membership).order_by("tool"))


def check_facts(membership: Membership, facts: Facts) -> None:
    """403 where facts are those of a case that the member still has to score, or bear its code.

    Facts told in another order, under other ids, or with a detail changed are those of the case.
    """
    unseen = _unseen(membership)
    if not unseen:
        return
    with scopes_disabled():
        versions = list(
            VignetteVersion.objects.filter(vignette__in=unseen).select_related("vignette")
        )
    told = fingerprint(facts)
    for version in versions:
        known = fingerprint(Facts.model_validate(version.facts))
        if version.vignette.code == facts.case or likeness(told, known) >= ALIKE:
            raise PermissionDenied(_("You still have to score this case yourself."))


def fingerprint(facts: Facts) -> Counter[str]:
    """Every single fact with what it is about, however often; not the ids by which they hang
    together, nor their order.
    """
    told = facts.model_dump(mode="json", exclude_defaults=True, exclude={"case", "schema_version"})
    return Counter(_single(told, ""))


def _single(value: object, about: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in _IDS:
                yield from _single(inner, f"{about}/{name}")
            elif isinstance(inner, list):  # the records themselves, or the ids of some
                records = [one for one in inner if isinstance(one, dict)]
                yield from _single(records, f"{about}/{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from _single(inner, about)
    else:
        yield f"{about}={_DAY.sub('', str(value))}"


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of single facts that two cases have in common, from 0 to 1."""
    return (one & other).total() / max((one | other).total(), 1)


def _unseen(membership: Membership) -> set[int]:
    """The cases that a person has yet to score, and their kin."""
    waiting = cases_to_score(membership.user, now())
    return library.with_kin(waiting) if waiting else set()
