"""Whether this process is alive, and whether it can serve: for proxies and for whoever watches."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult, get_date_max

from agencies.database_trouble import trouble_of
from config.compat import TaskResultStatus
from config.expanding import promised

STUCK_AFTER = timedelta(minutes=15)
"""A job that waits longer than this: no worker runs, or too few do."""


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """This process answers. Asks nothing else, so a database that is gone restarts no process."""
    return HttpResponse("live\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """503 where the database cannot be used or is not this version's; says in words what is not so.

    A worker that does not run is told and does not count: pages work without one.
    """
    try:
        told = {"database": "ok", "tables": tables(), "jobs": _jobs()}
    except Error as error:
        trouble = trouble_of(error)
        told = {"database": trouble.name if trouble else "cannot be used"}
    fit = told.get("database") == "ok" and told.get("tables") == "ok"
    return JsonResponse({"ready": fit, **told}, status=200 if fit else 503)


def tables() -> str:
    """ "ok", or in words which side is the older one. Raises DatabaseError."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    known = _known()
    apps = {app for app, _ in known}
    if known - applied:
        return "older than this program: run manage.py prepare"
    newer = [name for app, name in applied if app in apps and (app, name) not in known]
    # In an upgrade without a pause the version before goes on while the tables are already new.
    if not all(map(promised, newer)):
        return "newer than this program: install the version that made them"
    return "ok"


@cache
def _known() -> frozenset[tuple[str, str]]:
    """The migrations of this program, read once: a running process does not change."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _jobs() -> str:
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    since = now() - STUCK_AFTER
    old = waiting.filter(
        Q(run_after=get_date_max()) | Q(run_after__lt=since), enqueued_at__lt=since
    )
    return "waiting too long: is a worker running?" if old.exists() else "ok"
