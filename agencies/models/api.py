"""Programs that act for an agency: their tokens, what they sent once, and whom we tell."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models.people import Agency, Membership


class Scope(models.TextChoices):
    """What a token may be used for, in words for whoever makes one."""

    TOOLS = "tools:read", _("Read the tools, their items and their rules")
    SCORE = "score", _("Score and explain fictional cases; nothing is stored")
    VIGNETTES = "vignettes:read", _("Read published cases, and gold scores where your role does")
    CODINGS = "codings:read", _("Read codings that your role sees")
    CERTIFICATES = "certificates:read", _("Read decisions and certificates that your role sees")
    MONITORING = "monitoring:read", _("Read alerts about drift")
    STUDIES_READ = "studies:read", _("Read studies and their reports")
    STUDIES_WRITE = "studies:write", _("Send field codings and make studies of them")


class Event(models.TextChoices):
    """What a webhook may be told of."""

    DECISION = "decision", _("A decision on an exam was computed, or made by a person")
    ALERT = "alert", _("An alert about drift was raised")
    REPORT_READY = "report_ready", _("A report on a study is ready")


TEST_EVENT = "test"
"""A message that somebody sends from the page, to see whether it arrives."""


class ApiToken(models.Model):
    """A secret by which a program acts for one member, within the scopes named.

    Only the SHA-256 of the secret is stored; `start` shows its first characters to people. It
    never opens more than the member's own role does, and ends with the role. Personal data: whose
    it is, and when it was last used.
    """

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="api_tokens")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=100)
    start = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes: models.JSONField[Any, Any] = models.JSONField(default=list)
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(_("valid until"))
    ended_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"

    @property
    def is_live(self) -> bool:
        """Neither ended nor past its day; whether the role still stands is asked at the door."""
        return self.ended_at is None and self.expires_at > now()

    @property
    def last_day(self) -> date:
        """The last day on which it opens anything."""
        return localdate(self.expires_at - timedelta(seconds=1))

    @property
    def scope_words(self) -> list[str]:
        """What it may be used for, in words."""
        words = {str(value): str(label) for value, label in Scope.choices}
        return [words.get(scope, scope) for scope in self.scopes]


class SentOnce(models.Model):
    """The answer to a write that carried an idempotency key: the same key gets it again.

    Kept for a day. `request_hash` tells another request under the same key apart.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="sent")
    key = models.CharField(max_length=100)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body: models.JSONField[Any, Any] = models.JSONField(default=dict)
    at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="sent_once_per_token"),
        ]

    def __str__(self) -> str:
        return f"{self.token}: {self.key}"


class Webhook(models.Model):
    """An address of the agency's own that is told what happens, signed with a shared secret.

    The secret is stored as it is: both sides need it to sign. It is shown once.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="webhooks")
    url = models.URLField(_("address"), max_length=500)
    events: models.JSONField[Any, Any] = models.JSONField(_("events"), default=list)
    secret = models.CharField(max_length=100, editable=False)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.url

    @property
    def event_words(self) -> list[str]:
        """What it is told of, in words."""
        words = {str(value): str(label) for value, label in Event.choices}
        return [words.get(event, event) for event in self.events]


class WebhookDelivery(models.Model):
    """One message to one address: what was sent, how often it was tried, what came back."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="webhook_deliveries")
    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="deliveries")
    event = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    body: models.JSONField[Any, Any] = models.JSONField()
    made_at = models.DateTimeField(default=now)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True, default=now)
    delivered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=200, blank=True, default="")

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("message to a webhook")
        verbose_name_plural = _("messages to webhooks")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "key"], name="told_once_per_webhook"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.key}"
