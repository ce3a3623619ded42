"""Questions about agreement that an agency asks of its codings."""

from __future__ import annotations

from django.db import models
from django.utils.timezone import now
from django_scopes import ScopedManager


class Study(models.Model):
    """A question about agreement: these vignettes, this tool, one agency's first codings.

    Holds no personal data. Its figures are recomputed from the codings each time they are read.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="studies")
    title = models.CharField(max_length=200)
    tool = models.CharField(max_length=40)
    versions = models.ManyToManyField("vignettes.VignetteVersion", related_name="studies")
    created_by = models.ForeignKey(
        "agencies.Membership", models.PROTECT, null=True, blank=True, related_name="studies"
    )
    created_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        ordering = ["-created_at", "pk"]
        verbose_name_plural = "studies"

    def __str__(self) -> str:
        return self.title
