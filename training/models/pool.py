"""Which cases an agency practises and which it keeps for exams."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency
from vignettes.models import Vignette


class Side(models.TextChoices):
    """What a case is used for in one agency, with one tool."""

    PRACTICE = "practice", _("Practice")
    EXAM = "exam", _("Exam")


class PoolPlace(models.Model):
    """On which side one case lies for one tool of one agency. Set once and kept. No personal data.

    Kept, so that a case that comes new to the library moves no other from one side to the other.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="pool_places")
    tool = models.CharField(_("tool"), max_length=40)
    vignette = models.ForeignKey(Vignette, models.PROTECT, related_name="pool_places")
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("place of a case")
        verbose_name_plural = _("places of cases")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "tool", "vignette"], name="pool_place_once_per_case"
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="pool_side_known"),
        ]

    def __str__(self) -> str:
        return f"{self.vignette}, {self.tool}: {self.side}"
