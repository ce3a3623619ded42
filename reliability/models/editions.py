"""Reports as they were computed, and the links by which others read them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Membership
from reliability.models.study import Study


class ReportEdition(models.Model):
    """One report on a frozen study: its settings, its figures, and what computed them.

    `results` is a `reliability.studies.results.Results` as JSON, without a word of prose: every
    renderer words it in the reader's language. `compared_with` is the edition whose differences it
    marks, such as last year's. Never changed. No personal data.
    """

    study = models.ForeignKey(Study, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    compared_with = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+"
    )
    settings: models.JSONField[Any, Any] = models.JSONField(default=dict)
    engine = models.CharField(max_length=100)
    data_digest = models.CharField(max_length=64)
    results: models.JSONField[Any, Any] = models.JSONField(default=dict)

    objects = ScopedManager(agency="study__agency")

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["study", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="edition_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.study}, {self.number}"


class ShareLink(models.Model):
    """A read-only door to one report, open until a day, for whoever has the address.

    Only the SHA-256 of the address's code is stored. No personal data but who made it.
    """

    edition = models.ForeignKey(ReportEdition, models.PROTECT, related_name="links")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(_("open until"))
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(agency="edition__study__agency")

    class Meta:
        verbose_name = _("link to a report")
        verbose_name_plural = _("links to reports")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.edition}, {self.expires_at:%Y-%m-%d}"
