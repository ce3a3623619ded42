"""The second step of a sign-in: its secrets are encrypted, and an answer to it counts once."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction

from agencies import second_step_keys

LAST_STEP, LAST_COUNT = "last_step", "last_count"
"""In an authenticator's data: the time step of the last code, the count of the last signature."""
_SECRETS = ("secret", "seed")


class Encrypted(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Secrets of authenticator apps, and the seeds of recovery codes, under a key of their own."""

    def encrypt(self, text: str) -> str:
        return second_step_keys.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_step_keys.decrypt(encrypted_text)


def is_spent(authenticator: Authenticator, code: str) -> bool:
    """Whether the code of an app is that of a time step already used, or of an earlier one."""
    step = _step_of(authenticator, code)
    return step is not None and step <= authenticator.data.get(LAST_STEP, -1)


@transaction.atomic
def use_up(authenticator: Authenticator, code: str) -> bool:
    """Note the code's time step; False where another request was first with it."""
    locked = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    step = _step_of(locked, code)
    if step is None or step <= locked.data.get(LAST_STEP, -1):
        return False
    _note(locked, LAST_STEP, step)
    return True


@transaction.atomic
def count_signature(authenticator: Authenticator, count: int) -> bool:
    """Note how many signatures a key says it has made; False where the number did not grow.

    Then there are two keys with one secret. Keys that do not count always say 0.
    """
    locked = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    last = locked.data.get(LAST_COUNT, locked.wrap().authenticator_data.counter)
    if count <= last and (count or last):
        return False
    _note(locked, LAST_COUNT, count)
    return True


def encrypt_all(rows: Any) -> int:
    """Encrypt every secret under the first key, whichever it lies under now; returns how many."""
    changed = 0
    for pk in rows.exclude(type="webauthn").values_list("pk", flat=True):
        with transaction.atomic():
            row = rows.select_for_update().get(pk=pk)
            changed += _encrypt(row)
    return changed


def _encrypt(row: Any) -> int:
    found = {name: row.data[name] for name in _SECRETS if row.data.get(name)}
    if not found:
        return 0
    again = {
        name: second_step_keys.encrypt(second_step_keys.decrypt(secret))
        for name, secret in found.items()
    }
    row.data = {**row.data, **again}
    row.save(update_fields=["data"])
    return 1


def _step_of(authenticator: Authenticator, code: str) -> int | None:
    secret = second_step_keys.decrypt(authenticator.data["secret"])
    for step in totp.yield_hotp_counters_from_time():
        expected = totp.format_hotp_value(totp.hotp_value(secret, step))
        if totp.compare_user_code(actual=code, expected=expected):
            return int(step)
    return None


def _note(locked: Authenticator, name: str, value: int) -> None:
    locked.data = {**locked.data, name: value}
    locked.save(update_fields=["data"])
