"""One gold score that the agency under monitoring made wrong itself, for monitoring to find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from agencies.models import Membership, Role
from config.demo import watched
from instruments import catalogue
from reliability.actions.gold import publish_adjudication
from training.actions.pools import is_scorable
from training.models import Assignment, CheckMonth
from vignettes.access import gold_in_force
from vignettes.actions import panels
from vignettes.models import GoldCoding, Panel, Reason
from vignettes.reports.adjudication import docket

EXPERTS = 2
"""The experts of the first panel; the others are free to code the case anew."""
GROUNDS = (
    "Simulated for the demonstration: this decision is wrong on purpose, so that monitoring has "
    "something to find."
)


def publish_wrong_gold(
    staff: Sequence[Membership], given: Iterable[CheckMonth], at: datetime
) -> GoldCoding:
    """Have a panel of two, and the adjudicator after them, get one item of one case wrong.

    Of the cases given out it is the one that most people have to score.
    """
    gold = _chosen(given)
    experts = [one for one in staff if one.role == Role.EXPERT][:EXPERTS]
    adjudicator = next(one for one in staff if one.role == Role.ADJUDICATOR)
    coordinator = next(one for one in staff if one.role == Role.COORDINATOR)
    panel = panels.open_panel(
        version=gold.version, tool=gold.tool, experts=experts, opened_by=coordinator, at=at
    )
    wrong = _another(gold, watched.WRONG_ITEM)
    for expert in experts:
        panels.store_expert_coding(
            version=gold.version,
            tool=gold.tool,
            expert=expert,
            panel=panel,
            eligibility=gold.eligibility,
            scores={**gold.scores, watched.WRONG_ITEM: wrong},
            simulated=True,
            at=at,
        )
    decision = panels.adjudicate(
        panel=panel,
        adjudicator=adjudicator,
        eligibility=gold.eligibility,
        answers=_answers(Panel.objects.get(pk=panel.pk), wrong),
        at=at,
    )
    return publish_adjudication(adjudication=decision, actor=coordinator, because=GROUNDS, at=at)


def _chosen(given: Iterable[CheckMonth]) -> GoldCoding:
    """The gold of the case that most have, on which every item is scored."""
    months = list(given)
    found = Assignment.objects.filter(month__in=months).values_list("version", flat=True)
    golds = gold_in_force(months[0].agency).filter(tool=months[0].tool, version__in=list(found))
    scorable = {one.version_id: one for one in golds if is_scorable(one)}
    often = Counter(version for version in found if version in scorable)
    return scorable[max(often, key=lambda version: (often[version], -version))]


def _another(gold: GoldCoding, item: str) -> int:
    """A permitted score that is not the right one."""
    (question,) = (one for one in catalogue.tool(gold.tool).items if one.id == item)
    return next(value for value in question.values if value != gold.scores[item])


def _answers(panel: Panel, wrong: int) -> dict[str, dict[str, object]]:
    """As the rules have it, but for the one item."""
    answers = {}
    for point in docket(panel).points:
        value = str(wrong) if point.id == watched.WRONG_ITEM else point.opinions[-1]
        answers[point.id] = point.entry(value)
        if not point.is_settled:
            answers[point.id] |= {"reason": Reason.JUDGEMENT.value, "rationale": GROUNDS}
    return answers
