"""What training does when somebody comes to an agency, is away from it, or leaves it."""

from datetime import date, datetime

from django.db.models import QuerySet

from agencies import following
from agencies.models import Agency, Membership, Role, User
from training.actions.programmes import Terms, begin_leave, end_leave, enrol, take_out
from training.models import Cohort, Enrolment, Programme


class InProgrammes(following.Follower):
    """People come into the programmes of their cohort, pause in all of them, and leave them."""

    def joined(self, membership: Membership, by: User | None) -> None:
        if not membership.cohort or membership.role != Role.ASSESSOR:
            return
        cohort, _ = Cohort.objects.get_or_create(agency=membership.agency, name=membership.cohort)
        programmes = Programme.objects.filter(
            agency=membership.agency, closed_at=None, enrolments__cohort=cohort
        ).distinct()
        for programme in programmes:
            others = programme.enrolments.filter(cohort=cohort, left_at=None, due_on__isnull=False)
            due_on = others.order_by("-due_on").values_list("due_on", flat=True).first()
            terms = Terms(due_on=due_on, cohort=cohort)
            enrol(programme=programme, assessors=[membership], terms=terms, actor=by)

    def left(self, membership: Membership, by: User | None, at: datetime) -> None:
        for enrolment in Enrolment.objects.filter(assessor=membership, left_at=None):
            take_out(enrolment=enrolment, actor=by, at=at)

    def leave_began(self, agency: Agency, user: User, since: date, by: User | None) -> None:
        for enrolment in _running(agency, user).filter(on_leave_since=None):
            begin_leave(enrolment=enrolment, since=since, actor=by)

    def leave_ended(self, agency: Agency, user: User, until: date, by: User | None) -> None:
        for enrolment in _running(agency, user).filter(on_leave_since__isnull=False):
            end_leave(enrolment=enrolment, until=until, actor=by)


def _running(agency: Agency, user: User) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(agency=agency, assessor__user=user, left_at=None)
