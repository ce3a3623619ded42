"""A forgotten password: asked for in the same time, whoever the address belongs to."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest
from django.utils.translation import get_language


class Ask(ResetPasswordForm):  # type: ignore[misc]  # allauth is untyped
    """Nobody is looked up while the asker waits: a job does that, and writes if there is one."""

    def clean_email(self) -> str:
        self.users: list[Any] = []
        email: str = get_adapter().clean_email(self.cleaned_data["email"].lower())
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        from agencies.tasks import send_reset  # needs the tables, which load after the settings

        email: str = self.cleaned_data["email"]
        send_reset.enqueue(email, get_language() or "")
        return email
