"""Marking sentences on the scoring page, with its script or by its form."""

from django.contrib import messages
from django.http import JsonResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.access import MemberRequest, membership_required
from training import access
from training.actions import marking
from training.forms.marking import MarkSent, mark_named, mark_sent
from training.marks import shown
from training.models import Assignment

TAKE_OFF = "take_off "


@require_POST
@membership_required(*access.SCORING_ROLES)
def mark(request: MemberRequest, assignment_id: int) -> JsonResponse:
    assignment = access.own_assignment(request.membership, assignment_id)
    sent = mark_sent(request.POST)
    if sent is None:
        sentence = _("No sentence was chosen. Choose one, then mark it.")
        return JsonResponse({"message": sentence}, status=422)
    try:
        change(assignment, sent, is_on=request.POST.get("on") == "1")
    except access.WorkRefusedError as refused:
        return JsonResponse({"message": str(refused)}, status=409)
    marks = assignment.draft.marks.filter(question=sent.question)
    of_question = shown(assignment.version, marks).get(sent.question, ())
    return JsonResponse(
        {
            "marks": [
                {
                    "key": one.key,
                    "place": one.passage.place,
                    "language": one.passage.language,
                    "words": one.passage.words,
                }
                for one in of_question
            ]
        }
    )


def change(assignment: Assignment, sent: MarkSent, *, is_on: bool) -> None:
    act = marking.mark if is_on else marking.take_off
    act(
        assignment=assignment,
        question=sent.question,
        language=sent.language,
        place=sent.place,
        at=now(),
    )


def by_form(request: MemberRequest, assignment: Assignment, action: str) -> None:
    """What the page's own buttons do where no script runs."""
    is_on = not action.startswith(TAKE_OFF)
    sent = mark_sent(request.POST) if is_on else mark_named(action.removeprefix(TAKE_OFF))
    if sent is None:
        messages.error(request, _("No sentence was chosen. Choose one, then mark it."))
        return
    try:
        change(assignment, sent, is_on=is_on)
    except access.WorkRefusedError as refused:
        messages.error(request, str(refused))
