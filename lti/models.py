"""Learning platforms of an agency, who comes from them, from which link, and what goes back."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager
from lti_tool.models import LtiRegistration

from agencies.models import Agency, Membership, User
from agencies.models.outgoing import Outgoing
from training.models import Programme


class Platform(models.Model):
    """One client of one issuer, which belongs to one agency: only its people come by it.

    `registration` holds the addresses and the deployments; nothing else of that package's tables
    is used, for they would keep names. No personal data.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="platforms")
    registration = models.OneToOneField(LtiRegistration, models.PROTECT, related_name="platform")
    name = models.CharField(_("name"), max_length=100)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("learning platform")
        verbose_name_plural = _("learning platforms")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """That a subject of a platform is this person: said once by the person, signed in here.

    Personal data: who uses which platform, under which number. The platform's name and e-mail
    address of somebody are not kept.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="platform_accounts")
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="accounts")
    subject = models.CharField(max_length=255)
    user = models.ForeignKey(User, models.PROTECT, related_name="platform_accounts")
    linked_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("account at a platform")
        verbose_name_plural = _("accounts at platforms")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "subject"],
                condition=Q(ended_at=None),
                name="platform_subject_is_one_person",
            ),
            models.UniqueConstraint(
                fields=["platform", "user"],
                condition=Q(ended_at=None),
                name="person_is_one_subject_of_a_platform",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.platform}"


class Aim(models.TextChoices):
    """What a link in a course leads to."""

    PROGRAMME = "programme", _("The whole programme")
    PRACTICE = "practice", _("Practice")
    EXAM = "exam", _("Exam")


class Placement(models.Model):
    """One link in one course of a platform: what it leads to, and where its grades go.

    Without `programme` nothing was chosen: it leads to the start page. No personal data.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="placements")
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="placements")
    deployment = models.CharField(max_length=255)
    link = models.CharField(max_length=255)
    title = models.CharField(max_length=255, blank=True, default="")
    course = models.CharField(max_length=255, blank=True, default="")
    course_title = models.CharField(max_length=255, blank=True, default="")
    aim = models.CharField(max_length=10, choices=Aim.choices, blank=True, default="")
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="placements"
    )
    tool = models.CharField(max_length=40, blank=True, default="")
    line_item = models.CharField(max_length=500, blank=True, default="")
    members_url = models.CharField(max_length=500, blank=True, default="")
    seen_at = models.DateTimeField(default=now)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("link in a course")
        verbose_name_plural = _("links in courses")
        ordering = ["course_title", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "deployment", "link"], name="placement_once_per_link"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.link


class Launch(models.Model):
    """One message of a platform that was found right: used once, and deleted after a day.

    `key` leads the browser on, `browser` is the cookie that it must carry then; both are hashed.
    `told` holds where a choice is sent back to and, until somebody arrives, the name that the
    platform gave, to be shown once. Personal data: the subject.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="+")
    placement = models.ForeignKey(Placement, models.PROTECT, null=True, related_name="+")
    deployment = models.CharField(max_length=255)
    nonce = models.CharField(max_length=64, unique=True)
    key = models.CharField(max_length=64, unique=True)
    browser = models.CharField(max_length=64)
    subject = models.CharField(max_length=255)
    told: models.JSONField[Any, Any] = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=now)
    arrived_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("launch")
        verbose_name_plural = _("launches")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.platform}, {self.made_at:%Y-%m-%d %H:%M}"


class Grade(Outgoing):
    """What one person's place in the gradebook says, and what it should say; the newest wins.

    `wanted` and `sent` are what the platform understands as a score, without who and when: how far
    somebody has come, or how an exam was decided. Never an item's score. Personal data: that.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="platform_grades")
    placement = models.ForeignKey(Placement, models.PROTECT, related_name="grades")
    account = models.ForeignKey(Account, models.PROTECT, related_name="grades")
    wanted: models.JSONField[Any, Any] = models.JSONField(default=dict)
    wanted_at = models.DateTimeField(default=now)
    sent: models.JSONField[Any, Any] = models.JSONField(default=dict)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("grade at a platform")
        verbose_name_plural = _("grades at platforms")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "account"], name="grade_once_per_place"),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.placement}"
