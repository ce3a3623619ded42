"""How often one may ask: so many requests a minute for each token, person or address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from reliability.api.authentication import Caller

if TYPE_CHECKING:
    from rest_framework.views import APIView


class PerCaller(SimpleRateThrottle):
    """Counted in the shared cache, so that a limit is one limit however many processes answer."""

    scope = "api"

    def get_rate(self) -> str:
        return f"{settings.API_REQUESTS_A_MINUTE}/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        caller = request.auth
        if isinstance(caller, Caller):
            of = f"token-{caller.token.pk}" if caller.token else f"person-{request.user.pk}"
        else:
            of = f"address-{get_adapter().get_client_ip(request._request)}"
        return f"api-requests-{of}"
