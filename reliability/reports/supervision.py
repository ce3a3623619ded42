"""A note of one page for a supervision talk: strengths first, then one thing to work on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from reliability.reports.drift_page import DriftPage
from reliability.reports.rules_over_time import RuleOverTime

MOST = 4


@dataclass(frozen=True)
class SupervisionNote:
    """What to talk about, from the charts of one person and tool."""

    page: DriftPage
    strengths: tuple[RuleOverTime, ...]
    to_work_on: tuple[RuleOverTime, ...]
    questions: tuple[str, ...]
    today: date


def supervision_note(page: DriftPage, today: date) -> SupervisionNote:
    """Rules that were tested most and read right; those worth a look; questions to begin with."""
    sound = sorted(
        (rule for rule in page.rules if not rule.is_worth_a_look and not rule.against),
        key=lambda rule: -rule.tested,
    )
    weak = [rule for rule in page.rules if rule.is_worth_a_look]
    return SupervisionNote(
        page, tuple(sound[:MOST]), tuple(weak[:MOST]), _questions(page, weak), today
    )


def _questions(page: DriftPage, weak: list[RuleOverTime]) -> tuple[str, ...]:
    """Open questions, none that asks for a fault."""
    told = []
    if weak:
        told.append(
            _("How do you read the rule “%(rule)s”, and what in a file makes you apply it?")
            % {"rule": weak[0].row.title}
        )
    last = page.last
    if last is not None and last.place is not None and last.hits < last.items:
        told.append(
            _("Take the case %(case)s together: which sentence decided, and for which item?")
            % {"case": last.case}
        )
    told.append(_("What changed in your work since you were certified?"))
    told.append(
        _("What would help most: a rule page, cases to practise, or a colleague beside you?")
    )
    return tuple(told)
