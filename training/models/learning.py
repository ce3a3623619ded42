"""What an assessor notes about a rule, and asks about one."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency, Membership
from training.models.coding import Coding

NOTE_LENGTH = 2000
QUESTION_LENGTH = 1000


class OwnNote(models.Model):
    """What one assessor wrote down for oneself about one rule of a tool.

    Personal data: a person's own notes, read by nobody else.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="own_notes")
    assessor = models.ForeignKey(Membership, models.PROTECT, related_name="own_notes")
    tool = models.CharField(_("tool"), max_length=40)
    rule = models.CharField(_("rule"), max_length=60)
    text = models.TextField(_("note"), max_length=NOTE_LENGTH)
    changed_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("own note")
        verbose_name_plural = _("own notes")
        ordering = ["tool", "rule"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessor", "tool", "rule"], name="own_note_once_per_rule"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}, by {self.assessor}"


class CodingQuestion(models.Model):
    """A question on how to code, and its answer on record.

    `rule`, `item` and `coding` say what it is about, where they are known. A coordinator may
    publish it: it then stands on the rule's page, without the name. Personal data: who asked.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="coding_questions")
    asker = models.ForeignKey(Membership, models.PROTECT, related_name="coding_questions")
    tool = models.CharField(_("tool"), max_length=40)
    rule = models.CharField(_("rule"), max_length=60, blank=True, default="")
    item = models.CharField(_("item"), max_length=20, blank=True, default="")
    coding = models.ForeignKey(
        Coding, models.PROTECT, null=True, blank=True, related_name="coding_questions"
    )
    text = models.TextField(_("question"), max_length=QUESTION_LENGTH)
    asked_at = models.DateTimeField(default=now)
    answer = models.TextField(_("answer"), max_length=QUESTION_LENGTH, blank=True, default="")
    answered_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("coding question")
        verbose_name_plural = _("coding questions")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["agency", "tool", "rule"], name="question_by_rule")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None, published_at=None)
                | (Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer="")),
                name="coding_question_answered_whole_or_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tool} {self.rule or self.item}, asked by {self.asker}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
