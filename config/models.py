"""When recurring background jobs are due, and which workers live."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.timezone import now

BEATS_EVERY = timedelta(seconds=15)
"""How often a worker says that it lives."""
SILENT_AFTER = timedelta(seconds=60)
DEAD_AFTER = timedelta(minutes=3)
"""Longer than any wait for a busy database: then its jobs are given to others."""
FORGOTTEN_AFTER = timedelta(days=1)


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

    def is_due(self, at: datetime) -> bool:
        """Its time has come, or lies so far ahead that the clock was set back since."""
        return not timedelta(0) < self.next_run_at - at <= timedelta(seconds=self.every)


class WorkerBeat(models.Model):
    """One worker process, and when it last said that it lives. No personal data."""

    name = models.CharField(max_length=64, unique=True)
    began_at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(default=now, db_index=True)

    def __str__(self) -> str:
        return f"{self.name}, seen {self.seen_at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def alive(cls, at: datetime) -> models.QuerySet[WorkerBeat]:
        """The workers that said so lately."""
        return cls.objects.filter(seen_at__gt=at - SILENT_AFTER)

    @classmethod
    def names_alive(cls, at: datetime) -> set[str]:
        return set(cls.alive(at).values_list("name", flat=True))

    @classmethod
    def silent(cls, at: datetime) -> set[str]:
        """The names of workers that said that they live, and have stopped saying so."""
        gone = cls.objects.filter(seen_at__lt=at - DEAD_AFTER)
        return set(gone.values_list("name", flat=True))

    @classmethod
    def beat(cls, name: str, at: datetime) -> None:
        """Note that this worker lives, and forget those that were silent for a day."""
        cls.objects.update_or_create(name=name, defaults={"seen_at": at})
        cls.objects.filter(seen_at__lt=at - FORGOTTEN_AFTER).delete()
