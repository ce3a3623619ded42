"""What a page about a decision says of its certificate, in one line."""

from __future__ import annotations

from typing import Any

from django import template

from agencies.access import current_membership, signed_in
from reliability.credentials import access
from reliability.models import Decision

register = template.Library()


@register.inclusion_tag("reliability/_decision_certificate.html", takes_context=True)
def decision_certificate(context: dict[str, Any], decision: Decision) -> dict[str, Any]:
    """The certificate that rests on this exam, the button that issues it, or nothing."""
    request = context["request"]
    membership = current_membership(request)
    seen = access.seen_by(signed_in(request), membership)
    credential = seen.filter(decision__exam=decision.exam_id).first()
    may_issue = (
        credential is None
        and membership is not None
        and access.to_issue(membership).filter(pk=decision.pk).exists()
    )
    return {
        "request": request,
        "credential": credential,
        "decision": decision,
        "may_issue": may_issue,
        "csrf_token": context.get("csrf_token"),
    }
