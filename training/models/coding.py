"""What was handed in: a coding and its ratings, never edited."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency, Membership
from training.models.work import Assignment
from vignettes.models import Eligibility, VignetteVersion


class Coding(models.Model):
    """All ratings of one case by one assessor at one attempt. Never edited once saved.

    Personal data: who scored what. `by_clock` marks one that the closing of an exam handed in;
    only there may the first question be unanswered or an item omitted. `language` is the one the
    case was read in, "" for codings of before it was kept.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="codings")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="codings")
    assessor = models.ForeignKey(Membership, models.PROTECT, related_name="codings", db_index=False)
    version = models.ForeignKey(VignetteVersion, models.PROTECT, related_name="codings")
    tool = models.CharField(max_length=40)
    tool_version = models.CharField(max_length=40)
    attempt = models.PositiveSmallIntegerField(default=1)
    eligibility = models.CharField(max_length=10, choices=Eligibility.choices, blank=True)
    by_clock = models.BooleanField(default=False)
    language = models.CharField(max_length=2, blank=True, default="")
    submitted_at = models.DateTimeField(default=now)
    submission_key = models.UUIDField(unique=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("coding")
        verbose_name_plural = _("codings")
        ordering = ["submitted_at", "pk"]
        indexes = [
            # The newest of one case, and the newest of one person, without reading the others
            models.Index(fields=["agency", "tool", "version", "id"], name="coding_by_case"),
            models.Index(fields=["assessor", "submitted_at"], name="coding_by_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "attempt"], name="coding_attempt_once"),
            models.CheckConstraint(
                condition=Q(eligibility__in=Eligibility.values) | Q(eligibility="", by_clock=True),
                name="coding_eligibility_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessor} on {self.version}, attempt {self.attempt}"

    @property
    def scores(self) -> dict[str, int | None]:
        """Item to score; None where the assessor gave none."""
        return {rating.item: rating.score for rating in self.ratings.all()}


class Rating(models.Model):
    """One score for one item of a coding. Never edited once saved.

    No score and `insufficient`: the assessor found that the file does not tell, with a reason.
    No score and `not_applicable`: the item does not apply to this man. No score otherwise: omitted,
    which only the closing of an exam can leave.
    """

    # No index of its own: the constraint below has one that begins with it.
    coding = models.ForeignKey(Coding, models.PROTECT, related_name="ratings", db_index=False)
    item = models.CharField(max_length=20)
    score = models.SmallIntegerField(null=True, blank=True)
    insufficient = models.BooleanField(default=False)
    not_applicable = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)

    objects = ScopedManager(agency="coding__agency")

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(fields=["coding", "item"], name="rating_once_per_item"),
            models.CheckConstraint(
                condition=Q(insufficient=False) | Q(score=None),
                name="rating_score_or_insufficient",
            ),
            models.CheckConstraint(
                condition=Q(not_applicable=False) | Q(score=None, insufficient=False),
                name="rating_score_or_not_applicable",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} = {self.score}"
