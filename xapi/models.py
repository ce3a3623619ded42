"""An agency's learning record store, and what it is to be told."""

import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from agencies.models import Agency, Membership, User
from agencies.models.outgoing import Outgoing
from training.models import Programme


def new_salt() -> str:
    return secrets.token_hex(32)


class RecordStore(models.Model):
    """Where an agency's statements go. One at a time; a change is a new row. No personal data.

    `secret` is stored as it is, for it is sent. `salt` makes the names under which the store knows
    people: another store of the same agency knows them under others.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="record_stores")
    endpoint = models.CharField(_("address"), max_length=400)
    key = models.CharField(_("user name"), max_length=200)
    secret = models.CharField(_("password"), max_length=200, editable=False)
    salt = models.CharField(max_length=64, default=new_salt, editable=False)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("learning record store")
        verbose_name_plural = _("learning record stores")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(ended_at=None), name="record_store_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.endpoint


class Verb(models.TextChoices):
    """What somebody did, by the names that xAPI gives to it."""

    ATTEMPTED = "attempted", _("attempted")
    COMPLETED = "completed", _("completed")
    PASSED = "passed", _("passed")
    FAILED = "failed", _("not passed yet")


class Part(models.TextChoices):
    """Of what: practice or the exam, with one tool in one programme. Never a case."""

    PRACTICE = "practice", _("Practice")
    EXAM = "exam", _("Exam")


class Statement(Outgoing):
    """One thing to tell, written down with what it tells of, and sent under the same `id` always.

    Personal data: who practised, sat an exam and passed, when.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="statements")
    store = models.ForeignKey(RecordStore, models.PROTECT, related_name="statements")
    key = models.CharField(max_length=60)
    user = models.ForeignKey(User, models.PROTECT, related_name="statements")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    part = models.CharField(max_length=10, choices=Part.choices)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="+")
    tool = models.CharField(max_length=40)
    at = models.DateTimeField()
    made_at = models.DateTimeField(default=now)
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["-made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["store", "key"], name="stated_once_per_store"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.key}"
