"""Saying once who one is, choosing what a link leads to, and going there."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scope, scopes_disabled

from agencies.access import MANAGERS, MemberRequest, membership_required, signed_in
from config.compat import form_may_go_to
from lti import access
from lti.actions import grading, linking
from lti.aims import targets
from lti.deep_links import answer_to
from lti.forms import ChoiceForm
from lti.landing import landing
from lti.launching import LaunchRefusedError
from lti.models import Launch
from lti.views.messages import NAME, PENDING, refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth is untyped
def link(request: HttpRequest) -> HttpResponse:
    """Whoever sits here says, signed in, that the account at the platform is theirs."""
    waiting, user = _pending(request), signed_in(request)
    with scope(agency=waiting.agency):
        if request.method == "POST" and waiting.placement is not None:
            try:
                account = linking.link(launch=waiting, user=user)
            except LaunchRefusedError as error:
                return refused(request, error)
            del request.session[PENDING]
            grading.keep_place(account=account, placement=waiting.placement, at=now())
            return redirect("lti:go", pk=waiting.placement.pk)
        context = {
            "launch": waiting,
            "name": request.session.get(NAME, ""),
            "is_member": access.may_link(user, waiting.agency),
            "invitation": access.invitation_to(user, waiting.agency),
        }
        return render(request, "lti/link.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*MANAGERS)
def choose(request: MemberRequest) -> HttpResponse:
    """What the new link in the course leads to; the answer goes back to the platform."""
    asked = _pending(request)
    if asked.agency_id != request.agency.pk:
        sentence = _("This learning platform belongs to another agency than the one you work in.")
        return refused(request, LaunchRefusedError(sentence))
    posted = request.method == "POST"
    form = ChoiceForm(request.POST if posted else None, targets=targets(request.agency))
    if not posted or not form.is_valid():
        status = 422 if posted else 200
        return render(request, "lti/choose.html", {"form": form, "launch": asked}, status=status)
    try:
        answer = answer_to(asked, form.chosen)
    except LaunchRefusedError as error:
        return refused(request, error)
    context = {"answer": answer, "target": form.chosen, "launch": asked}
    response = render(request, "lti/chosen.html", context)
    return form_may_go_to(response, answer.origin)


@require_safe
@membership_required()
def go(request: MemberRequest, pk: int) -> HttpResponse:
    """What a link leads to, for this member as things stand now."""
    found = landing(access.placement(request.membership, pk), request.membership)
    if found.sentence:
        messages.warning(request, found.sentence)
    return redirect(found.href)


def _pending(request: HttpRequest) -> Launch:
    """The launch that this browser arrived by, a little while ago."""
    with scopes_disabled():
        waiting = access.waiting_launch(request.session.get(PENDING, 0))
    if waiting is None:
        raise Http404("No launch waits for an answer in this browser.")
    return waiting
