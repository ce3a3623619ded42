"""Policies, the dated decisions made by them, appeals, and the certificates that follow.

A certification is a series of decisions: rows are added, never changed. What was decided rests on
the versions and the evidence stored with it.
"""

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency, Membership, User
from training.models import Enrolment, Exam, Programme


def new_code() -> str:
    """An unguessable code for a verification page."""
    return secrets.token_urlsafe(18)


class Policy(models.Model):
    """An agency's rule for who passes, with the source of each threshold. Never changed.

    The newest of a programme and tool holds for decisions made from then on. `rules` is what
    `reliability.certification.Policy` reads; `sources` names where each threshold comes from.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="policies")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="policies")
    tool = models.CharField(_("tool"), max_length=40)
    rules: models.JSONField[Any, Any] = models.JSONField()
    sources: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering = ["programme", "tool", "made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.programme}, {self.tool}, {self.made_at:%Y-%m-%d}"


class Outcome(models.TextChoices):
    """What a decision says."""

    PASSED = "passed", _("Passed")
    NOT_YET = "not_yet", _("Not yet")
    UNDECIDED = "undecided", _("Undecided: more cases")


class Decision(models.Model):
    """One dated decision on one exam attempt, with all that it rested on. Never changed.

    `by` is empty where the policy alone computed it; a person confirms, overrides or reviews it in
    a new row that names the one before. Personal data: how a person did.
    """

    class Basis(models.TextChoices):
        """How it came about."""

        COMPUTED = "computed", _("Computed by the policy")
        CONFIRMED = "confirmed", _("Confirmed by a person")
        OVERRIDDEN = "overridden", _("Decided otherwise by a person")
        REVIEWED = "reviewed", _("Reviewed after a correction of gold")
        APPEALED = "appealed", _("Decided on appeal")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="decisions")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="decisions")
    exam = models.ForeignKey(Exam, models.PROTECT, related_name="decisions")
    tool = models.CharField(_("tool"), max_length=40)
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    basis = models.CharField(max_length=20, choices=Basis.choices, default=Basis.COMPUTED)
    evidence: models.JSONField[Any, Any] = models.JSONField()
    by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=1000, blank=True, default="")
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    made_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["made_at", "pk"]
        indexes = [
            # Asked for each minute: what the policy left in doubt
            models.Index(
                fields=["exam"],
                condition=Q(basis="computed", outcome="undecided"),
                name="decision_in_doubt",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="decision_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(basis="computed", by=None) | (~Q(basis="computed") & ~Q(reason="")),
                name="decision_of_a_person_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.enrolment}, {self.tool}"


class Appeal(models.Model):
    """An assessor's objection to a decision, and the answer. Personal data: who objects to what."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="appeals")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="appeal")
    reason = models.TextField(_("reason"), max_length=2000)
    made_at = models.DateTimeField(default=now)
    answer = models.TextField(_("answer"), max_length=2000, blank=True, default="")
    answered_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"Appeal against {self.decision}"


class Credential(models.Model):
    """One certificate: bound to a decision, a tool and its manual version.

    It belongs to the person and outlives agency and name: `holder_name` is the name at issue, and
    a copy under a new name is a new row that `renames` the earlier one, which stays valid. `badge`
    is the signed credential as it was handed out; `reminded_on` holds the days before expiry that
    a reminder was sent for. On `superseded_on` a certificate of an earlier manual stops to hold.
    Personal data: who is certified on what.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="credentials")
    holder = models.ForeignKey(User, models.PROTECT, related_name="credentials")
    holder_name = models.CharField(max_length=150)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="credentials")
    renames = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="renamed_as"
    )
    tool = models.CharField(_("tool"), max_length=40)
    tool_version = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    code = models.CharField(max_length=40, unique=True, default=new_code, editable=False)
    issued_at = models.DateTimeField(default=now)
    valid_until = models.DateField(_("valid until"))
    is_demonstration = models.BooleanField(default=False)
    superseded_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=500, blank=True, default="")
    badge = models.TextField(blank=True, default="")
    reminded_on: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        indexes = [models.Index(fields=["agency", "valid_until"], name="credential_by_expiry")]
        constraints = [
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(renames=None),
                name="credential_once_per_decision",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_because="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_because="")),
                name="credential_revoked_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_name}, {self.tool} {self.tool_version}"


class ManualChange(models.Model):
    """From which day certificates of an earlier manual of a tool do not hold any more.

    One row for each new version of a manual, made by whoever installs it. No personal data.
    """

    tool = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    earlier_ends_on = models.DateField()
    announced_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tool", "version"], name="manual_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.tool} {self.version}: earlier ones end on {self.earlier_ends_on}"
