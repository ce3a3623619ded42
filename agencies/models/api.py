"""Programs that act for an agency: their tokens, what they sent once, and whom we tell."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models.people import Agency, Membership


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
