"""The queue of those who look after gold: panels and contests, and what each waits for."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agencies.access import MemberRequest, membership_required
from training.tables.queue import queue as queue_of
from vignettes import access as library


@require_safe
@never_cache
@membership_required()
def queue(request: MemberRequest) -> HttpResponse:
    if not library.may_follow_panels(request.membership):
        raise PermissionDenied(
            _("Panels are followed by coordinators, adjudicators and editors of the library.")
        )
    context = {"queue": queue_of(request.membership)}
    return render(request, "training/queue.html", context)
