"""What a certificate is worth on a given day: worked out each time, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from instruments import catalogue
from reliability.models import Credential
from training.questions import tool_name


class Status(models.TextChoices):
    """The four things that a certificate can be."""

    VALID = "valid", gettext_lazy("Valid")
    EXPIRED = "expired", gettext_lazy("Expired")
    SUPERSEDED = "superseded", gettext_lazy("Superseded by a new manual")
    REVOKED = "revoked", gettext_lazy("Revoked")


TONES = {Status.VALID: "ok", Status.REVOKED: "bad"}


@dataclass(frozen=True)
class Standing:
    """A certificate's status, in a word and in a sentence."""

    status: Status
    sentence: str

    @property
    def is_valid(self) -> bool:
        return self.status is Status.VALID

    @property
    def label(self) -> str:
        return str(self.status.label)

    @property
    def tone(self) -> str:
        return TONES.get(self.status, "warn")


def status_of(credential: Credential, on: date | None = None) -> Status:
    """Revoked before expired, expired before superseded. Valid through its last day.

    One of an earlier manual holds until the day that was announced, and not at all without one.
    """
    day = on or localdate()
    if credential.revoked_at is not None:
        return Status.REVOKED
    if day > credential.valid_until:
        return Status.EXPIRED
    ends = credential.superseded_on
    if is_of_earlier_manual(credential) and (ends is None or day >= ends):
        return Status.SUPERSEDED
    return Status.VALID


def is_of_earlier_manual(credential: Credential) -> bool:
    """Whether another version of the manual is taught now than when it was earned."""
    return credential.tool_version != version_in_force(credential.tool)


def standing_of(credential: Credential, on: date | None = None) -> Standing:
    """The status with its sentence, in the reader's language."""
    status = status_of(credential, on)
    return Standing(status, _sentence(credential, status))


def version_in_force(tool: str) -> str | None:
    """The version of the manual that is taught now; None where the tool is no longer here."""
    try:
        return catalogue.tool(tool).version
    except catalogue.UnknownTool:
        return None


def name_of(tool: str) -> str:
    """The tool's name in the reader's language; its id where the tool is no longer here."""
    return tool if version_in_force(tool) is None else tool_name(tool)


def _sentence(credential: Credential, status: Status) -> str:
    told = {
        "until": date_format(credential.valid_until, "Y-m-d"),
        "version": credential.tool_version,
    }
    if status is Status.REVOKED and credential.revoked_at:
        return _("It ended on %(when)s and no longer holds.") % {
            "when": date_format(localdate(credential.revoked_at), "Y-m-d")
        }
    ends = credential.superseded_on
    if status is Status.VALID and ends and is_of_earlier_manual(credential):
        return _(
            "It is for version %(version)s of the manual and holds through %(last)s. From then on "
            "a newer version is asked for: booster training and a new exam."
        ) % (told | {"last": date_format(ends - timedelta(days=1), "Y-m-d")})
    sentences = {
        Status.VALID: _("It holds until %(until)s."),
        Status.EXPIRED: _("It held until %(until)s. A new exam renews it."),
        Status.SUPERSEDED: _(
            "Issued for version %(version)s of the manual; a newer one is in force. "
            "Booster training on the new manual is required."
        ),
    }
    return sentences[status] % told
