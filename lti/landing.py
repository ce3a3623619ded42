"""Where a link in a course leads a member, and what is said where it leads nowhere."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Membership, Role
from lti.models import Aim, Placement
from training.tables.exams import exam_state
from training.tables.programme import own_enrolments


@dataclass(frozen=True)
class Landing:
    """An address here, and a sentence to show there."""

    href: str
    sentence: str = ""


def landing(placement: Placement, membership: Membership) -> Landing:
    """An assessor's own start page, or the exam; the programme for those who look after it."""
    programme = placement.programme
    if membership.role != Role.ASSESSOR:
        groups = membership.role in (Role.COORDINATOR, Role.ANALYST, Role.AGENCY_ADMIN)
        if programme is None or not groups:
            return Landing(reverse("agencies:home"))
        return Landing(reverse("training:programme", args=[programme.pk]))
    home = Landing(reverse("training:home"))
    if programme is None:
        return home
    enrolment = own_enrolments(membership).filter(programme=programme).first()
    if enrolment is None:
        told = _("You are not enrolled in “%(programme)s” yet. Your coordinator enrols people.")
        return Landing(home.href, told % {"programme": programme.title})
    if placement.aim == Aim.EXAM:
        state = exam_state(enrolment, placement.tool, now())
        return Landing(state.href) if state.href else Landing(home.href, state.words)
    return home
