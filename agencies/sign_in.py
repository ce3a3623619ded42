"""How people come in: by invitation, never by signing up; and when a sign-in began."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

BEGAN, SEEN = "signed_in_at", "seen_at"
"""In the session: when the sign-in began, and when something was last asked for, in seconds."""


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Accounts are made by an agency or a system admin."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def begin(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Note in the new session when it began; called at every sign-in."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())
