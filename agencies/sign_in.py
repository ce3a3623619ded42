"""How people come in: by invitation, never by signing up; and when a sign-in began."""

import time
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

BEGAN, SEEN = "signed_in_at", "seen_at"
"""In the session: when the sign-in began, and when something was last asked for, in seconds."""


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Accounts are made by an agency or a system admin."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Where people find this installation: never the host that a request names."""
        path = reverse(
            "account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"}
        ).replace("UID-KEY", quote(key))
        return f"{settings.BASE_URL}{path}"

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        path = reverse("account_confirm_email", args=[emailconfirmation.key])
        return f"{settings.BASE_URL}{path}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """As allauth does, with the name of this installation for the request's host."""
        host = urlsplit(settings.BASE_URL).netloc
        told = {"email": email, "current_site": SimpleNamespace(name="Plumbline", domain=host)}
        self.render_mail(template_prefix, email, told | context).send()

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in need not say again who they are."""
        began = self.request.session.get(BEGAN, 0)
        is_fresh = time.time() - began < REAUTHENTICATION_TIMEOUT
        return not is_fresh and super().is_reauthentication_required(app=app, **kwargs)


class ByProvider(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Sign-in by the agency's own service: known addresses, and those that are invited."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        from agencies.access import is_invited  # needs the tables, which load after this module

        return any(is_invited(email) for email in _verified(sociallogin))

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        user = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        told = data.get("name") or " ".join(part for part in parts if part) or user.email
        user.name = str(told)[:150]
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Nobody is tied to somebody else's account at the service, be it by a forged link."""
        from agencies.access import addresses_of

        user = request.user
        if user.is_authenticated and not _verified(sociallogin) & addresses_of(user):
            told = _("The sign-in service names another address than your account has.")
            messages.error(request, told)
            raise ImmediateHttpResponse(redirect("agencies:account"))


def begin(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Note in the new session when it began; called at every sign-in."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def _verified(sociallogin: Any) -> set[str]:
    return {one.email.lower() for one in sociallogin.email_addresses if one.verified}
