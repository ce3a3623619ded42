"""Check cases: how many an agency gives out a month, and the months that were filled."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency
from training.models.programme import Enrolment, Programme


class CheckPlan(models.Model):
    """How many check cases the people of one programme get with one tool. Never changed.

    A change is a new row, and the newest holds for months filled from then on. A check case that is
    not announced looks like any other case until it is handed in. `comes_back_after` is in months:
    no case returns to a person sooner, by any way it was met. Once in `again_every` months one of
    the cases is one that the person has scored before (never where it is 0). No personal data.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="check_plans")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="check_plans")
    tool = models.CharField(_("tool"), max_length=40)
    per_month = models.PositiveSmallIntegerField(_("check cases a month"), default=2)
    is_announced = models.BooleanField(_("check cases are announced"), default=False)
    certified_only = models.BooleanField(_("only for people with a certificate"), default=True)
    comes_back_after = models.PositiveSmallIntegerField(
        _("months before a case comes back"), default=12
    )
    again_every = models.PositiveSmallIntegerField(
        _("months between cases that come again"), default=6
    )
    made_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("plan of check cases")
        verbose_name_plural = _("plans of check cases")
        ordering = ["programme", "tool", "made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(per_month__lte=20) & Q(comes_back_after__gte=1),
                name="check_plan_makes_sense",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.tool}: {self.per_month}"


class CheckMonth(models.Model):
    """The check cases of one person, tool and month: drawn once, however often the job runs.

    `month` is its first day; `seed` drew the cases. `asked` is how many the plan wanted; where the
    bank had fewer, the cases given are fewer too. Personal data: who is checked when.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="check_months")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="check_months")
    plan = models.ForeignKey(CheckPlan, models.PROTECT, related_name="months")
    tool = models.CharField(_("tool"), max_length=40)
    month = models.DateField(_("month"))
    seed = models.BigIntegerField()
    asked = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("month of check cases")
        verbose_name_plural = _("months of check cases")
        ordering = ["-month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "tool", "month"], name="check_month_drawn_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}, {self.tool}, {self.month:%Y-%m}"
