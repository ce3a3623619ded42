"""Codes and recovery codes at the second step: a code of an app counts once."""

import logging
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as theirs
from allauth.mfa.models import Authenticator
from django import forms
from django.utils.translation import gettext as _

from agencies import second_step
from agencies.second_step_keys import LostKeyError

log = logging.getLogger(__name__)
NEVER = "-"
"""Stands for a code that was used: it fails, and counts as a failure, as any wrong one does."""


class _Once:
    """Refuses a code of a time step that was used, as long as clocks may differ."""

    user: Any
    cleaned_data: dict[str, Any]
    authenticator: Authenticator

    def clean_code(self) -> str:
        try:
            return self._checked()
        except LostKeyError as lost:
            log.error("%s", lost)
            raise forms.ValidationError(
                _("Codes cannot be checked at the moment. Please tell your system admin.")
            ) from lost

    def _checked(self) -> str:
        code: str = self.cleaned_data["code"]
        app = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).first()
        if app is not None and second_step.is_spent(app, code):
            self.cleaned_data["code"] = NEVER
        super().clean_code()  # type: ignore[misc]  # of the form it stands before
        was_app = self.authenticator.type == Authenticator.Type.TOTP
        if was_app and not second_step.use_up(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class Authenticate(_Once, theirs.AuthenticateForm):  # type: ignore[misc]  # allauth is untyped
    """The second step of a sign-in."""


class Reauthenticate(_Once, theirs.ReauthenticateForm):  # type: ignore[misc]
    """A code before something delicate is changed."""
