"""Drift: what check cases say of each assessor, the alerts that follow, and how they close.

Points, watches and tallies are derived and may be written anew from codings and gold at any time;
alerts and their steps are decisions, kept with the evidence they rested on.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency, Membership
from training.models import Assignment, Coding, Cohort, Enrolment
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


class Alert(models.Model):
    """Something a coordinator should look at, with the evidence for it. Stays on record.

    About one assessor (`enrolment`), or about a group, a rule or a gold score, then without one.
    `key` says what it is about, so that a second run of the job raises nothing twice; it is freed
    when the alert closes. Personal data, with an enrolment: who may have drifted.
    """

    class Kind(models.TextChoices):
        """Which detector saw it."""

        ACCURACY = "accuracy", _("Fewer items right than before")
        BIAS = "bias", _("Totals lean to one side")
        RULE = "rule", _("A rule read otherwise than before")
        GROUP = "group", _("Everybody moved together")
        GOLD = "gold", _("Check the gold")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    tool = models.CharField(max_length=40)
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, null=True, blank=True, related_name="alerts"
    )
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.ForeignKey(
        VignetteVersion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    item = models.CharField(max_length=20, blank=True, default="")
    rules: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    evidence: models.JSONField[Any, Any] = models.JSONField()
    key = models.CharField(max_length=120)
    raised_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-raised_at", "-pk"]
        indexes = [
            models.Index(fields=["agency", "closed_at", "raised_at"], name="alert_open_first")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "key"], condition=Q(closed_at=None), name="alert_open_once"
            ),
            models.CheckConstraint(
                condition=~Q(evidence={}) & ~Q(evidence=[]), name="alert_shows_evidence"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["group", "gold"]) | Q(enrolment__isnull=False),
                name="alert_about_somebody_or_everybody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.enrolment or self.tool}"


class AlertStep(models.Model):
    """One thing that was done about an alert. Never changed. Personal data: who did what."""

    class Kind(models.TextChoices):
        """What was done; the newest says where the alert stands."""

        RAISED = "raised", _("Raised")
        ASSIGNED = "assigned", _("Remedy assigned")
        DONE = "done", _("Remedy done")
        RECHECKED = "rechecked", _("Rechecked")
        CLOSED = "closed", _("Closed")
        ESCALATED = "escalated", _("Escalated")
        NOTED = "noted", _("Note")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="alert_steps")
    alert = models.ForeignKey(Alert, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("note"), max_length=1000, blank=True, default="")
    detail: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("step of an alert")
        verbose_name_plural = _("steps of alerts")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["closed", "escalated", "noted"]) | ~Q(note=""),
                name="alert_step_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.alert}"


class Remedy(models.Model):
    """What was given to an assessor after an alert. Personal data: who is helped with what.

    `helped` is set by the recheck: whether the rules were read right then; empty until it is done.
    """

    class Kind(models.TextChoices):
        """From the smallest to the largest."""

        PAGE = "page", _("Read the rule page")
        CASES = "cases", _("Practise cases that turn on the rule")
        BOOSTER = "booster", _("Booster: reading, practice and a new exam")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="remedies")
    alert = models.ForeignKey(Alert, models.PROTECT, related_name="remedies")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    rules: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    note = models.CharField(_("note to the assessor"), max_length=1000, blank=True, default="")
    assigned_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(default=now)
    due_on = models.DateField(_("due on"))
    read_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    helped = models.BooleanField(null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("remedy")
        verbose_name_plural = _("remedies")
        ordering = ["assigned_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.alert}"


class RemedyCase(models.Model):
    """One case of a remedy: to practise, or to see afterwards whether it helped."""

    class Purpose(models.TextChoices):
        """Practised with feedback, then rechecked on cases not yet seen."""

        PRACTISE = "practise", _("To practise")
        RECHECK = "recheck", _("Recheck")

    remedy = models.ForeignKey(Remedy, models.PROTECT, related_name="cases")
    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="remedy_case")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)

    objects = ScopedManager(agency="remedy__agency")

    class Meta:
        verbose_name = _("case of a remedy")
        verbose_name_plural = _("cases of remedies")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.assignment}"


class OutsideTraining(models.Model):
    """Training that an assessor took elsewhere, on record. Personal data: who trained where."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="outside_trainings")
    assessor = models.ForeignKey(Membership, models.PROTECT, related_name="outside_trainings")
    tool = models.CharField(_("tool"), max_length=40, blank=True, default="")
    title = models.CharField(_("what was taken"), max_length=160)
    provider = models.CharField(_("given by"), max_length=160)
    taken_on = models.DateField(_("taken on"))
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True, default="")
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("training taken elsewhere")
        verbose_name_plural = _("trainings taken elsewhere")
        ordering = ["-taken_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.title}: {self.assessor}"


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
