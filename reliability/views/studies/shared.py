"""A report for whoever has its link: read only, no sign-in, until a day."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_scopes import scope

from reliability import study_access
from reliability.models import ReportEdition
from reliability.reports.study_edition import report_for
from reliability.study_access import LinkClosedError
from reliability.views.studies.files import LANGUAGES, file_of

MOST_GUESSES = 30
GUESS_WINDOW_SECONDS = 600
"""So many unknown links from one address in this time: nobody finds a report by guessing."""


@require_safe
@never_cache
def report(request: HttpRequest, code: str) -> HttpResponse:
    edition = _opened(request, code)
    if isinstance(edition, HttpResponse):
        return edition
    with scope(agency=edition.study.agency):
        context = {"report": report_for(edition), "code": code, "languages": LANGUAGES}
    return render(request, "reliability/studies/shared.html", context)


@require_safe
@never_cache
def pdf(request: HttpRequest, code: str, language: str) -> HttpResponseBase:
    edition = _opened(request, code)
    if isinstance(edition, HttpResponse):
        return edition
    return file_of(edition, "pdf", language)


def _opened(request: HttpRequest, code: str) -> ReportEdition | HttpResponse:
    """The report behind a link, or the page that says why there is none."""
    counter = f"shared-guesses-{get_adapter().get_client_ip(request)}"
    n_guesses = cache.get(counter, 0)
    if n_guesses >= MOST_GUESSES:
        return render(request, "429.html", status=429)
    try:
        return study_access.shared_edition(code)
    except LinkClosedError as error:
        told = {"sentence": str(error)}
        return render(request, "reliability/studies/shared_gone.html", told, status=410)
    except Http404:
        cache.set(counter, n_guesses + 1, GUESS_WINDOW_SECONDS)
        return render(request, "reliability/studies/shared_unknown.html", status=404)
