"""What comes after handing in: a receipt while an exam runs, feedback as soon as it may be seen."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agencies.access import MemberRequest, membership_required
from agencies.models import Role
from training import access
from training.beside import own_labels, with_marks_and_shares
from training.casefile import case_file
from training.feedback import feedback_on, labels
from training.questions import tool_name
from training.tables.after_feedback import next_steps
from vignettes.actions import note_gold_seen


@require_safe
@never_cache
@membership_required(*access.SCORING_ROLES)
def receipt(request: MemberRequest, assignment_id: int) -> HttpResponse:
    assignment = access.own_assignment(request.membership, assignment_id)
    coding = access.coding_of(assignment)
    if coding is None:
        return redirect("training:score", assignment_id=assignment.pk)
    if assignment.exam is None and access.may_see_gold(assignment, request.membership, now()):
        return redirect("training:feedback", assignment_id=assignment.pk)
    context = {
        "assignment": assignment,
        "coding": coding,
        "tool": tool_name(assignment.tool),
        "waits_again": access.waits_again(assignment, now()),
    }
    return render(request, "training/receipt.html", context)


@require_safe
@never_cache
@membership_required(*access.SCORING_ROLES, *access.GROUP_ROLES)
def feedback(request: MemberRequest, assignment_id: int) -> HttpResponse:
    assignment = access.readable_assignment(request.membership, assignment_id)
    is_own = assignment.assessor.user_id == request.user.pk
    coding = access.coding_of(assignment)
    if coding is None:
        if not is_own:
            return redirect("training:cohort")
        return redirect("training:score", assignment_id=assignment.pk)
    gold = access.open_gold(assignment, request.membership, now(), coding)
    if gold is None:
        return redirect("training:receipt", assignment_id=assignment.pk)
    coding.version = assignment.version
    note_gold_seen(user=request.user, versions=[assignment.version])
    answer = with_marks_and_shares(feedback_on(coding, gold), coding, gold)
    marked = own_labels(answer)
    context = {
        "assignment": assignment,
        "coding": coding,
        "has_marks": bool(marked),
        "tool": tool_name(assignment.tool),
        "feedback": answer,
        "case": case_file(assignment.version, labels(answer), marked),
        "is_own": is_own,
        "next_steps": next_steps(request.membership, assignment, now()) if is_own else [],
        "may_ask": request.membership.role == Role.ASSESSOR,
        "may_contest": assignment.assessor_id == request.membership.pk,
    }
    return render(request, "training/feedback.html", context)
