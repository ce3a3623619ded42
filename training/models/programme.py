"""Programmes: who is to certify on what, by when, with what reading, practice and exams."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency, Membership


class Cohort(models.Model):
    """People who start together, and who trains them. Personal data: who trains whom."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cohorts")
    name = models.CharField(_("name"), max_length=120)
    trainer = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="trained_cohorts"
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="cohort_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Programme(models.Model):
    """A path to certificates for one or more tools: reading, practice, exam. No personal data.

    `practice_cases` is how many cases are practised per tool before its exam opens.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="programmes")
    title = models.CharField(_("title"), max_length=120)
    tools = models.JSONField(default=list)
    practice_cases = models.PositiveSmallIntegerField(_("practice cases"), default=6)
    needs_reading = models.BooleanField(_("reading comes first"), default=True)
    created_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "title"], name="programme_title_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Enrolment(models.Model):
    """One assessor in one programme.

    Personal data: who is in training, due dates, and accommodations. `time_factor` lengthens the
    time of exams; `language` is the one the assessor works in, where it is not that of the page;
    `reminded_of`: due date -> the days before it that a reminder was sent for.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="enrolments")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="enrolments")
    assessor = models.ForeignKey(Membership, models.PROTECT, related_name="enrolments")
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    enrolled_at = models.DateTimeField(default=now)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    time_factor = models.DecimalField(
        _("time factor"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("1.00"),
        validators=[MinValueValidator(Decimal("1.00")), MaxValueValidator(Decimal("5.00"))],
    )
    language = models.CharField(_("language"), max_length=10, blank=True, default="")
    on_leave_since = models.DateField(_("on leave since"), null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    reminded_of: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["programme__title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "assessor"], name="enrolled_once"),
            models.CheckConstraint(
                condition=Q(time_factor__gte=1) & Q(time_factor__lte=5),
                name="enrolment_time_factor_in_reach",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessor} in {self.programme}"


class Reading(models.Model):
    """One page of reading that an assessor has read and answered the check of.

    Personal data: what a person has read. `answers`: statement -> what was chosen.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="readings")
    page = models.CharField(max_length=60)
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    passed_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="enrolment__agency")

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "page"], name="reading_once_per_page"),
        ]

    def __str__(self) -> str:
        return f"{self.page} by {self.enrolment}"
