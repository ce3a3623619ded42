"""Confirmed rules: the record of the agency, and one rule of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import MemberRequest, membership_required
from reliability.actions.confirming import AlreadySoError, confirm_rule
from reliability.confirmed_rules import (
    CONFIRMING_ROLES,
    READING_ROLES,
    history,
    holds,
    record_of_agency,
    standing_rows,
)
from reliability.forms.confirming import ConfirmRuleForm, TakeBackForm
from training.questions import tool_name
from training.tables.learning import rule_of
from vignettes.reports.rules import RuleRow, tool_or_404

ASKED = ("confirm", "take-back")


@require_safe
@never_cache
@membership_required(*READING_ROLES)
def confirmed_rules(request: MemberRequest) -> HttpResponse:
    rows = standing_rows(record_of_agency(request.membership))
    listed = [(one, tool_name(one.tool), rule_of(one.tool, one.rule)) for one in rows]
    return render(request, "reliability/confirmed_rules.html", {"rows": listed})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@membership_required(*READING_ROLES)
def confirmed_rule(request: MemberRequest, tool: str, rule_id: str) -> HttpResponse:
    row = _rule_or_404(tool, rule_id)
    every = list(history(request.membership, tool, rule_id))
    stands = bool(every) and holds(every[0])
    posted = request.method == "POST"
    form = (TakeBackForm if stands else ConfirmRuleForm)(request.POST if posted else None)
    context: dict[str, Any] = {
        "tool": tool,
        "tool_name": tool_name(tool),
        "row": row,
        "history": every,
        "stands": stands,
        "may_confirm": request.membership.role in CONFIRMING_ROLES,
        "form": form,
    }
    if posted and not context["may_confirm"]:
        raise PermissionDenied(_("Experts and adjudicators of an agency confirm its rules."))
    if not posted:
        return render(request, "reliability/confirmed_rule.html", context)
    # The button says which of the two was meant, whatever somebody else did since.
    asked = request.POST.get("to")
    is_confirmed = asked == "confirm"
    source = request.POST.get("source", "").strip()
    if asked in ASKED and (is_confirmed == stands or form.is_valid()):
        return _put_on_record(request, tool, rule_id, source, is_confirmed)
    return render(request, "reliability/confirmed_rule.html", context, status=422)


def _put_on_record(
    request: MemberRequest, tool: str, rule: str, source: str, is_confirmed: bool
) -> HttpResponse:
    try:
        confirm_rule(
            tool=tool,
            rule=rule,
            by=request.membership,
            source=source,
            is_confirmed=is_confirmed,
        )
    except AlreadySoError as known:
        messages.info(request, str(known))
    else:
        messages.success(request, _("On record, with your name and today's date."))
    return redirect("reliability:confirmed_rule", tool=tool, rule_id=rule)


def _rule_or_404(tool: str, rule_id: str) -> RuleRow:
    tool_or_404(tool)
    row = rule_of(tool, rule_id)
    if row is None:
        raise Http404(_("This tool has no rule of that name."))
    return row
