"""Fictional cases and the sentences that tell their facts."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from vignettes.models.choices import Difficulty, Kind
from vignettes.phrases import Language


class Vignette(models.Model):
    """One fictional case under its code; what it says is in its versions. No personal data.

    Without an agency it belongs to the shipped library. `variant_of` names the case whose facts it
    was made from. A retired case is given to nobody any more; what was scored on it stays.
    """

    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="vignettes"
    )
    code = models.SlugField(_("code"), max_length=60)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    variant_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="variants"
    )
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    class Meta:
        verbose_name = _("vignette")
        verbose_name_plural = _("vignettes")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(agency=None), name="vignette_code_once_in_library"
            ),
            models.UniqueConstraint(
                fields=["agency", "code"],
                condition=Q(agency__isnull=False),
                name="vignette_code_once_in_agency",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="vignette_kind_known"),
        ]

    def __str__(self) -> str:
        return self.code


class VignetteVersion(models.Model):
    """One published wording of a case with its facts, never changed. No personal data."""

    vignette = models.ForeignKey(Vignette, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    title_en = models.CharField(max_length=120)
    title_fr = models.CharField(max_length=120)
    difficulty = models.CharField(_("difficulty"), max_length=10, choices=Difficulty.choices)
    facts = models.JSONField()
    text_en = models.TextField()
    text_fr = models.TextField()
    why = models.JSONField(default=dict, blank=True)
    """Per tool and item, why people choose another score: {"cport": {"i5": {"en": ...}}}."""
    sheet = models.JSONField(null=True, blank=True)
    """What gold.toml said, the author's own scores too: a correction begins from it."""
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField(_("published at"), default=now)

    class Meta:
        verbose_name = _("vignette version")
        verbose_name_plural = _("vignette versions")
        ordering = ["vignette__code", "number"]
        constraints = [
            models.UniqueConstraint(fields=["vignette", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=Q(difficulty__in=Difficulty.values),
                name="version_difficulty_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vignette.code} {self.number}"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_fr if content_language() == "fr" else self.title_en

    def text(self, language: Language) -> str:
        return self.text_fr if language == "fr" else self.text_en

    def reason(self, tool: str, item: str, language: Language) -> str:
        """Why people choose another score on this item, where the author says so."""
        told: dict[str, Any] = self.why.get(tool, {}).get(item, {})
        return str(told.get(language, ""))


class EvidenceSpan(models.Model):
    """One marked sentence of a version, and the facts that it tells. No personal data."""

    version = models.ForeignKey(VignetteVersion, models.PROTECT, related_name="spans")
    language = models.CharField(max_length=2, choices=[("en", "English"), ("fr", "Français")])
    span_id = models.CharField(max_length=60)
    document = models.PositiveIntegerField()
    document_title = models.CharField(max_length=120)
    fact_paths = models.JSONField()
    text = models.TextField()
    quote = models.TextField()
    """The words to quote: the span, or the whole row of a table."""

    class Meta:
        verbose_name = _("evidence span")
        verbose_name_plural = _("evidence spans")
        ordering = ["version", "language", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language", "span_id"], name="span_once_per_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.language} {self.span_id}"


def content_language() -> Language:
    """The language cases are read in: that of the page."""
    return "fr" if (get_language() or "en").startswith("fr") else "en"
