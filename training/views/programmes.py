"""A coordinator's programmes: what they ask for, who takes part, and where everybody stands."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import MemberRequest, members, membership_required
from agencies.models import Membership, Role
from training import access
from training.actions import programmes as actions
from training.forms.programmes import DueForm, EnrolForm, ProgrammeForm, TermsForm
from training.models import Programme
from training.questions import tool_name
from training.tables import programme as tables

NOTHING_CHANGED = gettext_lazy("Nothing was changed. Choose one of the buttons of the page.")


@require_safe
@membership_required(*access.GROUP_ROLES)
def programmes(request: MemberRequest) -> HttpResponse:
    listed = [
        (programme, [tool_name(tool) for tool in programme.tools])
        for programme in tables.programmes(request.membership)
    ]
    context = {"programmes": listed, "may_change": request.membership.role == Role.COORDINATOR}
    return render(request, "training/programmes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(Role.COORDINATOR)
def new_programme(request: MemberRequest) -> HttpResponse:
    form = programme_form(request, None)
    if request.method == "POST" and form.is_valid():
        made = actions.make_programme(agency=request.agency, plan=form.plan, actor=request.user)
        messages.success(request, _("The programme is set up. Now enrol people."))
        return redirect("training:enrol", pk=made.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "programme": None}
    return render(request, "training/programme_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(Role.COORDINATOR)
def edit_programme(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(tables.programmes(request.membership), pk=pk)
    form = programme_form(request, found)
    if request.method == "POST" and form.is_valid():
        actions.change_programme(programme=found, plan=form.plan, actor=request.user)
        messages.success(request, _("The programme is changed."))
        return redirect("training:programme", pk=found.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "programme": found}
    return render(request, "training/programme_edit.html", context, status=status)


def programme_form(request: MemberRequest, programme: Programme | None) -> ProgrammeForm:
    others = tables.programmes(request.membership)
    if programme is not None:
        others = others.exclude(pk=programme.pk)
    return ProgrammeForm(
        request.POST if request.method == "POST" else None,
        programme=programme,
        taken=set(others.values_list("title", flat=True)),
    )


@require_safe
@membership_required(*access.GROUP_ROLES)
def programme(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(tables.programmes(request.membership), pk=pk)
    page = tables.enrolled(found, request.GET.get("page"))
    context = {
        "programme": found,
        "tools": [tool_name(tool) for tool in found.tools],
        "page": page,
        "rows": tables.programme_rows(page.object_list, localdate()),
        "may_change": request.membership.role == Role.COORDINATOR,
        "today": localdate(),
    }
    return render(request, "training/programme.html", context)


@require_POST
@membership_required(Role.COORDINATOR)
def end_programme(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(tables.programmes(request.membership), pk=pk)
    if found.closed_at is None:
        actions.close_programme(programme=found, actor=request.user, at=now())
    else:
        actions.open_again(programme=found, actor=request.user)
    return redirect("training:programme", pk=found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(Role.COORDINATOR)
def enrol(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(tables.programmes(request.membership), pk=pk)
    form = EnrolForm(
        request.POST if request.method == "POST" else None,
        cohorts=access.cohorts(request.membership),
        assessors=members(request.agency, Role.ASSESSOR),
    )
    if request.method == "POST" and form.is_valid():
        made = actions.enrol(
            programme=found, assessors=chosen(request, form), terms=form.terms, actor=request.user
        )
        told = ngettext("%(n)s person enrolled.", "%(n)s people enrolled.", len(made))
        messages.success(request, told % {"n": len(made)})
        return redirect("training:programme", pk=found.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "programme": found}
    return render(request, "training/programme_enrol.html", context, status=status)


def chosen(request: MemberRequest, form: EnrolForm) -> list[Membership]:
    """Those ticked, and those of the chosen cohort, each once."""
    people = list(form.cleaned_data["assessors"])
    cohort = form.cleaned_data["of_cohort"]
    if cohort is not None:
        in_it = Q(enrolments__cohort=cohort) | Q(cohort=cohort.name)
        people += members(request.agency, Role.ASSESSOR).filter(in_it)
    return list({person.pk: person for person in people}.values())


@require_POST
@membership_required(Role.COORDINATOR)
def due_dates(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(tables.programmes(request.membership), pk=pk)
    own = tables.enrolments(request.membership).filter(programme=found)
    form = DueForm(request.POST, enrolments=own)
    if form.is_valid():
        changed = actions.change_due_dates(
            enrolments=form.cleaned_data["enrolments"],
            due_on=form.cleaned_data["due_on"],
            actor=request.user,
        )
        told = ngettext("%(n)s due date changed.", "%(n)s due dates changed.", changed)
        messages.success(request, told % {"n": changed})
    else:
        sentence = _("No due date was changed. Tick who it is for and give a day, or no day.")
        messages.error(request, sentence)
    return redirect("training:programme", pk=found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(Role.COORDINATOR)
def enrolment(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(tables.enrolments(request.membership), pk=pk)
    form = TermsForm(
        request.POST if request.method == "POST" else None,
        cohorts=access.cohorts(request.membership),
        enrolment=found,
    )
    if request.method == "POST" and form.is_valid():
        actions.change_terms(enrolment=found, terms=form.terms, actor=request.user)
        messages.success(request, _("Changed."))
        return redirect("training:programme", pk=found.programme_id)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "enrolment": found}
    return render(request, "training/programme_enrolment.html", context, status=status)


@require_POST
@membership_required(Role.COORDINATOR)
def leave(request: MemberRequest, pk: int) -> HttpResponse:
    """Begin or end a leave of absence, or take the person out of the programme."""
    found = get_object_or_404(tables.enrolments(request.membership), pk=pk)
    match request.POST.get("action"):
        case "begin_leave":
            actions.begin_leave(enrolment=found, since=localdate(), actor=request.user)
        case "end_leave":
            actions.end_leave(enrolment=found, until=localdate(), actor=request.user)
        case "take_out":
            actions.take_out(enrolment=found, actor=request.user, at=now())
        case _:
            messages.error(request, NOTHING_CHANGED)
    return redirect("training:programme", pk=found.programme_id)
