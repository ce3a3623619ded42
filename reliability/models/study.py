"""Studies of agreement: frozen sets of codings, and who is who in them."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency, Membership


def new_salt() -> str:
    """Thirty-two random bytes, in hexadecimal."""
    return secrets.token_hex(32)


class StudyRules(models.Model):
    """What an agency has laid down for its studies. No personal data.

    `salt` and the deployment's pseudonym key together are the agency's own key, under which
    identifiers of people and files are hashed: without both of them no hash can be tried out.
    `key_mark` tells whether that key is still the one of the earlier studies.
    Figures on fewer than `smallest_cell` codings are not shown.
    """

    agency = models.OneToOneField(Agency, models.PROTECT, related_name="study_rules")
    salt = models.CharField(max_length=64, default=new_salt, editable=False)
    key_mark = models.CharField(max_length=16, blank=True, default="", editable=False)
    smallest_cell = models.PositiveSmallIntegerField(
        _("smallest cell"), default=5, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    keep_months = models.PositiveSmallIntegerField(
        _("months for which data are kept"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
    )

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("rules for studies")
        verbose_name_plural = _("rules for studies")

    def __str__(self) -> str:
        return f"{self.agency}: {self.smallest_cell}, {self.keep_months}"


class StudyKind(models.TextChoices):
    """What a study asks. `part` and `occasion` of its codings follow from it."""

    BETWEEN = "between", _("Agreement between assessors")
    BACK_READING = "back-reading", _("Back-reading: a share coded again by a second person")
    WITHIN = "within", _("Agreement of assessors with themselves")
    POOLED = "pooled", _("Several studies together")


class StudySource(models.TextChoices):
    """Where the codings of a study come from."""

    CODINGS = "codings", _("Codings made here")
    UPLOAD = "upload", _("A spreadsheet")
    API = "api", _("The programming interface")
    STUDIES = "studies", _("Other studies")


class Study(models.Model):
    """A question about agreement, and the codings that answer it, frozen.

    `frozen_at` is None while its codings are still being stored. From then on the codings never
    change: `digest` is the SHA-256 of all of them in one order (reliability.studies.freezing). A
    mended study is a new one that `replaces` the old; a withdrawn one keeps its trace. After
    `keep_until` the codings are deleted (`emptied_at`), reports stay. `statements` are what an
    analyst wrote into the blanks of the reporting checklist. No personal data: people and files
    are hashes under the agency's own key, or vignettes.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="studies")
    title = models.CharField(_("title"), max_length=200)
    tool = models.CharField(_("tool"), max_length=40)
    kind = models.CharField(
        _("kind"), max_length=20, choices=StudyKind.choices, default=StudyKind.BETWEEN
    )
    source = models.CharField(
        _("source"), max_length=20, choices=StudySource.choices, default=StudySource.CODINGS
    )
    versions = models.ManyToManyField(
        "vignettes.VignetteVersion", related_name="studies", blank=True
    )
    parts = models.ManyToManyField("self", symmetrical=False, related_name="pooled", blank=True)
    created_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="studies"
    )
    created_at = models.DateTimeField(default=now)
    keep_until = models.DateField(_("keep until"), null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    targets = models.PositiveIntegerField(default=0)
    raters = models.PositiveIntegerField(default=0)
    codings = models.PositiveIntegerField(default=0)
    ratings = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    columns: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    because = models.CharField(max_length=500, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=500, blank=True, default="")
    emptied_at = models.DateTimeField(null=True, blank=True)
    statements: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("study")
        verbose_name_plural = _("studies")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class StudyCoding(models.Model):
    """One file scored once by one person, as a study holds it. Never changed after freezing.

    `target` and `rater` are hashes (or the code of a vignette); `occasion` counts codings of one
    target by one rater where a study asks for that. `scores` has the items by id, without those
    that were not scored. `total` and `band` are what the form said, None and "" where it said
    nothing. `flags` are those of the closed list (reliability.studies.columns) that were true or
    false. `part` tells the studies of a pool apart.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    target = models.CharField(max_length=60)
    rater = models.CharField(max_length=60)
    occasion = models.PositiveSmallIntegerField(default=1)
    part = models.CharField(max_length=60, blank=True, default="")
    coded_on = models.DateField(null=True, blank=True)
    scores: models.JSONField[Any, Any] = models.JSONField(default=dict)
    total = models.SmallIntegerField(null=True, blank=True)
    band = models.CharField(max_length=40, blank=True, default="")
    flags: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)

    objects = ScopedManager(agency="study__agency")

    class Meta:
        verbose_name = _("coding of a study")
        verbose_name_plural = _("codings of studies")
        ordering = ["study", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "part", "target", "rater", "occasion"],
                name="study_coding_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.rater}"


class RaterAlias(models.Model):
    """Two hashes that are one rater: known from then on, in every later study of the agency."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="rater_aliases")
    rater = models.CharField(max_length=60)
    same_as = models.CharField(max_length=60)
    because = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("alias of a rater")
        verbose_name_plural = _("aliases of raters")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "rater"], name="rater_alias_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rater} = {self.same_as}"
