"""Rules that experts of an agency confirmed: by whom, when, from which source."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency, Membership


class RuleConfirmation(models.Model):
    """One expert confirms one coding rule for the agency, or takes that back. Never changed.

    The newest row of a rule holds, as long as the rule keeps its version: a rule that was written
    anew is to be confirmed anew. `source` says what it rests on, or why it is taken back. Personal
    data: who vouched for what.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="rule_confirmations")
    tool = models.CharField(_("tool"), max_length=40)
    rule = models.CharField(max_length=60)
    rule_version = models.PositiveSmallIntegerField()
    is_confirmed = models.BooleanField(default=True)
    source = models.CharField(_("source"), max_length=500)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="rule_confirmations")
    made_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("confirmation of a rule")
        verbose_name_plural = _("confirmations of rules")
        ordering = ["tool", "rule", "made_at", "pk"]
        indexes = [models.Index(fields=["agency", "tool", "rule"], name="confirmed_rule")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=""), name="rule_confirmation_names_a_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} for {self.agency}, {self.made_at:%Y-%m-%d}"
