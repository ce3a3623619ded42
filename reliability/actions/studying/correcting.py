"""Writes: a frozen study is corrected by a new one, withdrawn, or two raters prove to be one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from agencies.actions import record
from agencies.models import Membership
from reliability import study_access
from reliability.actions.studying.making import ask_for_study, check_who
from reliability.actions.studying.refusing import StudyRefusedError
from reliability.models import RaterAlias, ShareLink, Study, StudyCoding, StudyJob
from reliability.plain_text import printable
from reliability.studies.results import Settings

LONGEST_REASON = 300
NO_REASON = _("Say why, in at most %(n)s characters. The reason stays on record.")
WITHDRAWN = _("This study was withdrawn. Nothing about it changes any more.")
REPLACED = _("This study was replaced already. Correct the one that took its place.")
EMPTIED = _("The data of this study were deleted on their day. Its reports stay.")
NONE_SUCH = _("The study has no coding with the number %(n)s.")
NONE_OUT = _("Choose at least one coding to leave out.")
ALL_OUT = _("A study without any coding is none. Withdraw it instead.")
NO_RATER = _("This study has no such rater. Choose two raters of the list.")
ONE_RATER = _("These are one rater already. Choose two.")
BOTH_SCORED = _(
    "Both of these raters scored the same file, so they are two people, or a file was entered "
    "twice: %(n)s files have codings of both. Bring a mended table instead."
)


@transaction.atomic
def correct(*, study: Study, by: Membership, because: str, without: Collection[int]) -> StudyJob:
    """A new study without these codings (by `number`) takes the place of one, for a reason.

    To mend rows bring the mended table: `bring(replaces=study, because=...)`. The old study keeps
    its data and reports, and says what replaced it. Raises StudyRefusedError.
    """
    study = open_to_change(study, by)
    reason = checked_reason(because)
    there = set(StudyCoding.objects.filter(study=study).values_list("number", flat=True))
    unknown = sorted(set(without) - there)
    if unknown:
        raise StudyRefusedError(NONE_SUCH, n=unknown[0])
    if not without:
        raise StudyRefusedError(NONE_OUT)
    if len(set(without)) == len(there):
        raise StudyRefusedError(ALL_OUT)
    return _made_anew(study, by, reason, {"without": sorted(set(without))})


@transaction.atomic
def withdraw(*, study: Study, by: Membership, because: str) -> None:
    """Say for a reason that a study does not hold; its links close. Raises StudyRefusedError."""
    check_who(study.agency, by)
    study = Study.objects.select_for_update(of=("self",)).get(pk=study.pk)
    if study.is_withdrawn:
        raise StudyRefusedError(WITHDRAWN)
    study.withdrawn_at, study.withdrawn_because = now(), checked_reason(because)
    study.save(update_fields=["withdrawn_at", "withdrawn_because"])
    ShareLink.objects.filter(edition__study=study, closed_at=None).update(closed_at=now())
    detail = {"because": study.withdrawn_because}
    record(agency=study.agency, actor=by.user, verb="withdraw_study", obj=study, detail=detail)


@transaction.atomic
def merge_raters(
    *, study: Study, by: Membership, rater: str, same_as: str, because: str
) -> StudyJob:
    """Two raters of a study are one person: known from then on, and the study made anew.

    Raises StudyRefusedError, also where both scored the same target on the same occasion.
    """
    study = open_to_change(study, by)
    reason = checked_reason(because)
    known = study_access.aliases(study.agency)
    same_as = known.get(same_as, same_as)
    if rater == same_as:
        raise StudyRefusedError(ONE_RATER)
    own = StudyCoding.objects.filter(study=study, rater__in=(rater, same_as))
    if own.values("rater").distinct().count() < 2:
        raise StudyRefusedError(NO_RATER)
    twice = own.order_by().values("part", "target", "occasion").annotate(n=Count("pk"))
    both = twice.filter(n__gt=1).count()
    if both:
        raise StudyRefusedError(BOTH_SCORED, n=both)
    alias = RaterAlias.objects.create(
        agency=study.agency, rater=rater, same_as=same_as, because=reason, by=by
    )
    detail = {"rater": rater, "same_as": same_as, "because": reason}
    record(agency=study.agency, actor=by.user, verb="merge_raters", obj=alias, detail=detail)
    return _made_anew(study, by, reason, {})


def open_to_change(study: Study, by: Membership) -> Study:
    """The study, locked, if another may take its place. Raises StudyRefusedError."""
    check_who(study.agency, by)
    study = Study.objects.select_for_update(of=("self",)).select_related("agency").get(pk=study.pk)
    if study.is_withdrawn:
        raise StudyRefusedError(WITHDRAWN)
    if Study.objects.filter(replaces=study).exists():
        raise StudyRefusedError(REPLACED)
    if study.emptied_at is not None:
        raise StudyRefusedError(EMPTIED)
    return study


def checked_reason(because: str) -> str:
    """A reason without needless space. Raises StudyRefusedError for none, or too long a one."""
    reason = printable(" ".join(because.split()))
    if not 0 < len(reason) <= LONGEST_REASON:
        raise StudyRefusedError(NO_REASON, n=LONGEST_REASON)
    return reason


def _made_anew(study: Study, by: Membership, because: str, asked: Mapping[str, Any]) -> StudyJob:
    """The same study of other codings, with the settings of its last report."""
    last = study.editions.order_by("-number").first()
    told = {
        "title": study.title,
        "from": "study",
        "study": {
            "title": study.title,
            "tool": study.tool,
            "kind": study.kind,
            "source": study.source,
            "keep_until": study.keep_until.isoformat() if study.keep_until else None,
            "columns": study.columns,
            "statements": study.statements,
        },
        "asked": {"study": study.pk, **asked},
        "replaces": study.pk,
        "because": because,
        "compared_with": last.pk if last else None,
    }
    return ask_for_study(study.agency, by, told, Settings(**last.settings) if last else None)
