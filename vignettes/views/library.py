"""The library of cases for staff, and the coding rules for everybody who is signed in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from agencies.access import MemberRequest, membership_past_second_step
from instruments import catalogue
from vignettes import access
from vignettes.actions import note_gold_seen
from vignettes.drafting.access import has_role_of_author
from vignettes.forms import LibraryFilterForm
from vignettes.models import content_language
from vignettes.phrases import Language
from vignettes.reports.case import case_report
from vignettes.reports.library import cases_of_rule, library_rows
from vignettes.reports.rules import STANDINGS, rule_groups, rule_page, sheet_parts, tool_or_404


@require_safe
@access.library_required
def library(request: MemberRequest) -> HttpResponse:
    tells_gold = not access.may_code_blind(request.user)
    form = LibraryFilterForm(request.GET or {}, tells_gold=tells_gold)
    versions = form.narrow(access.published_versions(request.agency), request.agency)
    rows = library_rows(versions, request.agency, content_language())
    context = {
        "rows": rows,
        "form": form,
        "tells_gold": tells_gold,
        "may_author": has_role_of_author(request.membership),
    }
    return render(request, "vignettes/library.html", context)


@require_safe
@access.library_required
def version(request: MemberRequest, code: str, number: int | None = None) -> HttpResponse:
    found = access.version_for(request.membership, code, number)
    if access.must_confirm_sight(request.user, found):
        return render(request, "vignettes/panel_sight.html", {"version": found})
    note_gold_seen(user=request.user, versions=[found])
    report = case_report(found, request.membership, _text_language(request))
    context = {
        "report": report,
        "panels": access.panels(request.membership).filter(version=found),
        "may_open_panel": access.may_open_panel(request.membership),
    }
    return render(request, "vignettes/version.html", context)


@require_POST
@access.library_required
def show_gold(request: MemberRequest, code: str, number: int) -> HttpResponse:
    found = access.version_for(request.membership, code, number)
    note_gold_seen(user=request.user, versions=[found])
    return redirect("vignettes:version", code=code, number=number)


@require_safe
@login_required
def tools(request: HttpRequest) -> HttpResponse:
    language = content_language()
    listed = [
        (tool, tool.name.to(language), tool.purpose.to(language)) for tool in catalogue.tools()
    ]
    return render(request, "vignettes/tools.html", {"tools": listed})


@require_safe
@login_required
def rules(request: HttpRequest, tool: str) -> HttpResponse:
    language = content_language()
    instrument = tool_or_404(tool)
    context = {
        "tool": instrument,
        "tool_name": instrument.name.to(language),
        "groups": rule_groups(instrument, language),
        "parts": sheet_parts(instrument, language),
        "standings": STANDINGS.values(),
    }
    return render(request, "vignettes/rules.html", context)


@require_safe
@login_required
def rule(request: HttpRequest, tool: str, rule_id: str) -> HttpResponse:
    page = rule_page(tool, rule_id, content_language())
    membership = membership_past_second_step(request)
    cases = cases_of_rule(tool, rule_id, membership) if membership else []
    return render(request, "vignettes/rule.html", {"page": page, "cases": cases})


def _text_language(request: HttpRequest) -> Language:
    """The language of the case text: the page's, unless the reader asks for the other."""
    asked = request.GET.get("text")
    if asked == "fr":
        return "fr"
    return "en" if asked == "en" else content_language()
