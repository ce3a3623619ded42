"""The coordinator's morning page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agencies.access import MemberRequest, membership_required
from reliability import access
from reliability.reports import news
from reliability.reports.morning import needs_today, total
from training.access import cases_to_score


@require_safe
@never_cache
@membership_required(*access.DECIDING_ROLES)
def morning(request: MemberRequest) -> HttpResponse:
    at, today = now(), localdate()
    unseen = cases_to_score(request.user, at)
    lists = needs_today(request.membership, at, unseen)
    cohorts, n_cohorts = news.cohort_rows(request.membership, today)
    context = {
        "lists": lists,
        "n": total(lists),
        "cohorts": cohorts,
        "n_more_cohorts": n_cohorts - len(cohorts),
        "changes": news.changes(request.membership, at),
        "steps": news.latest_steps(request.membership, at, unseen),
        "run": news.last_run(request.membership),
        "today": today,
    }
    return render(request, "reliability/monitoring/morning.html", context)
