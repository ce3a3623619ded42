"""What people did: codings, decisions, certificates, alerts. All by role."""

from __future__ import annotations

from datetime import date

from reliability.api.shapes.parts import Day, Listed, Moment, Page, Shape, ToolId
from reliability.credentials.status import Status
from reliability.models import Alert, Decision, Outcome
from training.models import Mode
from vignettes.models.choices import Eligibility


class CodingTold(Shape):
    """One case scored once by one person."""

    id: int
    assessor: str
    case: str
    version: int
    tool: str
    tool_version: str
    mode: Mode
    attempt: int
    eligible: Eligibility | None
    """The answer on use of the tool; null where the clock handed the case in."""
    scores: dict[str, int | None]
    language: str
    submitted_at: Moment


class CodingList(Page[CodingTold]):
    """Codings, the newest first."""


class CodingsAsked(Listed):
    """Which codings."""

    tool: ToolId | None = None
    mode: Mode | None = None
    since: Day | None = None
    """Handed in on this day or later."""
    until: Day | None = None
    """Handed in on this day or earlier."""


class DecisionTold(Shape):
    """One dated decision on one exam."""

    id: int
    assessor: str
    tool: str
    outcome: Outcome
    basis: Decision.Basis
    stands: bool
    """Nothing follows it."""
    made_at: Moment


class DecisionList(Page[DecisionTold]):
    """Decisions, the newest first."""


class DecisionsAsked(Listed):
    """Which decisions."""

    tool: ToolId | None = None
    outcome: Outcome | None = None


class CertificateTold(Shape):
    """One certificate, as of today."""

    id: int
    holder: str
    """The name at issue."""
    tool: str
    tool_version: str
    language: str
    """The language of the exam."""
    status: Status
    sentence: str
    issued_at: Moment
    valid_until: date
    is_demonstration: bool
    """An example that certifies nobody."""
    issued_by: str
    code: str
    """Opens the page of verification."""


class CertificateList(Page[CertificateTold]):
    """Certificates, the newest first."""


class CertificatesAsked(Listed):
    """Which certificates."""

    tool: ToolId | None = None
    status: Status | None = None


class AlertTold(Shape):
    """Something that a coordinator should look at."""

    id: int
    kind: Alert.Kind
    tool: str
    about: str
    rules: list[str]
    raised_at: Moment
    closed_at: Moment | None


class AlertList(Page[AlertTold]):
    """Alerts, the newest first."""


class AlertsAsked(Listed):
    """Which alerts."""

    tool: ToolId | None = None
    kind: Alert.Kind | None = None


class WebhookTold(Shape):
    """An address of the agency that is told what happens. Its secret is shown to nobody."""

    id: int
    url: str
    events: list[str]
    made_at: Moment
    ended_at: Moment | None


class WebhookList(Page[WebhookTold]):
    """Webhooks, the newest first."""
