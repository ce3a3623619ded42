"""Fictional cases, the sentences that tell their facts, and the codings that say what is right.

Versions, spans and codings are written once: database triggers refuse change and deletion, and a
correction is a new version. The shipped library belongs to no agency and is seen by all.
"""

from typing import Any

from django.db import models
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency, Membership
from vignettes.phrases import Language


class Kind(models.TextChoices):
    """What a case is about, in the words a reader is warned with."""

    CSEM_POSSESSION = "csem_possession", _("CSEM: possession only")
    CSEM_DISTRIBUTION = "csem_distribution", _("CSEM: distribution")
    CSEM_PRODUCTION = "csem_production", _("CSEM: production")
    MIXED = "mixed", _("CSEM and contact offence")
    CONTACT_THEN_CSEM = "contact_then_csem", _("Contact offence, later CSEM")
    CSEM_THEN_CONTACT = "csem_then_contact", _("CSEM, later contact offence")
    LURING = "luring", _("Luring or online solicitation")
    SEXTORTION = "sextortion", _("Sextortion")
    NCII = "ncii", _("Non-consensual sharing of adult images")
    CONTACT_CHILD = "contact_child", _("Contact offence against a child")
    ADULT_VICTIM = "adult_victim", _("Offence against an adult")
    EXHIBITIONISM_VOYEURISM = "exhibitionism_voyeurism", _("Exhibitionism or voyeurism")
    HISTORIC_CLUSTER = "historic_cluster", _("Historic offences and index clusters")
    YOUTH_RECORD = "youth_record", _("Youth record")
    BREACH_REGISTRATION = "breach_registration", _("Breach or registration")
    MUST_NOT_USE = "must_not_use", _("Whether the tool may be used")


class Difficulty(models.TextChoices):
    """How much must be noticed."""

    EASY = "easy", _("easy")
    MIDDLE = "middle", _("middle")
    HARD = "hard", _("hard")


class Eligibility(models.TextChoices):
    """Whether a tool may be used on a case."""

    YES = "yes", _("The tool may be used")
    NO = "no", _("The tool must not be used")
    UNDECIDED = "undecided", _("Refer to an expert")


class Provenance(models.TextChoices):
    """Where a gold coding comes from. Shown wherever the coding is shown."""

    COMPUTED = "computed", _("Computed from the facts")
    AUTHOR_PROPOSAL = "author_proposal", _("Author's proposal, not confirmed by a panel")
    PANEL = "panel", _("Adjudicated by an expert panel")


class Vignette(models.Model):
    """One fictional case under its code; what it says is in its versions. No personal data."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)

    class Meta:
        verbose_name = _("vignette")
        verbose_name_plural = _("vignettes")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="vignette_kind_known"
            ),
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
    """Per item, why people choose another score: {"i8": {"en": ..., "fr": ...}}."""
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField(_("published at"), default=now)

    class Meta:
        verbose_name = _("vignette version")
        verbose_name_plural = _("vignette versions")
        ordering = ["vignette__code", "number"]
        constraints = [
            models.UniqueConstraint(fields=["vignette", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=models.Q(difficulty__in=Difficulty.values),
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

    def reason(self, item: str, language: Language) -> str:
        """Why people choose another score on this item, where the author says so."""
        told: dict[str, Any] = self.why.get(item, {})
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


class GoldCoding(models.Model):
    """The right scores of one version on one tool, with what decided them. No personal data."""

    version = models.ForeignKey(VignetteVersion, models.PROTECT, related_name="gold_codings")
    tool = models.CharField(_("tool"), max_length=40)
    tool_version = models.CharField(max_length=40)
    eligibility = models.CharField(max_length=10, choices=Eligibility.choices)
    scores = models.JSONField(default=dict)
    """item -> score; None where the item may be left out. Empty when the tool may not be used."""
    rulings = models.JSONField(default=dict)
    """item, or "eligible" -> {"rules": [...], "because": [fact paths], "note": ...}."""
    provenance = models.CharField(max_length=20, choices=Provenance.choices)
    computed_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("gold coding")
        verbose_name_plural = _("gold codings")
        ordering = ["version", "tool"]
        constraints = [
            models.UniqueConstraint(fields=["version", "tool"], name="gold_once_per_tool"),
            models.CheckConstraint(
                condition=models.Q(eligibility__in=Eligibility.values),
                name="gold_eligibility_known",
            ),
            models.CheckConstraint(
                condition=models.Q(provenance__in=Provenance.values), name="gold_provenance_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.tool}"


class ExpertCoding(models.Model):
    """What one panel expert scored. Personal data: who scored it. Seen in the own agency only."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="expert_codings")
    version = models.ForeignKey(VignetteVersion, models.PROTECT, related_name="expert_codings")
    tool = models.CharField(_("tool"), max_length=40)
    expert = models.ForeignKey(Membership, models.PROTECT, related_name="expert_codings")
    eligibility = models.CharField(max_length=10, choices=Eligibility.choices)
    scores = models.JSONField(default=dict)
    simulated = models.BooleanField(default=False)
    """Made by the demonstration, not by a person. Shown wherever the coding is shown."""
    coded_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("expert coding")
        verbose_name_plural = _("expert codings")
        ordering = ["version", "tool", "coded_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "tool", "expert"], name="expert_codes_once"),
            models.CheckConstraint(
                condition=models.Q(eligibility__in=Eligibility.values),
                name="expert_eligibility_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert.user} on {self.version} {self.tool}"


def content_language() -> Language:
    """The language cases are read in: that of the page."""
    return "fr" if (get_language() or "en").startswith("fr") else "en"
