"""Boosters after a new version of a manual."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.access import MemberRequest, membership_required
from reliability.actions.manuals import ManualRefusedError, open_booster
from reliability.credentials import access


@require_POST
@membership_required(*access.CERTIFYING_ROLES)
def opened(request: MemberRequest, pk: int) -> HttpResponse:
    credential = get_object_or_404(access.issued_by(request.membership), pk=pk)
    try:
        open_booster(credential=credential, by=request.membership, at=now())
    except ManualRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("The booster is open: reading, practice, and one more attempt at the exam.")
        )
    return redirect("reliability:certificate", pk)
