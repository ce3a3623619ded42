"""People, agencies, and who has which role where."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


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
        """A system admin. Who can make one has the server, so the address needs no other proof."""
        from agencies.actions.accounts import verify_address  # needs the tables of this module

        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        verify_address(user)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. Personal data: e-mail address, name, language, sign-in times.

    A higher `sign_in_round` ends every session begun before. After `erased_at` nothing here names
    the person any more: what they scored stays under a pseudonym.
    """

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
    sign_in_round = models.PositiveIntegerField(default=0, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

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

    def get_session_auth_hash(self) -> str:
        return self._of_this_round(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return map(self._of_this_round, super().get_session_auth_fallback_hash())

    def _of_this_round(self, session_hash: str) -> str:
        return f"{session_hash}{self.sign_in_round or ''}"


class SecondFactor(models.TextChoices):
    """Who in an agency must sign in with two steps."""

    NOBODY = "", _("nobody has to")
    STAFF = "staff", _("everybody but assessors")
    EVERYBODY = "everybody", _("everybody")


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
    second_factor = models.CharField(
        _("two-step sign-in"),
        max_length=12,
        blank=True,
        default=SecondFactor.NOBODY,
        choices=SecondFactor.choices,
        help_text=_("Who has to sign in with an app or a passkey besides the password."),
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
    """One role of one person in one agency. Personal data: who works where.

    With `ended_at` the person has left the role: it opens nothing any more, and what was done in it
    stays. `cohort` is the name of the group that somebody starts with.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    since = models.DateTimeField(_("since"), default=now)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    cohort = models.CharField(_("cohort"), max_length=120, blank=True, default="")

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
