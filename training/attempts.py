"""The attempts of one person with one tool: which is running, and what stands before the next."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from agencies.prepared import Prepared, PreparedRows, Slot
from training.access import is_closed, moment
from training.actions.exam_rules import rules_in_force
from training.models import Assignment, Coding, Enrolment, Exam, Retake
from training.tables.programme import prerequisites
from training.verdicts import somebody_decides, verdict_on
from vignettes.access import gold_in_force, published_versions
from vignettes.models import GoldCoding, Provenance

MAY_DECIDE = (Provenance.COMPUTED, Provenance.PANEL)
"""An author's proposal that no panel confirmed decides no certificate."""


_TOOL = Slot("tool", Exam._meta.get_field("tool"))
_NEWEST = Prepared(
    lambda: Exam.objects.filter(
        enrolment=Slot("enrolment", Enrolment._meta.pk), tool=_TOOL
    ).order_by("-attempt")[:1]
)
_DECIDES = PreparedRows(
    lambda: deciding_gold(Slot("agency", Agency._meta.pk), _TOOL).order_by().values_list("pk")[:1]
)


def attempts_of(enrolment: Enrolment, tool: str) -> QuerySet[Exam]:
    """Every attempt, the newest first."""
    return Exam.objects.filter(enrolment=enrolment, tool=tool).order_by("-attempt")


def newest_attempt(enrolment: Enrolment, tool: str) -> Exam | None:
    """The last of them; None before the first."""
    found = _NEWEST.first(enrolment=enrolment.pk, tool=tool)
    if found is not None:
        found.enrolment = enrolment
    return found


def waiting_cases(exam: Exam) -> QuerySet[Assignment]:
    """The cases of an exam that are still to be handed in."""
    found: QuerySet[Assignment] = exam.assignments.filter(codings=None, declined_at=None)
    return found


def open_attempt(enrolment: Enrolment, tool: str, at: datetime) -> Exam | None:
    """The attempt that the person can go on with; None where none is running."""
    last = newest_attempt(enrolment, tool)
    if last is None or is_closed(last, at) or not waiting_cases(last).exists():
        return None
    return last


def ended_at(exam: Exam, at: datetime) -> datetime | None:
    """When the attempt was over: closed, or its last case handed in. None while it runs."""
    if exam.closed_at is not None:
        return min(exam.closed_at, exam.closes_at)
    if is_closed(exam, at):
        return exam.closes_at
    if waiting_cases(exam).exists():
        return None
    coding = Coding.objects.filter(assignment__exam=exam).order_by("submitted_at").last()
    return coding.submitted_at if coding else exam.opens_at


def deciding_gold(agency: Agency | Slot, tool: str | Slot) -> QuerySet[GoldCoding]:
    """The right scores on which a certificate may rest, of every case in use."""
    gold = gold_in_force(agency).filter(tool=tool, provenance__in=MAY_DECIDE)
    return gold.filter(version__in=published_versions(agency))


def refusals(enrolment: Enrolment, tool: str, at: datetime) -> list[str]:
    """Why no new attempt may begin now, one sentence each; nothing where it may."""
    if enrolment.left_at or enrolment.programme.closed_at:
        return [_("This programme is over for you.")]
    if tool not in enrolment.programme.tools:
        return [_("This programme does not certify on this tool.")]
    if not _DECIDES.rows(agency=enrolment.agency_id, tool=tool):
        return [
            _(
                "This tool can be practised, not certified: no panel has confirmed right scores "
                "for it yet."
            )
        ]
    if enrolment.on_leave_since:
        return [_("You are on leave. The exam waits until you are back.")]
    return prerequisites(enrolment, tool) + _after_the_last(enrolment, tool, at)


def next_attempt_at(enrolment: Enrolment, tool: str, at: datetime) -> datetime | None:
    """From when a new attempt may begin, after one that is over; None where none is."""
    last = newest_attempt(enrolment, tool)
    over = ended_at(last, at) if last else None
    if over is None:
        return None
    return over + timedelta(days=rules_in_force(enrolment.programme, tool).pause_days)


def is_opened_again(last: Exam) -> bool:
    """Whether a coordinator opened one more attempt after this one, the newest, was drawn."""
    opened = Retake.objects.filter(enrolment=last.enrolment_id, tool=last.tool)
    return opened.filter(opened_at__gt=last.opens_at).exists()


def _after_the_last(enrolment: Enrolment, tool: str, at: datetime) -> list[str]:
    last = newest_attempt(enrolment, tool)
    if last is None:
        return []
    verdict = verdict_on(last)
    opened = is_opened_again(last)
    if verdict is not None and verdict.is_passed:
        return [] if opened else [_("You have passed this exam.")]
    if somebody_decides() and (verdict is None or not verdict.is_settled):
        return [_("Your last attempt waits for its decision.")]
    if opened:
        return []
    rules = rules_in_force(enrolment.programme, tool)
    if last.attempt >= rules.attempts:
        told = ngettext(
            "The %(n)s attempt is used. Your coordinator can tell you how it goes on.",
            "All %(n)s attempts are used. Your coordinator can tell you how it goes on.",
            rules.attempts,
        )
        return [told % {"n": rules.attempts}]
    begins = next_attempt_at(enrolment, tool, at)
    if begins is not None and at < begins:
        return [_("The next attempt can begin from %(when)s.") % {"when": moment(begins)}]
    return []
