"""Encrypt the secrets of second steps under the newest key."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError

from agencies.second_step import encrypt_all
from agencies.second_step_keys import LostKeyError


class Command(BaseCommand):
    """After a new key was put before the old one; safe to repeat, and to run while people work."""

    help = "Encrypt the secrets of authenticator apps and recovery codes under the first key."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changed = encrypt_all(Authenticator.objects.all())
        except LostKeyError as lost:
            raise CommandError(str(lost)) from lost
        self.stdout.write(f"{changed} secrets lie under the first key of SECOND_STEP_KEY.")
