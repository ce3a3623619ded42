"""Who works where: people, agencies, roles, and the record of what was done.

A model of any app that belongs to one agency has a foreign key `agency` and the manager

    objects = ScopedManager(agency="agency")      # from django_scopes

(`agency="cohort__agency"` where it belongs to one through another row). A query outside
`django_scopes.scope(agency=...)` then raises instead of showing another agency's rows; the
decorator `agencies.access.membership_required` opens that scope for a view, and commands, jobs
and tests open it themselves.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager


class UserManager(BaseUserManager["User"]):
    """Creates people by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("A user needs an e-mail address, got none.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. Personal data: e-mail address, name, language, sign-in times."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(
        _("language"), max_length=10, blank=True, choices=settings.LANGUAGES
    )
    single_key_shortcuts = models.BooleanField(
        _("single-key shortcuts"),
        default=True,
        help_text=_("Score and move with single keys on the scoring page."),
    )
    is_editor = models.BooleanField(
        _("editor"), default=False, help_text=_("Owns the shipped library and its corrections.")
    )
    is_staff = models.BooleanField(_("system admin"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined at"), default=now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Agency(models.Model):
    """An employer of assessors, and the boundary of who sees what. No personal data."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(_("short name"), unique=True)
    support_contact = models.CharField(
        _("support contact"),
        max_length=300,
        blank=True,
        help_text=_("Shown on every case page to a reader who needs help."),
    )
    is_demonstration = models.BooleanField(
        _("demonstration"),
        default=False,
        help_text=_("Its people are invented: certificates carry the word demonstration."),
    )

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person does in an agency."""

    ASSESSOR = "assessor", _("Assessor")
    EXPERT = "expert", _("Expert")
    ADJUDICATOR = "adjudicator", _("Adjudicator")
    COORDINATOR = "coordinator", _("Coordinator")
    ANALYST = "analyst", _("Analyst")
    AGENCY_ADMIN = "agency_admin", _("Agency admin")


class Membership(models.Model):
    """One role of one person in one agency. Personal data: who works where."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    since = models.DateTimeField(_("since"), default=now)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["agency__name", "user__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "role"], name="membership_once_per_role"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.agency}"


class AuditEntry(models.Model):
    """One thing that was done, by whom and to what. Database triggers refuse change and deletion.

    Personal data: who acted. `detail` holds what is needed to understand the entry later.
    """

    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="audit_entries"
    )
    actor = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="audit_entries"
    )
    verb = models.CharField(max_length=50)
    object_type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)
    detail = models.JSONField(default=dict, blank=True)

    objects = ScopedManager(agency="agency")

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["agency", "at"]),
            models.Index(fields=["object_type", "object_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object_type} {self.object_id}"
