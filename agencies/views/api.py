"""Programs that use the agency's data: tokens, webhooks, and what was sent."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import programs as tables
from agencies.access import MemberRequest, membership_required
from agencies.actions import tokens, webhooks
from agencies.forms.api import TokenForm, WebhookForm
from agencies.models import Role, Webhook

ON_A_PAGE = 50
ENDED_SHOWN = 20


@require_safe
@membership_required()
def programs(request: MemberRequest) -> HttpResponse:
    member = request.membership
    is_admin = member.role == Role.AGENCY_ADMIN
    context = {
        "own": tables.own_tokens(member)[:100],
        "others": tables.others_tokens(member)[:500],
        "is_admin": is_admin,
        "webhooks": tables.webhooks(member)[:100] if is_admin else [],
        "further": tables.further_pages(member),
    }
    return render(request, "agencies/api_programs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required()
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth is untyped
def make_token(request: MemberRequest) -> HttpResponse:
    member, posted = request.membership, request.method == "POST"
    live = [token for token in tables.own_tokens(member) if token.is_live]
    if len(live) >= tables.MOST_TOKENS:
        raise PermissionDenied(_("You have as many tokens as anybody may have. End one first."))
    form = TokenForm(
        request.POST if posted else None, role=member.role, taken=[token.name for token in live]
    )
    if posted and form.is_valid():
        token, secret = tokens.make_token(membership=member, **form.cleaned_data)
        return render(request, "agencies/api_token_made.html", {"token": token, "secret": secret})
    status = 422 if posted else 200
    return render(request, "agencies/api_token_new.html", {"form": form}, status=status)


@require_POST
@membership_required()
def end_token(request: MemberRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(tables.tokens_to_end(request.membership), pk=pk)
    tokens.end_token(token=token, by=request.user)
    messages.success(request, _("The token was ended: it opens nothing any more."))
    return redirect("agencies:programs")


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(Role.AGENCY_ADMIN)
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth is untyped
def add_webhook(request: MemberRequest) -> HttpResponse:
    posted = request.method == "POST"
    live = tables.webhooks(request.membership).filter(ended_at=None)
    taken = list(live.values_list("url", flat=True))
    if len(taken) >= tables.MOST_WEBHOOKS:
        raise PermissionDenied(_("An agency has ten webhooks at most. End one first."))
    form = WebhookForm(request.POST if posted else None, taken=taken)
    if posted and form.is_valid():
        webhook, secret = webhooks.add_webhook(by=request.membership, **form.cleaned_data)
        context = {"webhook": webhook, "secret": secret}
        return render(request, "agencies/api_webhook_made.html", context)
    status = 422 if posted else 200
    return render(request, "agencies/api_webhook_new.html", {"form": form}, status=status)


@require_safe
@membership_required(Role.AGENCY_ADMIN)
def webhook(request: MemberRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    page = Paginator(tables.messages_to(found), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "agencies/api_webhook.html", {"webhook": found, "page": page})


@require_POST
@membership_required(Role.AGENCY_ADMIN)
def test_webhook(request: MemberRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if found.ended_at is None:
        webhooks.send_test(webhook=found, by=request.user)
        messages.success(request, _("A test message is on its way. Its answer shows below."))
    return redirect("agencies:webhook", pk=pk)


@require_POST
@membership_required(Role.AGENCY_ADMIN)
def end_webhook(request: MemberRequest, pk: int) -> HttpResponse:
    webhooks.end_webhook(webhook=_found(request, pk), by=request.user)
    messages.success(request, _("The webhook was ended: it is told nothing any more."))
    return redirect("agencies:programs")


@require_POST
@membership_required(Role.AGENCY_ADMIN)
def send_again(request: MemberRequest, pk: int, message: int) -> HttpResponse:
    found = get_object_or_404(tables.messages_to(_found(request, pk)), pk=message)
    webhooks.send_again(message=found, by=request.user)
    messages.success(request, _("The message is sent once more."))
    return redirect("agencies:webhook", pk=pk)


def _found(request: MemberRequest, pk: int) -> Webhook:
    return get_object_or_404(tables.webhooks(request.membership), pk=pk)
