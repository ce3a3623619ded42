"""The assessor's next practice case, and the page of the rules one knows."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agencies.access import MemberRequest, membership_required
from agencies.models import Role
from instruments import catalogue
from training.actions.practice import NoCaseLeftError, open_case, practise_next
from training.models import Enrolment
from training.tables.programme import own_enrolments
from training.tables.rules_known import rules_known
from vignettes.reports.rules import tool_or_404


@require_POST
@membership_required(Role.ASSESSOR)
def practise(request: MemberRequest, pk: int, tool: str) -> HttpResponse:
    enrolment = get_object_or_404(own_enrolments(request.membership), pk=pk)
    if tool not in enrolment.programme.tools:
        raise Http404(_("This programme does not hold this tool."))
    return give(request, enrolment, tool, None)


@require_POST
@membership_required(Role.ASSESSOR)
def practise_rule(request: MemberRequest, tool: str, rule_id: str) -> HttpResponse:
    instrument = tool_or_404(tool)
    if rule_id not in {rule.id for rule in instrument.rules}:
        raise Http404(_("This tool has no rule of that name."))
    enrolment = enrolment_with(request, tool)
    if enrolment is None:
        messages.info(request, _("You are in no programme with this tool; ask your coordinator."))
        return redirect("training:rules_known", tool=tool)
    if open_case(enrolment, tool) is not None:
        messages.info(request, _("This case waits for you first; then ask for the rule again."))
    return give(request, enrolment, tool, instrument.head(rule_id).id)


def give(request: MemberRequest, enrolment: Enrolment, tool: str, rule: str | None) -> HttpResponse:
    try:
        assignment = practise_next(enrolment=enrolment, tool=tool, at=now(), rule=rule)
    except NoCaseLeftError as none_left:
        messages.info(request, str(none_left))
        if rule is not None:
            return redirect("training:rules_known", tool=tool)
        return redirect("training:home")
    return redirect("training:score", assignment_id=assignment.pk)


def enrolment_with(request: MemberRequest, tool: str) -> Enrolment | None:
    """One of the person's programmes that holds this tool."""
    own = own_enrolments(request.membership)
    return next((one for one in own if tool in one.programme.tools), None)


@require_safe
@never_cache
@membership_required(Role.ASSESSOR)
def known(request: MemberRequest, tool: str) -> HttpResponse:
    tool_or_404(tool)
    context = {
        "page": rules_known(request.membership, tool),
        "tools": catalogue.tools(),
        "may_practise": enrolment_with(request, tool) is not None,
    }
    return render(request, "training/rules_known.html", context)
