"""Links by which others read a report: made, listed, copied once, closed."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import MemberRequest, membership_required
from reliability import study_access
from reliability.actions import studying
from reliability.actions.studying import StudyRefusedError
from reliability.forms.study_reports import LinkForm
from reliability.models import ShareLink
from reliability.views.studies.reports import edition_or_404

ROLES = study_access.MAKING_ROLES
TOLD_ONCE = "study-link"
"""In the session between making a link and the page that shows it once."""


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*ROLES)
def links(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    edition = edition_or_404(request, pk, number)
    posted = request.method == "POST"
    form = LinkForm(request.POST if posted else None)
    if posted and form.is_valid():
        try:
            link, code = studying.share(
                edition=edition, by=request.membership, until=form.cleaned_data["until"]
            )
        except StudyRefusedError as error:
            form.add_error("until", str(error))
        else:
            request.session[TOLD_ONCE] = [link.pk, code]
            return redirect("studies:links", pk, number)
    made = study_access.links(request.membership)
    context = {
        "form": form,
        "study": edition.study,
        "edition": edition,
        "links": [(link, _last_day(link)) for link in made.filter(edition=edition)],
        "address": None if posted else _address_once(request, edition.pk),
        "now": now(),
    }
    status = 422 if posted else 200
    return render(request, "reliability/studies/links.html", context, status=status)


def _last_day(link: ShareLink) -> date:
    """The day to the end of which a link opens."""
    return localdate(link.expires_at - timedelta(seconds=1))


def _address_once(request: MemberRequest, edition_pk: int) -> str | None:
    """The address of the link that was just made for this report; asked again, it is gone."""
    link_pk, code = request.session.get(TOLD_ONCE, (None, ""))
    if not study_access.links(request.membership).filter(pk=link_pk, edition=edition_pk).exists():
        return None
    del request.session[TOLD_ONCE]
    return request.build_absolute_uri(reverse("shared:report", args=[code]))


@require_POST
@membership_required(*ROLES)
def close(request: MemberRequest, pk: int) -> HttpResponse:
    link = study_access.link(request.membership, pk)
    studying.close(link=link, by=request.membership)
    messages.success(request, _("Closed. The link opens nothing any more."))
    return redirect("studies:links", link.edition.study_id, link.edition.number)
