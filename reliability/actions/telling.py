"""Letters to the holder of a certificate: issued, revoked, or its badge was signed anew."""

from __future__ import annotations

from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from reliability.credentials.addresses import verification_url, whole
from reliability.credentials.status import name_of
from reliability.models import Credential

ISSUED, REVOKED, SIGNED_ANEW = "issued", "revoked", "signed_anew"


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


_LETTERS = {ISSUED: _issued, REVOKED: _revoked, SIGNED_ANEW: _signed_anew}
