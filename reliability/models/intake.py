"""A table on its way to becoming a study: blinded at the door, gone within a day."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency, Membership
from reliability.models.study import Study, StudyKind, StudySource


class Intake(models.Model):
    """A table that somebody brought, waiting to be mapped, checked and confirmed.

    Its cells were blinded before anything was stored: small numbers, dates and the words of the
    closed list as they are, everything else a hash under the agency's own key
    (reliability.studies.blinding). It is deleted when the study is made, when it is called off,
    or at `expires_at`. `columns` tells each header, what its cells look like, and the guess;
    `mapping` what a person said (reliability.studies.columns). `findings` are of the last check.
    No personal data.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="intakes")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    tool = models.CharField(_("tool"), max_length=40)
    kind = models.CharField(
        _("kind"), max_length=20, choices=StudyKind.choices, default=StudyKind.BETWEEN
    )
    source = models.CharField(
        max_length=20, choices=StudySource.choices, default=StudySource.UPLOAD
    )
    keep_until = models.DateField(_("keep until"))
    replaces = models.ForeignKey(Study, models.PROTECT, null=True, blank=True, related_name="+")
    because = models.CharField(max_length=500, blank=True, default="")
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    columns: models.JSONField[Any, Any] = models.JSONField(default=list)
    mapping: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    findings: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("table brought")
        verbose_name_plural = _("tables brought")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class IntakePart(models.Model):
    """Some thousand blinded rows of a table: JSON lines, compressed."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="stored_parts")
    number = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    body = models.BinaryField()

    objects = ScopedManager(agency="intake__agency")

    class Meta:
        ordering = ["intake", "number"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "number"], name="intake_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.intake}, {self.number}"


class StudyJob(models.Model):
    """Long work on a study that a page follows: how far it came, and what failed.

    One that is `asked_to_stop_at` ends at the next step and leaves nothing half done. `attempt`
    tells the workers apart that took it: where one was taken for dead, only the next one goes on.
    `study` and `edition` are what came of it; `failed_because` is the sentence in both languages.
    No personal data.
    """

    class Kind(models.TextChoices):
        CHECK = "check", _("Checking the table")
        MAKE = "make", _("Storing the study and computing its report")
        REPORT = "report", _("Computing the report")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        STOPPED = "stopped", _("Stopped")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="study_jobs")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    intake = models.ForeignKey(Intake, models.SET_NULL, null=True, blank=True, related_name="jobs")
    study = models.ForeignKey(Study, models.PROTECT, null=True, blank=True, related_name="jobs")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    edition = models.ForeignKey(
        "reliability.ReportEdition", models.PROTECT, null=True, blank=True, related_name="+"
    )
    settings: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=40, blank=True, default="")
    done = models.PositiveIntegerField(default=0)
    to_do = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    asked_to_stop_at = models.DateTimeField(null=True, blank=True)
    failed_because: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("job on a study")
        verbose_name_plural = _("jobs on studies")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_state_display()}"

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED, self.State.STOPPED)

    @property
    def failure(self) -> str:
        """Why it failed, in the reader's language; "" where it did not."""
        language = "fr" if (get_language() or "en").startswith("fr") else "en"
        return str(self.failed_because.get(language, ""))
