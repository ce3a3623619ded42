"""What the agency's own addresses are told: the occurrence and where to read it, never a name."""

from django.urls import reverse

from agencies.actions.telling import tell
from agencies.listening import tell_of
from agencies.models.api import Event
from reliability.credentials.addresses import whole
from reliability.models import Alert, Decision


def tell_of_decision(decision: Decision) -> None:
    """A decision was computed, or made by a person: `basis` says which."""
    body = {
        "decision": decision.pk,
        "exam": decision.exam_id,
        "tool": decision.tool,
        "outcome": str(decision.outcome),
        "basis": str(decision.basis),
        "link": whole(reverse("reliability:decision", args=[decision.pk])),
    }
    key = f"decision-{decision.pk}"
    tell(agency=decision.agency, event=Event.DECISION, key=key, body=body)
    tell_of(decision)


def tell_of_alert(alert: Alert) -> None:
    """An alert was raised."""
    body = {
        "alert": alert.pk,
        "kind": str(alert.kind),
        "tool": alert.tool,
        "link": whole(reverse("monitoring:alert", args=[alert.pk])),
    }
    tell(agency=alert.agency, event=Event.ALERT, key=f"alert-{alert.pk}", body=body)
