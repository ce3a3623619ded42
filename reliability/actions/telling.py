"""Letters to the holder of a certificate: issued, revoked, or its badge was signed anew."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scopes_disabled

from agencies.models import Membership, User
from reliability.credentials.access import CERTIFYING_ROLES
from reliability.credentials.addresses import verification_url, whole
from reliability.credentials.status import name_of
from reliability.models import Credential

ISSUED, REVOKED, SIGNED_ANEW = "issued", "revoked", "signed_anew"
SUPERSEDED = "superseded"


def tell_holder(pk: int, news: str) -> bool:
    """Write to the holder in their own language; False where their account is closed."""
    with scopes_disabled():
        credential = Credential.objects.select_related("holder", "agency").get(pk=pk)
    if not credential.holder.is_active:
        return False
    with translation.override(credential.holder.language or credential.language):
        subject, body = _LETTERS[news]()
        told = {
            "name": credential.holder.name,
            "tool": name_of(credential.tool),
            "version": credential.tool_version,
            "until": credential.valid_until.isoformat(),
            "agency": credential.agency.name,
            "reason": credential.revoked_because,
            "ends": credential.superseded_on.isoformat() if credential.superseded_on else "",
            "verification": verification_url(credential),
            "address": whole(reverse("reliability:my_certificates")),
        }
        # One line only: a name with a line break would write headers.
        send_mail(" ".join((subject % told).split()), body % told, None, [credential.holder.email])
    return True


def _issued() -> tuple[str, str]:
    return _("Your certificate for %(tool)s"), _(
        "Hello %(name)s,\n\n"
        "%(agency)s has issued you a certificate for %(tool)s, manual %(version)s. It is valid "
        "until %(until)s.\n\n"
        "PDF and badge: %(address)s\n"
        "Anybody may verify it here: %(verification)s\n"
    )


def _revoked() -> tuple[str, str]:
    return _("Your certificate for %(tool)s was revoked"), _(
        "Hello %(name)s,\n\n"
        "%(agency)s has revoked your certificate for %(tool)s, manual %(version)s. The reason "
        "given: %(reason)s\n\n"
        "Its public page says that it no longer holds, and does not show the reason. If you do "
        "not know why, ask a coordinator of %(agency)s.\n\n"
        "Your certificates: %(address)s\n"
    )


def _signed_anew() -> tuple[str, str]:
    return _("Your badge for %(tool)s was signed anew"), _(
        "Hello %(name)s,\n\n"
        "the key that signed the badge of your certificate for %(tool)s is no longer in use. Your "
        "certificate holds as before, until %(until)s, and its public page says so:\n"
        "%(verification)s\n\n"
        "Only a copy of the badge file that you saved or put in a wallet no longer verifies. "
        "Please download the badge again: %(address)s\n"
    )


def _superseded() -> tuple[str, str]:
    return _("A new manual for %(tool)s: your certificate ends on %(ends)s"), _(
        "Hello %(name)s,\n\n"
        "there is a new version of the manual of %(tool)s. Your certificate is for version "
        "%(version)s; from %(ends)s on it counts as superseded.\n\n"
        "What leads to a new one: read the pages of the rules again, practise, and sit the exam "
        "once more. Your coordinator opens it for you.\n\n"
        "Your certificates: %(address)s\n"
    )


_LETTERS = {
    ISSUED: _issued,
    REVOKED: _revoked,
    SIGNED_ANEW: _signed_anew,
    SUPERSEDED: _superseded,
}


def tell_coordinators(agency_pk: int, tool: str) -> int:
    """Write to those who certify in an agency that certificates of an earlier manual end."""
    with scopes_disabled():
        found = Credential.objects.filter(agency=agency_pk, tool=tool, revoked_at=None)
        ending = found.filter(superseded_on__gte=localdate(), renamed_as=None)
        ends = ending.order_by("superseded_on").values_list("superseded_on", flat=True).first()
        n = ending.values("holder").distinct().count()
        roles = Membership.objects.filter(
            agency=agency_pk, role__in=CERTIFYING_ROLES, ended_at=None, user__is_active=True
        )
        people = list(User.objects.filter(memberships__in=roles).distinct().order_by("pk"))
    if ends is None:
        return 0
    for person in people:
        _write_on_manual(person, {"tool": tool, "n": n, "ends": ends.isoformat()})
    return len(people)


def _write_on_manual(person: User, told: dict[str, Any]) -> None:
    with translation.override(person.language or settings.LANGUAGE_CODE):
        told = told | {
            "name": person.name,
            "tool": name_of(told["tool"]),
            "address": whole(reverse("monitoring:morning")),
        }
        subject = _("A new manual for %(tool)s: certificates end on %(ends)s") % told
        body = ngettext(
            "Hello %(name)s,\n\n"
            "there is a new version of the manual of %(tool)s. The certificate of %(n)s person in "
            "your agency is for an earlier one and holds until %(ends)s.\n\n"
            "A booster is proposed: reading, practice, and one more attempt at the exam, which you "
            "open on this page:\n%(address)s\n",
            "Hello %(name)s,\n\n"
            "there is a new version of the manual of %(tool)s. The certificates of %(n)s people in "
            "your agency are for an earlier one and hold until %(ends)s.\n\n"
            "A booster is proposed for each: reading, practice, and one more attempt at the exam, "
            "which you open on this page:\n%(address)s\n",
            told["n"],
        )
        # One line only: a name with a line break would write headers.
        send_mail(" ".join(subject.split()), body % told, None, [person.email])
