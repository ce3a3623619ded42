"""How people come in: by invitation, never by signing up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Accounts are made by an agency or a system admin."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
