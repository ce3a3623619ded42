"""How anything here talks to a platform: through the guard that webhooks have, and no other way.

The packages for LTI use `requests`, which would follow redirects into the house, read answers
without end, and wait as long as the other side likes.
"""

import http.client
import io
from typing import Any

import requests
from django.conf import settings
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from agencies.webhook_sending import AddressRefusedError, ask, target_of


class Guarded(BaseAdapter):
    """Public addresses over HTTPS only, checked at every request, each with a deadline."""

    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        body = request.body.encode() if isinstance(request.body, str) else request.body
        if not isinstance(body, bytes | None):
            raise ValueError("need a whole body, got one in pieces")
        headers = {name: str(value) for name, value in request.headers.items()}
        headers |= {"Accept-Encoding": "identity", "Connection": "close"}
        try:
            target = target_of(request.url or "", may_be_local=settings.WEBHOOKS_MAY_BE_LOCAL)
            answer = ask(target, request.method or "GET", body, headers)
        except (AddressRefusedError, OSError, http.client.HTTPException) as error:
            raise requests.ConnectionError(str(error), request=request) from error
        response = requests.Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict(answer.headers)
        response.raw = io.BytesIO(answer.body)
        response.url, response.request = request.url or "", request
        return response

    def close(self) -> None:
        """Nothing stays open."""


def session() -> requests.Session:
    """A session in which every request goes through the guard, and no redirect is followed."""
    made = requests.Session()
    made.trust_env = False
    made.max_redirects = 0
    made.headers["User-Agent"] = "Plumbline-LTI/1"
    for scheme in ("https://", "http://"):
        made.mount(scheme, Guarded())
    return made
