"""Jobs of this app: e-mail to who is invited or forgot a password, the days of a leave."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from agencies.actions import joining, leaving, resetting, sealing
from agencies.models import Invitation
from config.compat import task


@task
def send_invitation(pk: int, sending: int) -> bool:
    """Write to the person invited, unless a later sending or a withdrawal overtook this one."""
    with scopes_disabled():
        found = Invitation.objects.select_related("agency", "invited_by")
        invitation = found.filter(pk=pk, round=sending, sent_at=None).first()
        if invitation is None or not invitation.is_open:
            return False
        _write_to(invitation)
        Invitation.objects.filter(pk=pk, round=sending).update(sent_at=now())
    return True


@task
def turn_leaves() -> int:
    """Begin and end the leaves whose day has come; safe to repeat."""
    with scopes_disabled():
        return leaving.turn_leaves(localdate())


@task
def seal_audit() -> int:
    """Seal audit entries that a process left unsealed because it was killed; safe to repeat."""
    return sealing.seal_all()


@task
def send_reset(email: str, language: str) -> int:
    """Write to whoever forgot a password and has this address; returns to how many."""
    return resetting.write(email, language or settings.LANGUAGE_CODE)


def _write_to(invitation: Invitation) -> None:
    language = invitation.language or invitation.invited_by.language or settings.LANGUAGE_CODE
    page = reverse("agencies:invitation", args=[joining.token_of(invitation)])
    with translation.override(language):
        told = {
            "agency": invitation.agency.name,
            "role": invitation.get_role_display(),
            "inviter": invitation.invited_by.name,
            "until": localdate(invitation.expires_at).isoformat(),
            "address": f"{settings.BASE_URL}{page}",
        }
        subject = _("%(agency)s invites you to Plumbline") % told
        body = _(
            "Hello,\n\n"
            "%(inviter)s invites you to %(agency)s on Plumbline, as: %(role)s.\n\n"
            "Open this link to accept. It works once, until %(until)s:\n%(address)s\n\n"
            "The link is yours alone: please do not pass it on. If you did not expect it, "
            "you need not do anything.\n"
        )
        # One line only: a name with a line break would write headers.
        send_mail(" ".join(subject.split()), body % told, None, [invitation.email])
