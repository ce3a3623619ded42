"""How somebody comes to an agency, and when they are away from it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models.people import Agency, Membership, Role, User

VALID_FOR = timedelta(days=14)


def two_weeks_from_now() -> datetime:
    return now() + VALID_FOR


class Invitation(models.Model):
    """That somebody is asked into an agency, in one role. Used once, by whoever has the mailbox.

    Its link is signed, not stored; a higher `round` makes earlier links void. Personal data:
    e-mail address and name of somebody who may not have an account yet.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    cohort = models.CharField(_("cohort"), max_length=120, blank=True, default="")
    language = models.CharField(
        _("language"), max_length=10, blank=True, choices=settings.LANGUAGES
    )
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(default=two_weeks_from_now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="invitations"
    )

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "agency",
                "role",
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                name="invitation_accepted_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.get_role_display()}, {self.agency}"

    @property
    def is_open(self) -> bool:
        """Neither used nor withdrawn; it may have expired and can then be sent again."""
        return self.accepted_at is None and self.withdrawn_at is None

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= now()


class Leave(models.Model):
    """That a person is away from an agency, from one day to another. The reason is nobody's.

    Without `until` the day of return is not known. Personal data: when somebody is away.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="leaves")
    user = models.ForeignKey(User, models.PROTECT, related_name="leaves")
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True, editable=False)
    over_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="leave_ends_after_it_began"
            ),
            models.UniqueConstraint(
                fields=["agency", "user"], condition=Q(over_at=None), name="leave_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.since} - {self.until or ''}"
