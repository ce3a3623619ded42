"""Decisions, alerts, and the addresses that are told of them."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from agencies import programs
from agencies.models import Role
from agencies.models.api import Webhook
from reliability import access
from reliability.api.describing import described
from reliability.api.shapes import people as shapes
from reliability.api.shapes.parts import Listed
from reliability.api.views.base import ApiView, give
from reliability.models import Alert as AlertRow
from reliability.models import Decision as DecisionRow
from reliability.reports.alert_words import about


class DecisionList(ApiView):
    scopes = {"GET": "certificates:read"}
    query = shapes.DecisionsAsked

    @described("Decisions on exams that your role sees", gives=shapes.DecisionList)
    def get(self, request: Request) -> Response:
        asked = self.question(shapes.DecisionsAsked)
        found = access.decisions(self.membership).select_related("followed_by")
        if asked.tool is not None:
            found = found.filter(tool=asked.tool)
        if asked.outcome is not None:
            found = found.filter(outcome=asked.outcome)
        rows, following = self.page(found, _decision)
        return give(shapes.DecisionList(results=rows, next=following))


class Decision(ApiView):
    scopes = {"GET": "certificates:read"}

    @described("One decision", gives=shapes.DecisionTold, also=(404,))
    def get(self, request: Request, pk: int) -> Response:
        return give(_decision(self.one(access.decisions(self.membership), pk)))


class AlertList(ApiView):
    scopes = {"GET": "monitoring:read"}
    roles = access.DECIDING_ROLES
    query = shapes.AlertsAsked

    @described("Alerts about drift; none about oneself", gives=shapes.AlertList)
    def get(self, request: Request) -> Response:
        asked = self.question(shapes.AlertsAsked)
        found = access.alerts(self.membership)
        if asked.tool is not None:
            found = found.filter(tool=asked.tool)
        if asked.kind is not None:
            found = found.filter(kind=asked.kind)
        rows, following = self.page(found, _alert)
        return give(shapes.AlertList(results=rows, next=following))


class Alert(ApiView):
    scopes = {"GET": "monitoring:read"}
    roles = access.DECIDING_ROLES

    @described("One alert", gives=shapes.AlertTold, also=(404,))
    def get(self, request: Request, pk: int) -> Response:
        return give(_alert(self.one(access.alerts(self.membership), pk)))


class WebhookList(ApiView):
    scopes = {"GET": "monitoring:read"}
    roles = (Role.AGENCY_ADMIN,)
    query = Listed

    @described("The addresses that are told what happens", gives=shapes.WebhookList)
    def get(self, request: Request) -> Response:
        rows, following = self.page(programs.webhooks(self.membership), _webhook)
        return give(shapes.WebhookList(results=rows, next=following))


def _decision(decision: DecisionRow) -> shapes.DecisionTold:
    return shapes.DecisionTold(
        id=decision.pk,
        assessor=str(decision.enrolment.assessor.user),
        tool=decision.tool,
        outcome=decision.outcome,
        basis=decision.basis,
        stands=not hasattr(decision, "followed_by"),
        made_at=decision.made_at,
    )


def _alert(alert: AlertRow) -> shapes.AlertTold:
    return shapes.AlertTold(
        id=alert.pk,
        kind=alert.kind,
        tool=alert.tool,
        about=about(alert),
        rules=alert.rules,
        raised_at=alert.raised_at,
        closed_at=alert.closed_at,
    )


def _webhook(webhook: Webhook) -> shapes.WebhookTold:
    return shapes.WebhookTold(
        id=webhook.pk,
        url=webhook.url,
        events=webhook.events,
        made_at=webhook.made_at,
        ended_at=webhook.ended_at,
    )
