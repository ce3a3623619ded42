"""Alerts about drift, what was done about them, and training taken elsewhere: all on record.

Alerts and their steps are decisions, kept with the evidence that they rested on.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency, Membership
from training.models import Assignment, Cohort, Enrolment
from vignettes.models import VignetteVersion


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
        indexes = [models.Index(fields=["agency", "at"], name="alert_step_lately")]
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
