"""Who asks and what that opens; the description of the interface."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.models import Role
from reliability.api.describing import described
from reliability.api.shapes import about as shapes
from reliability.api.views.base import ApiView, give


class About(ApiView):
    @described("In whose name you ask, and what that opens", gives=shapes.About)
    def get(self, request: Request) -> Response:
        token = self.caller.token if self.caller else None
        told = shapes.About(
            agency=self.agency.name,
            role=Role(self.membership.role).value,
            scopes=list(token.scopes) if token else None,
            valid_until=token.expires_at if token else None,
            requests_a_minute=settings.API_REQUESTS_A_MINUTE,
            description=reverse("api:description"),
            documentation=reverse("api:docs"),
        )
        return give(told)
