"""The people of an agency: who is here, their roles, leave, and those who leave."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import people as tables
from agencies.access import MANAGERS, MemberRequest, grantable, membership_required
from agencies.actions import joining, leaving, running
from agencies.forms.people import AgencyForm, LeaveForm, RoleForm
from agencies.models import Leave, Membership, Role, User
from agencies.roster_file import written

ON_A_PAGE = 50


@require_safe
@membership_required(*MANAGERS)
def people(request: MemberRequest) -> HttpResponse:
    words, role = request.GET.get("words", "")[:100], request.GET.get("role", "")
    role = role if role in Role.values else ""
    found = tables.current(request.agency, words=words, role=role)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "people": tables.listed(request.agency, _of(page)),
        "invitations": tables.open_invitations(request.agency)[:200],
        "words": words,
        "role": role,
        "roles": Role.choices,
        "may_change_agency": request.membership.role == Role.AGENCY_ADMIN,
    }
    return render(request, "agencies/people.html", context)


@require_safe
@membership_required(*MANAGERS)
def leavers(request: MemberRequest) -> HttpResponse:
    found = tables.leavers(request.agency, words=request.GET.get("words", "")[:100])
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    gone = tables.listed(request.agency, _of(page), ended=True)
    return render(request, "agencies/leavers.html", {"page": page, "people": gone})


@require_safe
@membership_required(*MANAGERS)
def people_file(request: MemberRequest) -> HttpResponse:
    rows = [["name", "email", "role", "cohort", "since", "last_sign_in", "away_since"]]
    for person in tables.listed(request.agency, tables.current(request.agency)):
        user, leave = person.user, person.leave
        seen = localdate(user.last_login).isoformat() if user.last_login else ""
        away = leave.since.isoformat() if leave else ""
        rows += [
            [user.name, user.email, own.role, own.cohort, f"{own.since:%Y-%m-%d}", seen, away]
            for own in person.roles
        ]
    response = HttpResponse(written(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="people.csv"'
    return response


@require_safe
@membership_required(*MANAGERS)
def person(request: MemberRequest, pk: int) -> HttpResponse:
    return _show(request, _found(request, pk))


@require_POST
@membership_required(*MANAGERS)
def add_role(request: MemberRequest, pk: int) -> HttpResponse:
    user = _found(request, pk)
    form = RoleForm(request.POST, roles=grantable(request.membership))
    if not tables.current(request.agency).filter(pk=pk).exists():
        raise PermissionDenied(_("This person has left. Invite them again: they decide."))
    if not form.is_valid():
        return _show(request, user, role_form=form)
    role = form.cleaned_data["role"]
    joining.begin_role(agency=request.agency, user=user, role=role, by=request.user)
    messages.success(request, _("The role was given."))
    return redirect("agencies:person", pk=pk)


@require_POST
@membership_required(*MANAGERS)
def end_role(request: MemberRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(Membership, agency=request.agency, pk=pk)
    _may_take(request, held.role)
    try:
        leaving.end_role(membership=held, by=request.user)
    except leaving.LastAdminError:
        messages.error(request, _last_admin())
    else:
        messages.success(request, _("The role was ended. What was done in it stays on record."))
    return _back(request, held.user_id)


@require_POST
@membership_required(*MANAGERS)
def person_left(request: MemberRequest, pk: int) -> HttpResponse:
    user = _found(request, pk)
    for held in Membership.objects.filter(agency=request.agency, user=user, ended_at=None):
        _may_take(request, held.role)
    try:
        leaving.leave_agency(agency=request.agency, user=user, by=request.user)
    except leaving.LastAdminError:
        messages.error(request, _last_admin())
    else:
        told = _("%(name)s has left. Their record stays, and so do their certificates.")
        messages.success(request, told % {"name": user})
    return _back(request, pk)


@require_POST
@membership_required(*MANAGERS)
def plan_leave(request: MemberRequest, pk: int) -> HttpResponse:
    user = _found(request, pk)
    form = LeaveForm(request.POST, leave=_leave(request, user))
    if not form.is_valid():
        return _show(request, user, leave_form=form)
    leaving.plan_leave(agency=request.agency, user=user, by=request.user, **form.cleaned_data)
    messages.success(request, _("The leave was saved."))
    return redirect("agencies:person", pk=pk)


@require_POST
@membership_required(*MANAGERS)
def end_leave(request: MemberRequest, pk: int) -> HttpResponse:
    leave = _leave(request, _found(request, pk))
    if leave is not None:
        leaving.end_leave(leave=leave, on=localdate(), by=request.user)
        messages.success(request, _("The leave has ended. Due dates moved by the days missed."))
    return redirect("agencies:person", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(Role.AGENCY_ADMIN)
def agency(request: MemberRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = AgencyForm(request.POST if posted else None, instance=request.agency)
    if posted and form.is_valid():
        running.change_agency(agency=form.save(commit=False), by=request.user)
        messages.success(request, _("The agency was saved."))
        return redirect("agencies:agency")
    return render(request, "agencies/agency.html", {"form": form}, status=422 if posted else 200)


def _of(page: Page[User]) -> QuerySet[User]:
    """The people of one page, in the order of the page."""
    return User.objects.filter(pk__in=[user.pk for user in page]).order_by(Lower("name"), "pk")


def _found(request: MemberRequest, pk: int) -> User:
    return get_object_or_404(tables.known(request.agency), pk=pk)


def _leave(request: MemberRequest, user: User) -> Leave | None:
    return Leave.objects.filter(agency=request.agency, user=user, over_at=None).first()


def _may_take(request: MemberRequest, role: str) -> None:
    if role not in grantable(request.membership):
        raise PermissionDenied(_("Only an agency admin ends the role of an agency admin."))


def _last_admin() -> str:
    return _("This is the last agency admin. Give the role to somebody else first.")


def _back(request: MemberRequest, pk: int) -> HttpResponse:
    """To the person's page; who has just left the agency themselves, to their own first page."""
    if pk == request.user.pk:
        return redirect("agencies:home")
    return redirect("agencies:person", pk=pk)


def _show(
    request: MemberRequest,
    user: User,
    *,
    role_form: RoleForm | None = None,
    leave_form: LeaveForm | None = None,
) -> HttpResponse:
    (told,) = tables.listed(request.agency, User.objects.filter(pk=user.pk), ended=True)
    held = {own.role for own in told.roles if own.ended_at is None}
    may_give = [role for role in grantable(request.membership) if role not in held]
    context = {
        "person": told,
        "is_here": bool(held),
        "may_end": grantable(request.membership),
        "may_take_all": held <= set(grantable(request.membership)),
        "role_form": role_form or (RoleForm(None, roles=may_give) if may_give else None),
        "leave_form": leave_form or LeaveForm(None, leave=told.leave),
    }
    status = 422 if role_form or leave_form else 200
    return render(request, "agencies/person.html", context, status=status)
