"""Makers of panels, of what their experts hand in, and of decisions."""

from django.utils.timezone import now

from agencies.models import Role
from tests.factories import make_person
from tests.training.factories import TOOL, hand_in
from training.actions import panels
from training.models import Assignment
from vignettes.actions import adjudicate
from vignettes.models import Panel
from vignettes.reports.adjudication import docket


def make_experts(agency, *names):
    return [make_person(name, agency, Role.EXPERT) for name in names]


def make_panel(coordinator, version, experts, tool=TOOL, **fields) -> Panel:
    """A panel opened by a coordinator, the case on its experts' start pages."""
    return panels.open_panel(
        asked=panels.Round(version, tool, **fields),
        experts=[expert.membership for expert in experts],
        opened_by=coordinator.membership,
        at=now(),
    )


def seat_of(panel, expert) -> Assignment:
    """The expert's case, its notice read."""
    assignment = Assignment.objects.get(panel=panel, assessor=expert.membership)
    assignment.notice_seen_at = now()
    assignment.save()
    return assignment


def code(panel, expert, scores, eligibility="yes"):
    """One expert hands in for the panel."""
    return hand_in(expert, seat_of(panel, expert), scores, eligibility)


def coded_panel(tom, version, experts, *codings) -> Panel:
    """A panel whose experts have handed in these scores, in this order."""
    panel = make_panel(tom, version, experts)
    for expert, scores in zip(experts, codings, strict=True):
        code(panel, expert, scores)
    return Panel.objects.get(pk=panel.pk)


def decision_fields(panel, **decided):
    """What a browser sends for a decision: `i9=1`, or a dict of the question's fields."""
    fields = {}
    for point in docket(panel).asked:
        given = decided.get(point.id, {})
        given = given if isinstance(given, dict) else {"decided": given}
        rules = point.by_rules.value if point.by_rules else point.answers[0].value
        answer = {
            "decided": rules,
            "reason": "rule_misread",
            "rationale": "The record tells a conviction, and the rule counts it.",
        } | given
        fields |= {f"{point.id}-{name}": value for name, value in answer.items()}
    return fields


def decide(panel, adjudicator, **scores):
    """A decision by the rules, but for these scores, without going through a page."""
    answers = {}
    for point in docket(panel).points:
        value = str(scores.get(point.id, point.opinions[-1]))
        answers[point.id] = point.entry(value)
        if not point.is_settled:
            answers[point.id] |= {"reason": "judgement", "rationale": "The panel weighed it."}
    return adjudicate(
        panel=panel, adjudicator=adjudicator.membership, eligibility="yes", answers=answers
    )
