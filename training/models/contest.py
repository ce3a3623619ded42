"""What an assessor contests, and how that was answered."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency, Membership
from training.models.coding import Coding
from vignettes.models import GoldCoding, Panel

REASON_LENGTH = 1000


class Outcome(models.TextChoices):
    """How a contest was answered."""

    GOLD_STANDS = "gold_stands", _("The gold score stands")
    ALSO_ACCEPTED = "also_accepted", _("Your score is accepted as well")
    GOLD_CHANGED = "gold_changed", _("The gold score was changed")


class Contest(models.Model):
    """An assessor's objection to one gold score, and the answer to it.

    `item` is an item's id, or "eligibility"; `gold` is the gold coding that was objected to;
    `panel` the round of blind coding that was opened because of it. Personal data: who contested
    what and why, and who answered.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="contests")
    coding = models.ForeignKey(Coding, models.PROTECT, related_name="contests")
    gold = models.ForeignKey(GoldCoding, models.PROTECT, related_name="contests")
    item = models.CharField(max_length=20)
    reason = models.TextField(_("reason"), max_length=REASON_LENGTH)
    made_at = models.DateTimeField(default=now)
    panel = models.ForeignKey(Panel, models.PROTECT, null=True, blank=True, related_name="contests")
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=Outcome.choices, blank=True, default=""
    )
    answer = models.TextField(_("answer"), max_length=REASON_LENGTH, blank=True, default="")
    answered_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("contest")
        verbose_name_plural = _("contests")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["coding", "item"],
                condition=Q(answered_at=None),
                name="contest_open_once_per_item",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answer="", answered_by=None, answered_at=None)
                | (
                    Q(outcome__in=Outcome.values, answered_by__isnull=False)
                    & Q(answered_at__isnull=False)
                    & ~Q(answer="")
                ),
                name="contest_answered_whole_or_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} of {self.coding}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
