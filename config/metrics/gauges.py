"""What the database tells at the moment of asking: jobs, workers, the seals of the audit record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce
from django_scopes import scopes_disabled
from django_tasks_db.models import DBTaskResult, get_date_max

from agencies.models import AuditEntry, AuditSeal
from config.compat import TaskResultStatus
from config.models import WorkerBeat

LOOK_BACK = 1000
"""Entries of the audit record that are looked at for a seal before the newest that has one; the
hourly job looks at all."""


@dataclass(frozen=True)
class Gauges:
    """Counts of this moment; `oldest_wait` in seconds, 0 where nothing waits."""

    queued: int
    running: int
    failed: int
    oldest_wait: float
    workers: int
    seals_behind: int


def gauges(now: datetime) -> Gauges:
    """Four queries, however much there is. Raises DatabaseError."""
    at_once = Q(run_after=get_date_max())
    ready = Q(status=TaskResultStatus.READY) & (at_once | Q(run_after__lte=now))
    jobs = DBTaskResult.objects.aggregate(
        queued=Count("pk", filter=ready),
        running=Count("pk", filter=Q(status=TaskResultStatus.RUNNING)),
        failed=Count("pk", filter=Q(status=TaskResultStatus.FAILED)),
        since=Min("enqueued_at", filter=ready & at_once),
        due=Min("run_after", filter=ready & ~at_once),
    )
    since = [moment for moment in (jobs["since"], jobs["due"]) if moment]
    return Gauges(
        queued=jobs["queued"],
        running=jobs["running"],
        failed=jobs["failed"],
        oldest_wait=max(0.0, (now - min(since)).total_seconds()) if since else 0.0,
        workers=WorkerBeat.alive(now).count(),
        seals_behind=_seals_behind(),
    )


def _seals_behind() -> int:
    newest = AuditSeal.objects.aggregate(newest=Coalesce(Max("entry_id"), 0))["newest"]
    with scopes_disabled():
        return AuditEntry.objects.filter(pk__gt=newest - LOOK_BACK, link=None).count()
