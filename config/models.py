"""When recurring background jobs are due."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.timezone import now


class Schedule(models.Model):
    """One recurring job: which task, how often, and when it is due next. No personal data."""

    name = models.SlugField(unique=True)
    task = models.CharField(max_length=200, help_text="Dotted path of a task, without arguments.")
    every = models.PositiveIntegerField(
        validators=[MinValueValidator(1)], help_text="Seconds from one run to the next."
    )
    next_run_at = models.DateTimeField(default=now, db_index=True)
    last_run_at = models.DateTimeField(null=True, blank=True)
    enabled = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(every__gte=1), name="schedule_every_positive")
        ]

    def __str__(self) -> str:
        return f"{self.name}, every {self.every} s"
