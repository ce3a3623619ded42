"""Counts of given against right answers, kept so that no page has to read every rating."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency
from training.models import Cohort
from vignettes.models import VignetteVersion

ANSWER = ["agency", "tool", "version", "item", "language", "strong", "right", "given"]
RULE = ["agency", "tool", "rule", "language"]
"""What a count is of, beside its cohort; databases differ on whether two nulls are the same."""


class AnswerTally(models.Model):
    """How often `given` stood where gold says `right`, on one item of one case. Derived.

    Counted over practice, exams and check cases of one agency, by language and cohort; -99 stands
    for no score. `strong`: whether the assessors counted are those who do well elsewhere. No
    personal data: counts of groups.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="answer_tallies")
    tool = models.CharField(max_length=40)
    version = models.ForeignKey(VignetteVersion, models.PROTECT, related_name="+")
    item = models.CharField(max_length=20)
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=10, blank=True, default="")
    strong = models.BooleanField(default=False)
    right = models.SmallIntegerField()
    given = models.SmallIntegerField()
    n = models.PositiveIntegerField()
    computed_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("tally of answers")
        verbose_name_plural = _("tallies of answers")
        indexes = [models.Index(fields=["agency", "tool", "item"], name="tally_by_item")]
        constraints = [
            models.UniqueConstraint(
                fields=[*ANSWER, "cohort"],
                condition=Q(cohort__isnull=False),
                name="tally_once_in_cohort",
            ),
            models.UniqueConstraint(
                fields=ANSWER, condition=Q(cohort=None), name="tally_once_without_cohort"
            ),
            models.CheckConstraint(condition=Q(n__gte=1), name="tally_counts_something"),
        ]

    def __str__(self) -> str:
        return f"{self.item} on {self.version}: {self.n}"


class RuleTally(models.Model):
    """How often a rule was brought into play, and misread, in one group. Derived.

    No personal data: counts of groups.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="rule_tallies")
    tool = models.CharField(max_length=40)
    rule = models.CharField(max_length=40)
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=10, blank=True, default="")
    tested = models.PositiveIntegerField()
    misread = models.PositiveIntegerField()
    computed_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("tally of rules")
        verbose_name_plural = _("tallies of rules")
        constraints = [
            models.UniqueConstraint(
                fields=[*RULE, "cohort"],
                condition=Q(cohort__isnull=False),
                name="rule_tally_once_in_cohort",
            ),
            models.UniqueConstraint(
                fields=RULE, condition=Q(cohort=None), name="rule_tally_once_without_cohort"
            ),
            models.CheckConstraint(
                condition=Q(misread__lte=models.F("tested")), name="rule_tally_misread_of_tested"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.misread} of {self.tested}"
