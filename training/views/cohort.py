"""The pages of those who look after a group: its scores against gold, and giving out cases."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import MemberRequest, members, membership_required
from agencies.models import Role
from instruments import catalogue
from training import access
from training.actions import assigning
from training.forms.assigning import AssignForm
from training.models import Assignment, Mode
from training.tables.group import group_page, tool_in_use
from training.tables.waiting import waiting_for
from vignettes.access import published_versions
from vignettes.actions import note_gold_seen


@require_safe
@never_cache
@membership_required(*access.GROUP_ROLES)
def cohort(request: MemberRequest) -> HttpResponse:
    tools = {tool.id: tool for tool in catalogue.tools()}
    tool = request.GET.get("tool") or tool_in_use(request.membership) or next(iter(tools))
    if tool not in tools:
        raise Http404(_("There is no such tool. Choose one from the list."))
    page = group_page(request.membership, tool, now(), request.GET.get("page"))
    note_gold_seen(user=request.user, versions=page.with_gold)
    context = {
        "page": page,
        "waiting": waiting_for(request.membership, now()),
        "tools": tools.values(),
        "may_assign": request.membership.role == Role.COORDINATOR,
    }
    return render(request, "training/cohort.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(Role.COORDINATOR)
def assign(request: MemberRequest) -> HttpResponse:
    form = AssignForm(
        request.POST or None,
        assessors=members(request.agency, Role.ASSESSOR),
        versions=published_versions(request.agency),
    )
    if request.method != "POST":
        return render(request, "training/assign.html", {"form": form})
    if form.is_valid():
        try:
            made = give_out(request, form)
        except assigning.CaseAlreadySeenError as seen:
            form.add_error(None, str(seen))
        else:
            sentence = ngettext("%(n)s case given out.", "%(n)s cases given out.", len(made))
            messages.success(request, sentence % {"n": len(made)})
            return redirect("training:cohort")
    return render(request, "training/assign.html", {"form": form}, status=422)


def give_out(request: MemberRequest, form: AssignForm) -> list[Assignment]:
    chosen = form.cleaned_data
    opening = None
    if chosen["mode"] == Mode.EXAM:
        opening = assigning.Opening(chosen["title"], chosen["opens_at"], chosen["closes_at"])
    return assigning.give_out(
        agency=request.agency,
        assessors=chosen["assessors"],
        versions=chosen["versions"],
        tool=chosen["tool"],
        actor=request.user,
        opening=opening,
    )
