"""What is right: gold codings of every version, by the rules, by an author or by a panel."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from vignettes.models.choices import Eligibility, Provenance
from vignettes.models.library import VignetteVersion
from vignettes.models.panel import Adjudication


class GoldCoding(models.Model):
    """The right scores of one version on one tool, with what decided them. No personal data.

    The newest revision is in force; an agency's own panel goes before the shipped gold, within
    that agency (see `access.gold_in_force`).
    """

    version = models.ForeignKey(VignetteVersion, models.PROTECT, related_name="gold_codings")
    tool = models.CharField(_("tool"), max_length=40)
    tool_version = models.CharField(max_length=40)
    eligibility = models.CharField(max_length=10, choices=Eligibility.choices)
    scores = models.JSONField(default=dict)
    """item -> score; None where the item may be left out. Empty when the tool may not be used."""
    rulings = models.JSONField(default=dict)
    """item, or "eligible" -> {"rules": [...], "because": [fact paths], ...}; see vignettes.gold."""
    accepted = models.JSONField(default=dict, blank=True)
    """item -> other scores that a panel accepts as well."""
    provenance = models.CharField(max_length=20, choices=Provenance.choices)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="gold_codings"
    )
    revision = models.PositiveIntegerField(default=1)
    adjudication = models.ForeignKey(
        Adjudication, models.PROTECT, null=True, blank=True, related_name="gold_codings"
    )
    corrected_because = models.CharField(_("reason for the correction"), max_length=500, blank=True)
    computed_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("gold coding")
        verbose_name_plural = _("gold codings")
        ordering = ["version", "tool", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "tool", "revision"],
                condition=Q(agency=None),
                name="gold_revision_once_in_library",
            ),
            models.UniqueConstraint(
                fields=["version", "tool", "agency", "revision"],
                condition=Q(agency__isnull=False),
                name="gold_revision_once_in_agency",
            ),
            models.CheckConstraint(
                condition=Q(eligibility__in=Eligibility.values),
                name="gold_eligibility_known",
            ),
            models.CheckConstraint(
                condition=Q(provenance__in=Provenance.values), name="gold_provenance_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.tool}"

    def also_accepts(self, item: str, score: int | None) -> bool:
        """Is this another score than gold's that the panel accepts as well?"""
        return score is not None and score in self.accepted.get(item, ())

    def agrees(self, item: str, score: int | None) -> bool:
        """Does this score count as gold's: equal to it, or accepted as well?"""
        return score == self.scores.get(item) or self.also_accepts(item, score)
