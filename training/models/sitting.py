"""What happens while a personal exam is sat: time given on top, and where its cases were open."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency, Membership
from training.models.exam import Exam
from training.models.work import Assignment

REASON_LENGTH = 500


class TimeExtension(models.Model):
    """Time that a coordinator gave on top, for one case or for the whole exam. Never changed.

    Personal data: who got more time, and why.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="time_extensions")
    exam = models.ForeignKey(Exam, models.PROTECT, related_name="extensions")
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="extensions"
    )
    minutes = models.PositiveIntegerField(_("minutes"))
    ends_at = models.DateTimeField(_("new end"))
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    granted_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("time on top")
        verbose_name_plural = _("times on top")
        ordering = ["granted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1) & ~Q(reason=""), name="time_extension_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} minutes more for {self.assignment or self.exam}"


class DeviceSighting(models.Model):
    """One browser on which a case of a personal exam was open, and how often its page was left.

    `device` is a number drawn by chance and kept in that browser. Shown to coordinators, judged by
    nobody but them. Personal data: on how many devices a person worked.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="sightings")
    device = models.CharField(max_length=32)
    first_at = models.DateTimeField(default=now)
    last_at = models.DateTimeField(default=now)
    times_left = models.PositiveIntegerField(default=0)

    objects = ScopedManager(agency="assignment__agency")

    class Meta:
        verbose_name = _("sighting of a device")
        verbose_name_plural = _("sightings of devices")
        ordering = ["first_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "device"], name="device_once_per_case"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} on {self.device[:6]}"
