"""Writes: links by which a report is read without an account, until a day."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import get_current_timezone, localdate, now
from django.utils.translation import gettext_lazy as _

from agencies.actions import record
from agencies.models import Membership
from reliability import study_access
from reliability.actions.studying.correcting import WITHDRAWN
from reliability.actions.studying.making import check_who
from reliability.actions.studying.refusing import StudyRefusedError
from reliability.models import ReportEdition, ShareLink, Study

LONGEST = timedelta(days=366)
OUT_OF_REACH = _("A link stays open until a day from today on, at most a year away.")


@transaction.atomic
def share(*, edition: ReportEdition, by: Membership, until: date) -> tuple[ShareLink, str]:
    """A new link, open until the end of a day at most a year away, and its code, told once.

    Raises StudyRefusedError for a withdrawn study or another day.
    """
    study = Study.objects.select_related("agency").get(pk=edition.study_id)  # as it is now
    check_who(study.agency, by)
    if study.is_withdrawn:
        raise StudyRefusedError(WITHDRAWN)
    today = localdate()
    if not today <= until <= today + LONGEST:
        raise StudyRefusedError(OUT_OF_REACH)
    code = secrets.token_urlsafe(32)
    midnight = datetime.combine(until + timedelta(days=1), time(), get_current_timezone())
    link = ShareLink.objects.create(
        edition=edition,
        code_hash=study_access.code_hash(code),
        made_by=by,
        expires_at=midnight,
    )
    detail = {"report": edition.pk, "until": until.isoformat()}
    record(agency=study.agency, actor=by.user, verb="share_report", obj=link, detail=detail)
    return link, code


@transaction.atomic
def close(*, link: ShareLink, by: Membership) -> None:
    """Close a link before its day. A link that is closed stays so."""
    agency = link.edition.study.agency
    check_who(agency, by)
    if ShareLink.objects.filter(pk=link.pk, closed_at=None).update(closed_at=now()):
        record(agency=agency, actor=by.user, verb="close_link", obj=link)
