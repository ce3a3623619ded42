"""What somebody was given to score, and what is saved of it so far."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency, Membership, User
from training.models.check import CheckMonth
from training.models.exam import Exam
from vignettes.models import Eligibility, Panel, VignetteVersion


class Mode(models.TextChoices):
    """Practice answers at once; an exam answers when it closes; a panel's expert gets no answer.

    A check case answers at once, as practice does: somebody certified scores it as any other case,
    and learns from it; how it went is a point on the chart.
    """

    PRACTICE = "practice", _("Practice")
    EXAM = "exam", _("Exam")
    PANEL = "panel", _("Panel")
    CHECK = "check", _("Check case")


OPEN_MODES = (Mode.PRACTICE, Mode.CHECK)
"""What answers as soon as it is handed in, and so may teach."""


class Assignment(models.Model):
    """One case that one assessor is to score with one tool, in practice or in an exam.

    Or, with a panel, one that an expert is to code blind; or a check case, drawn for a month or to
    see whether a remedy helped (then without a month). Personal data: who has to do what, and
    whether they declined this kind of case.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="assignments")
    assessor = models.ForeignKey(Membership, models.PROTECT, related_name="assignments")
    version = models.ForeignKey(VignetteVersion, models.PROTECT, related_name="assignments")
    tool = models.CharField(_("tool"), max_length=40)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices)
    exam = models.ForeignKey(
        Exam, models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    panel = models.ForeignKey(
        Panel, models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    month = models.ForeignKey(
        CheckMonth, models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    is_announced = models.BooleanField(_("announced as a check case"), default=False)
    position = models.PositiveSmallIntegerField(default=1)
    assigned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(default=now)
    notice_seen_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    """In a personal exam: when the time for this case is over, set as it is first opened."""
    paused_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["position", "pk"]
        indexes = [
            # Looked through each minute for cases whose time is over
            models.Index(
                fields=["due_at"], condition=Q(due_at__isnull=False), name="assignment_due"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["assessor", "version", "tool"],
                condition=Q(mode=Mode.PRACTICE),
                name="assignment_once_in_practice",
            ),
            models.UniqueConstraint(
                fields=["version", "month"],
                condition=Q(month__isnull=False),
                name="assignment_once_per_check_month",
            ),
            models.UniqueConstraint(
                fields=["assessor", "version", "tool", "exam"],
                condition=Q(exam__isnull=False),
                name="assignment_once_per_exam",
            ),
            models.UniqueConstraint(
                fields=["assessor", "panel"],
                condition=Q(panel__isnull=False),
                name="assignment_once_per_panel",
            ),
            models.CheckConstraint(
                condition=Q(mode=Mode.PRACTICE, exam=None, panel=None, month=None)
                | Q(mode=Mode.EXAM, exam__isnull=False, panel=None, month=None)
                | Q(mode=Mode.PANEL, exam=None, panel__isnull=False, month=None)
                | Q(mode=Mode.CHECK, exam=None, panel=None),
                name="assignment_exam_panel_or_month_by_mode",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} for {self.assessor}"

    @property
    def is_known_check(self) -> bool:
        """Whether the assessor knows this for a check case: announced, or handed in already."""
        return self.mode == Mode.CHECK and (self.is_announced or bool(self.codings.all()))

    @property
    def told_mode(self) -> str:
        """What the assessor is told it is: a check case not yet known for one looks like practice.

        In the language of the page.
        """
        hidden = self.mode == Mode.CHECK and not self.is_known_check
        return str(Mode.PRACTICE.label if hidden else Mode(self.mode).label)

    @property
    def ends_at(self) -> datetime | None:
        """When the time is over, of this case or of its exam; None in practice."""
        ends = [self.due_at, self.exam.closes_at if self.exam else None]
        return min((end for end in ends if end is not None), default=None)


class Draft(models.Model):
    """What is saved of a coding before it is handed in; kept, closed, afterwards.

    Personal data: unfinished answers. Every form of this coding carries `submission_key`, so that
    sending it twice hands in once. A revision counts the writes of one answer: a write that names
    an older one comes from a page that has not seen the newer answer.
    """

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="draft")
    submission_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    eligibility = models.CharField(max_length=10, choices=Eligibility.choices, blank=True)
    eligibility_revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(agency="assignment__agency")

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.CheckConstraint(
                condition=Q(eligibility__in=["", *Eligibility.values]),
                name="draft_eligibility_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Draft of {self.assignment}"


class DraftRating(models.Model):
    """One saved answer of a draft: a score, "insufficient information", or "not applicable"."""

    # No index of its own: the constraint below has one that begins with it.
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="ratings", db_index=False)
    item = models.CharField(max_length=20)
    score = models.SmallIntegerField(null=True, blank=True)
    insufficient = models.BooleanField(default=False)
    not_applicable = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=now)
    earlier_at = models.DateTimeField(null=True, blank=True)
    """When the answer before this one was saved, once it was changed."""

    objects = ScopedManager(agency="draft__assignment__agency")

    class Meta:
        verbose_name = _("saved answer")
        verbose_name_plural = _("saved answers")
        constraints = [
            models.UniqueConstraint(fields=["draft", "item"], name="draft_rating_once"),
            models.CheckConstraint(
                condition=Q(insufficient=False) | Q(score=None),
                name="draft_rating_score_or_insufficient",
            ),
            models.CheckConstraint(
                condition=Q(not_applicable=False) | Q(score=None, insufficient=False),
                name="draft_rating_score_or_not_applicable",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} of {self.draft}"
