"""What an assessor was given after an alert, each with the one thing to do next."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import Membership
from instruments import catalogue
from reliability import access
from reliability.models import Remedy, RemedyCase
from reliability.reports.alert_words import rules_named
from training.models import Assignment
from training.questions import spoken, tool_name
from vignettes.reports.rules import RuleRow


@dataclass(frozen=True)
class RuleToRead:
    """A rule with what it says, for somebody who is to read it again."""

    row: RuleRow
    statement: str
    use_when: str
    do_not_use_when: str


@dataclass(frozen=True)
class OwnRemedy:
    """One remedy as its assessor sees it. Without an action everything was done."""

    remedy: Remedy
    tool_name: str
    rules: tuple[RuleRow, ...]
    to_practise: tuple[Assignment, ...]
    n_done: int
    action: str
    href: str

    @property
    def needs_reading(self) -> bool:
        return self.remedy.kind != Remedy.Kind.CASES and self.remedy.read_at is None


def own_remedies(membership: Membership) -> tuple[OwnRemedy, ...]:
    """Those that are not done yet, the one that is due first coming first."""
    found = access.own_remedies(membership).filter(done_at=None, alert__closed_at=None)
    told = found.prefetch_related(
        "cases__assignment__version__vignette", "cases__assignment__codings"
    )
    return tuple(own_remedy(remedy) for remedy in told.order_by("due_on", "pk"))


def own_remedy(remedy: Remedy) -> OwnRemedy:
    """One remedy with its next step: read first, then case by case."""
    cases = [
        case.assignment
        for case in remedy.cases.all()
        if case.purpose == RemedyCase.Purpose.PRACTISE
    ]
    waiting = [one for one in cases if not one.codings.all() and one.declined_at is None]
    needs_reading = remedy.kind != Remedy.Kind.CASES and remedy.read_at is None
    action, href = "", ""
    if needs_reading:
        action, href = _("Read the rule again"), reverse("monitoring:own_remedy", args=[remedy.pk])
    elif waiting:
        action = _("Score the next case")
        href = reverse("training:score", args=[waiting[0].pk])
    elif remedy.kind == Remedy.Kind.BOOSTER and remedy.alert.enrolment_id is not None:
        action = _("Go to the exam")
        exam = [remedy.alert.enrolment_id, remedy.alert.tool]
        href = reverse("training:exam_start", args=exam)
    return OwnRemedy(
        remedy=remedy,
        tool_name=tool_name(remedy.alert.tool),
        rules=rules_named(remedy.alert.tool, remedy.rules),
        to_practise=tuple(cases),
        n_done=len(cases) - len(waiting),
        action=action,
        href=href,
    )


def to_read(remedy: Remedy) -> tuple[RuleToRead, ...]:
    """The rules of a remedy with what they say, in the reader's language."""
    tool = catalogue.tool(remedy.alert.tool)
    rows = rules_named(tool.id, remedy.rules)
    return tuple(
        RuleToRead(
            row=row,
            statement=spoken(tool.rule(row.id).statement),
            use_when=spoken(tool.rule(row.id).use_when),
            do_not_use_when=spoken(tool.rule(row.id).do_not_use_when),
        )
        for row in rows
    )
