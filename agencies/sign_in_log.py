"""The log tells of sign-ins and refused ones: by the account's number, never by a name."""

import logging
from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa import signals as second_steps
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

log = logging.getLogger(__name__)


def listen() -> None:
    """Hear of what signing in tells; called once, when the apps are ready."""
    for signal, heard in (
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (user_login_failed, _refused),
        (password_changed, _changed),
        (password_reset, _changed),
        (second_steps.authentication_failed, _second_step_refused),
        (second_steps.authenticator_added, _second_step_changed),
        (second_steps.authenticator_removed, _second_step_changed),
    ):
        signal.connect(heard, dispatch_uid=f"agencies.sign_in_log.{heard.__name__}")


def _signed_in(sender: Any, user: Any, **kwargs: Any) -> None:
    log.info("Account %s signed in.", user.pk)


def _signed_out(sender: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        log.info("Account %s signed out.", user.pk)


def _refused(sender: Any, **kwargs: Any) -> None:
    """Not whose: what was typed for an address may be a password."""
    log.warning("A sign-in was refused: no account has this address and password.")


def _second_step_refused(sender: Any, user: Any, **kwargs: Any) -> None:
    log.warning("A second step was refused for account %s.", user.pk)


def _second_step_changed(sender: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    log.info("A second step (%s) of account %s changed.", authenticator.type, user.pk)


def _changed(sender: Any, user: Any, **kwargs: Any) -> None:
    log.info("The password of account %s changed.", user.pk)
