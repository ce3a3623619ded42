"""The record of what was done."""

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models.people import Agency, User


class AuditEntry(models.Model):
    """One thing that was done, by whom and to what. Database triggers refuse change and deletion.

    Personal data: who acted. `detail` holds what is needed to understand the entry later.
    """

    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="audit_entries"
    )
    actor = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="audit_entries"
    )
    verb = models.CharField(max_length=50)
    object_type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)
    detail = models.JSONField(default=dict, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["agency", "at"]),
            models.Index(fields=["object_type", "object_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object_type} {self.object_id}"


class AuditSeal(models.Model):
    """One link of the chain that makes a quiet change of the audit record visible.

    Each agency has a chain, and the deployment has one (`chain` 0) for what belongs to none.
    `seal` is the SHA-256 of the entry as stored, of its number in the chain, and of `previous`, the
    seal before it. Database triggers refuse change and deletion. No personal data.
    """

    chain = models.PositiveBigIntegerField()
    number = models.PositiveBigIntegerField()
    entry = models.OneToOneField(
        AuditEntry, models.DO_NOTHING, related_name="link", db_constraint=False
    )
    previous = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("seal of an audit entry")
        verbose_name_plural = _("seals of audit entries")
        ordering = ["chain", "number"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="audit_link_once"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}/{self.number}"
