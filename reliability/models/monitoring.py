"""Drift: what check cases say of each assessor, and the runs that worked it out.

Points and watches are derived and may be written anew from codings and gold at any time.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency, Membership
from training.models import Coding, Enrolment
from vignettes.models import GoldCoding, VignetteVersion


class MonitorRules(models.Model):
    """How readily an agency wants to be alerted, for one tool. Never changed; the newest holds.

    `run_length`: check cases that somebody who has not drifted scores, on average, before a false
    alert. `alerts_a_month`: where set, the run length follows from it and the number of people.
    No personal data.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="monitor_rules")
    tool = models.CharField(_("tool"), max_length=40)
    run_length = models.PositiveIntegerField(_("check cases to a false alert"), default=180)
    alerts_a_month = models.DecimalField(
        _("false alerts a month at most"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    clustering = models.FloatField(_("clustering of items in a case"), default=0.08)
    made_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("rules of monitoring")
        verbose_name_plural = _("rules of monitoring")
        ordering = ["tool", "made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(run_length__gte=20) & Q(clustering__gte=0) & Q(clustering__lt=1),
                name="monitor_rules_make_sense",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.tool}"


class MonitorPoint(models.Model):
    """One check case that one assessor handed in, held against gold. Derived: written anew at will.

    `gold` is the coding that it was held against; after a correction the point is written again
    with the gold in force. `findings`: {"items": {item: 1 or 0}, "rules": {rule: log likelihood
    ratio of misread against read right}}. Personal data: how a person did.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="monitor_points")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="monitor_points")
    coding = models.OneToOneField(Coding, models.PROTECT, related_name="monitor_point")
    version = models.ForeignKey(VignetteVersion, models.PROTECT, related_name="+")
    gold = models.ForeignKey(GoldCoding, models.PROTECT, related_name="+")
    tool = models.CharField(max_length=40)
    at = models.DateTimeField()
    items = models.PositiveSmallIntegerField()
    hits = models.PositiveSmallIntegerField()
    is_eligibility_hit = models.BooleanField(null=True)
    deviation = models.SmallIntegerField(null=True)
    same_band = models.BooleanField(null=True)
    findings: models.JSONField[Any, Any] = models.JSONField(default=dict)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("monitoring point")
        verbose_name_plural = _("monitoring points")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["enrolment", "tool", "at"], name="monitor_point_series"),
            models.Index(fields=["agency", "tool", "at"], name="monitor_point_of_agency"),
            models.Index(fields=["version", "tool"], name="monitor_point_by_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(hits__lte=models.F("items")), name="monitor_point_hits_of_items"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hits} of {self.items} on {self.version}"


class Watch(models.Model):
    """Where one assessor stands with one tool: the last state of every chart. Derived.

    `state` holds the baseline, the charts' last values and limits, and severity with its standard
    error, as `reliability.monitoring` returns them. `signal` names the strongest chart that is
    beyond its limit, "" where none is. Personal data: how a person did.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="watches")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="watches")
    tool = models.CharField(max_length=40)
    points = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    signal = models.CharField(max_length=20, blank=True, default="")
    state: models.JSONField[Any, Any] = models.JSONField(default=dict)
    computed_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        ordering = ["enrolment", "tool"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "tool"], name="watch_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}, {self.tool}"


class MonitorRun(models.Model):
    """One run of monitoring over one agency: how far it came, and what failed. No personal data."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="monitor_runs")
    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)
    to_do = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    raised = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True, default="")

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("run of monitoring")
        verbose_name_plural = _("runs of monitoring")
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.agency}, {self.started_at:%Y-%m-%d %H:%M}"
