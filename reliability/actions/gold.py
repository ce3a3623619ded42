"""Writes: gold that a panel decided comes into force, after its consequences were looked at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.models import Membership
from instruments import catalogue
from reliability.reports.gold_change import Standard
from vignettes.access import gold_in_force
from vignettes.gold import ELIGIBLE
from vignettes.models import Adjudication, Eligibility, GoldCoding, Panel, Provenance


class AlreadyPublishedError(Exception):
    """This decision is in force already, or a later one is. The message is a sentence."""


class GoldMovedError(Exception):
    """Gold has changed since the person looked at the consequences. The message is a sentence."""


def standard_of(adjudication: Adjudication) -> Standard:
    """The right answers that a panel's decision states."""
    answers = adjudication.answers
    items = [item.id for item in catalogue.tool(adjudication.panel.tool).items]
    is_used = adjudication.eligibility == Eligibility.YES
    return Standard(
        eligibility=adjudication.eligibility,
        scores={item: answers[item]["decided"] for item in items if is_used and item in answers},
        accepted={
            item: answers[item]["accepted"]
            for item in items
            if is_used and answers.get(item, {}).get("accepted")
        },
        provenance=Provenance.PANEL,
    )


@transaction.atomic
def publish_adjudication(
    *,
    adjudication: Adjudication,
    actor: Membership,
    because: str,
    seen: int | None = None,
    at: datetime | None = None,
) -> GoldCoding:
    """Bring a panel's decision into force: a new revision of gold, for the agency or the library.

    What was there before stays, and so does every attempt. `seen` is the gold coding that was in
    force when the consequences were looked at. Raises AlreadyPublishedError and GoldMovedError.
    """
    panel = Panel.objects.select_for_update().get(pk=adjudication.panel_id)
    agency = None if panel.for_library else panel.agency
    own = GoldCoding.objects.filter(version=panel.version, tool=panel.tool, agency=agency)
    _check_newest(adjudication, own)
    if seen is not None and seen != gold_seen(panel):
        raise GoldMovedError(_("The gold has changed since you looked. Look at what changes now."))
    newest = own.aggregate(Max("revision"))["revision__max"] or 0
    right = standard_of(adjudication)
    gold = GoldCoding.objects.create(
        version=panel.version,
        tool=panel.tool,
        tool_version=catalogue.tool(panel.tool).version,
        eligibility=right.eligibility,
        scores=dict(right.scores),
        rulings=_rulings(panel, adjudication),
        accepted=dict(right.accepted),
        provenance=Provenance.PANEL,
        agency=agency,
        revision=newest + 1,
        adjudication=adjudication,
        corrected_because=because,
        computed_at=at or now(),
    )
    detail = {"panel": panel.pk, "revision": gold.revision, "because": because}
    record(agency=agency, actor=actor.user, verb="gold_published", obj=gold, detail=detail)
    return gold


def gold_seen(panel: Panel) -> int | None:
    """The gold coding in force where this panel's decision would count."""
    agency = None if panel.for_library else panel.agency
    found = gold_in_force(agency).filter(version=panel.version, tool=panel.tool)
    return found.values_list("pk", flat=True).first()


def _check_newest(adjudication: Adjudication, own: QuerySet[GoldCoding]) -> None:
    if own.filter(adjudication=adjudication).exists():
        raise AlreadyPublishedError(_("This decision is in force already."))
    if own.filter(adjudication__decided_at__gt=adjudication.decided_at).exists():
        raise AlreadyPublishedError(_("A later decision of a panel on this case is in force."))


def _rulings(panel: Panel, adjudication: Adjudication) -> dict[str, dict[str, Any]]:
    """Rules and sentences of the gold that was there first, and the panel's own grounds."""
    first = (
        GoldCoding.objects.filter(version=panel.version, tool=panel.tool)
        .exclude(provenance=Provenance.PANEL)
        .order_by("revision")
        .first()
    )
    entries: dict[str, dict[str, Any]] = {
        name: dict(entry) for name, entry in (first.rulings if first else {}).items()
    }
    for question, answer in adjudication.answers.items():
        entry = entries.setdefault(question, {"rules": [], "because": []})
        if question != ELIGIBLE:
            entry["disputed"] = []
            if answer["decided"] is not None:
                entry["missing"] = None
        if answer.get("rationale"):
            told = {"en": answer["rationale"], "fr": answer["rationale"]}
            entry |= {"rationale": told, "reason": answer["reason"]}
    return entries
