"""Panels: experts who code a case blind to one another, and what an adjudicator decided."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency, Membership, User
from vignettes.models.choices import Eligibility
from vignettes.models.library import VignetteVersion

FEWEST = 2
"""Experts in a panel, and codings before anything is decided."""


class Panel(models.Model):
    """One round of blind coding of one version with one tool, in one agency.

    `for_library`: its outcome is gold of the shipped library, for every agency; an editor's panel.
    `opened_because` names the occasion, such as a contest. Personal data: who opened it.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="panels")
    version = models.ForeignKey(VignetteVersion, models.PROTECT, related_name="panels")
    tool = models.CharField(_("tool"), max_length=40)
    for_library = models.BooleanField(default=False)
    opened_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=now)
    opened_because = models.CharField(_("reason"), max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.version} {self.tool}"

    @property
    def decision(self) -> "Adjudication | None":
        """What was decided, if it was."""
        return getattr(self, "adjudication", None)

    @property
    def is_at_work(self) -> bool:
        """Neither decided nor withdrawn: its experts are kept blind."""
        return self.withdrawn_at is None and self.decision is None

    @property
    def awaited(self) -> "list[PanelSeat]":
        """The seats whose coding is still to come."""
        coded = {coding.expert_id for coding in self.codings.all()}
        return [
            seat
            for seat in self.seats.all()
            if seat.left_at is None and seat.expert_id not in coded
        ]

    @property
    def is_ready(self) -> bool:
        """Everybody who was asked has handed in, and at least two have."""
        return self.is_at_work and len(self.codings.all()) >= FEWEST and not self.awaited


class PanelSeat(models.Model):
    """One expert's place in a panel. `label` is the letter shown in place of the name.

    An expert who declines leaves: the panel no longer waits, and the expert stays blind to it.
    """

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="seats")
    expert = models.ForeignKey(Membership, models.PROTECT, related_name="panel_seats")
    label = models.CharField(max_length=3)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(agency="panel__agency")

    class Meta:
        verbose_name = _("panel seat")
        verbose_name_plural = _("panel seats")
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "expert"], name="seat_once_per_expert"),
            models.UniqueConstraint(fields=["panel", "label"], name="seat_label_once"),
        ]

    def __str__(self) -> str:
        return f"{self.label} of {self.panel}"


class ExpertCoding(models.Model):
    """What one panel expert scored. Personal data: who scored it. Seen in the own agency only.

    Without a panel it was brought in from elsewhere, such as by the demonstration.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="expert_codings")
    version = models.ForeignKey(VignetteVersion, models.PROTECT, related_name="expert_codings")
    tool = models.CharField(_("tool"), max_length=40)
    expert = models.ForeignKey(Membership, models.PROTECT, related_name="expert_codings")
    panel = models.ForeignKey(Panel, models.PROTECT, null=True, blank=True, related_name="codings")
    eligibility = models.CharField(max_length=10, choices=Eligibility.choices)
    scores = models.JSONField(default=dict)
    unscored = models.JSONField(default=dict, blank=True)
    """item -> why it has no score, in the expert's words; empty where it does not apply."""
    simulated = models.BooleanField(default=False)
    """Made by the demonstration, not by a person. Shown wherever the coding is shown."""
    coded_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("expert coding")
        verbose_name_plural = _("expert codings")
        ordering = ["version", "tool", "coded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "tool", "expert"],
                condition=Q(panel=None),
                name="expert_codes_once_outside_panels",
            ),
            models.UniqueConstraint(
                fields=["panel", "expert"],
                condition=Q(panel__isnull=False),
                name="expert_codes_once_per_panel",
            ),
            models.CheckConstraint(
                condition=Q(eligibility__in=Eligibility.values),
                name="expert_eligibility_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert.user} on {self.version} {self.tool}"


class Adjudication(models.Model):
    """What an adjudicator decided on one panel, question by question. Never changed.

    It becomes gold when it is published, after its consequences were looked at. Personal data: who
    decided. `answers`: "eligible" or an item -> {"given": [...], "computed": ..., "decided": ...,
    "accepted": [...], "reason": a value of `Reason`, "rationale": ...}; a question on which all
    agree has neither reason nor rationale.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="adjudications")
    panel = models.OneToOneField(Panel, models.PROTECT, related_name="adjudication")
    adjudicator = models.ForeignKey(Membership, models.PROTECT, related_name="adjudications")
    eligibility = models.CharField(max_length=10, choices=Eligibility.choices)
    answers = models.JSONField()
    decided_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("adjudication")
        verbose_name_plural = _("adjudications")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(eligibility__in=Eligibility.values),
                name="adjudication_eligibility_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel}, {self.decided_at:%Y-%m-%d}"


class SeenGold(models.Model):
    """A person saw the right scores of a case, and can no longer code it blind.

    Kept for the person, whichever agency it was in. Personal data: who opened what, and when.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="gold_seen")
    version = models.ForeignKey(VignetteVersion, models.PROTECT, related_name="seen_by")
    seen_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("sight of the right scores")
        verbose_name_plural = _("sights of the right scores")
        ordering = ["-seen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "version"], name="seen_gold_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} saw {self.version}"
