"""Exams: what a form is drawn by, and the sitting of one group or one person."""

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency, Membership
from training.models.programme import Enrolment, Programme


class ExamRules(models.Model):
    """How an exam form of one programme and tool is drawn, and how often it may be tried.

    Never changed: a change is a new row, and the newest holds for forms drawn from then on.
    `blueprint` may ask for at least so many cases: {"bands": {...}, "kinds": {...},
    "difficulties": {...}, "not_usable": n, "scorable": n}, and for `rules` that the form must
    exercise. No personal data.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="exam_rules")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="exam_rules")
    tool = models.CharField(_("tool"), max_length=40)
    cases = models.PositiveSmallIntegerField(_("cases at first"), default=10)
    most_cases = models.PositiveSmallIntegerField(_("cases at most"), default=20)
    minutes_per_case = models.PositiveSmallIntegerField(_("minutes for a case"), default=45)
    window_days = models.PositiveSmallIntegerField(_("days to finish"), default=14)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=3)
    pause_days = models.PositiveSmallIntegerField(_("days between attempts"), default=7)
    most_exposed = models.PositiveSmallIntegerField(_("most exam uses of one case"), default=50)
    is_open_book = models.BooleanField(_("rule pages stay open"), default=True)
    blueprint = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("exam rules")
        verbose_name_plural = _("exam rules")
        ordering = ["programme", "tool", "made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cases__gte=1) & Q(most_cases__gte=F("cases")) & Q(attempts__gte=1),
                name="exam_rules_make_sense",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.tool}"


class Exam(models.Model):
    """A set of cases scored between two moments of the server's clock, by a group or one person.

    With an enrolment it is one attempt of one person, its form drawn by `rules` from `seed`; cases
    may be added while it is open. `closed_at` is set once, when the saved work was handed in.
    Personal data, with an enrolment: who sat which attempt.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="exams")
    tool = models.CharField(_("tool"), max_length=40)
    title = models.CharField(_("title"), max_length=120)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, null=True, blank=True, related_name="exams"
    )
    rules = models.ForeignKey(
        ExamRules, models.PROTECT, null=True, blank=True, related_name="exams"
    )
    attempt = models.PositiveSmallIntegerField(default=1)
    seed = models.BigIntegerField(null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("exam")
        verbose_name_plural = _("exams")
        ordering = ["opens_at", "pk"]
        indexes = [models.Index(fields=["closed_at", "closes_at"], name="exam_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="exam_closes_after_it_opens"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "tool", "attempt"],
                condition=Q(enrolment__isnull=False),
                name="exam_attempt_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_personal(self) -> bool:
        """One attempt of one person towards a certificate, with a form of its own."""
        return self.enrolment_id is not None


class Retake(models.Model):
    """One more attempt that a coordinator opened for somebody who passed, or used all attempts.

    Never changed; the attempt that is drawn after it uses it up. Personal data: who sits again, and
    why.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="retakes")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="retakes")
    tool = models.CharField(_("tool"), max_length=40)
    reason = models.CharField(_("reason"), max_length=500)
    opened_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("attempt opened again")
        verbose_name_plural = _("attempts opened again")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="retake_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}, {self.tool}"
