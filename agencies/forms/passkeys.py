"""Passkeys whose answer is nonsense get a sentence; allauth lets some of it fall through.

It does not compare how many signatures a key says it has made either: see `count_signature`.
"""

from typing import Any

from allauth.mfa.webauthn import forms as theirs
from django import forms
from django.utils.translation import gettext as _
from fido2.webauthn import AuthenticationResponse

from agencies import second_step


class _Readable:
    """Turns what the parser of passkeys stumbles over into an error beside the form."""

    cleaned_data: dict[str, Any]

    def clean_credential(self) -> Any:
        sent = self.cleaned_data["credential"]
        try:
            key = super().clean_credential()  # type: ignore[misc]  # of the form it stands before
            count = AuthenticationResponse.from_dict(sent).response.authenticator_data.counter
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise forms.ValidationError(_unread()) from error
        if not second_step.count_signature(key, count):
            raise forms.ValidationError(_copied())
        return key


class Login(_Readable, theirs.LoginWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    """The passkey alone signs in."""


class Authenticate(_Readable, theirs.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The key as second step."""


class Reauthenticate(_Readable, theirs.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """The key before something delicate is changed."""


class Add(theirs.AddWebAuthnForm):  # type: ignore[misc]
    """A new key."""

    def clean(self) -> Any:
        try:
            return super().clean()
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise forms.ValidationError(_unread()) from error


def _unread() -> str:
    return _("The key's answer could not be read. Please try again.")


def _copied() -> str:
    return _(
        "This key has made fewer signatures than it told before, so that there may be a copy of "
        "it. Sign in another way, remove the key from your account and add it anew."
    )
