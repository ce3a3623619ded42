"""Passkeys whose answer is nonsense get a sentence; allauth lets some of it fall through."""

from typing import Any

from allauth.mfa.webauthn import forms as theirs
from django import forms
from django.utils.translation import gettext as _


class _Readable:
    """Turns what the parser of passkeys stumbles over into an error beside the form."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]  # of the form it stands before
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise forms.ValidationError(_unread()) from error


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
