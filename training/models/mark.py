"""Sentences that an assessor marked as deciding an item: in a draft, and as handed in."""

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from training.models.coding import Coding
from training.models.work import Draft

LANGUAGES = [("en", "English"), ("fr", "Français")]


class DraftMark(models.Model):
    """One sentence or row of the file that, so far, is marked as deciding one question.

    `place` is its anchor in the text of `language`, such as "d2-p3-s1". Personal data: unfinished
    answers.
    """

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="marks")
    question = models.CharField(max_length=20)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    place = models.CharField(max_length=40)
    marked_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="draft__assignment__agency")

    class Meta:
        verbose_name = _("mark in a draft")
        verbose_name_plural = _("marks in drafts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "question", "language", "place"], name="draft_mark_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} for {self.question}"


class CodingMark(models.Model):
    """One sentence or row that was marked as deciding one question. Never edited once saved.

    Personal data: who marked what.
    """

    coding = models.ForeignKey(Coding, models.PROTECT, related_name="marks")
    question = models.CharField(max_length=20)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    place = models.CharField(max_length=40)

    objects = ScopedManager(agency="coding__agency")

    class Meta:
        verbose_name = _("mark of a coding")
        verbose_name_plural = _("marks of codings")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["coding", "question", "language", "place"], name="coding_mark_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} for {self.question}"
