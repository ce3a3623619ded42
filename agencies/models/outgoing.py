"""What every message to another system carries: how often it was tried, and when it is next."""

from datetime import datetime

from django.db import models
from django.db.models import QuerySet


class Outgoing(models.Model):
    """A message that is tried until it arrives, at growing distances. No personal data of its own.

    Without `next_try_at` nothing is tried any more: it has arrived, or was given up.
    """

    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        abstract = True

    def next_after(self, at: datetime) -> datetime | None:
        """When the try after this one is due; None after the eighth."""
        from agencies.actions.webhooks import WAITS  # needs the tables of this package

        return at + WAITS[self.tries] if self.tries < len(WAITS) else None

    def taken_from(self, waiting: "QuerySet[Outgoing]", at: datetime) -> bool:
        """Whether this try is ours: nobody else began it. The next one is on the books at once."""
        same = waiting.filter(pk=self.pk, tries=self.tries, next_try_at=self.next_try_at)
        return bool(same.update(tries=self.tries + 1, next_try_at=self.next_after(at)))
