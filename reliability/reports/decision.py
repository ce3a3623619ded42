"""One decision as its page tells it: the outcome with its doubt, why, and what may follow.

An assessor is told which rules to look at again, never which answer was wrong: the cases come
again in other exams. Rules are named only where so many answers speak for a misreading that no
single case gives itself away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Membership
from instruments import catalogue
from reliability import access
from reliability.actions.appealing import refusal_of_answer, refusal_of_appeal
from reliability.certification import Condition
from reliability.certification.verdict import Name, State
from reliability.decided import words_of
from reliability.models import Appeal, Decision, Outcome
from reliability.reports.review import Changed, by_gold_in_force, changed_gold, on_changed_gold
from reliability.reports.verdict_record import (
    CLOSED_EARLY,
    MORE_CASES,
    NO_MORE_CASES,
    NOTHING_COUNTS,
    Kept,
    kept_with,
)
from reliability.stats.estimate import Estimate
from training.attempts import next_attempt_at, waiting_cases
from training.questions import spoken, tool_name
from vignettes.models import content_language
from vignettes.reports.rules import RuleRow, rule_row

HINT_SIGNS = 3
"""An assessor is told of a rule only from so many answers on: fewer would point at a case."""
PROBABLE = 0.5
TITLES: dict[Name, str | Promise] = {
    "items": gettext_lazy("Items"),
    "totals": gettext_lazy("Totals"),
    "bands": gettext_lazy("Levels"),
    "eligibility": gettext_lazy("Use of the tool"),
    "critical": gettext_lazy("Critical rules"),
}
STATES: dict[State, tuple[str | Promise, str]] = {
    "met": (gettext_lazy("met"), "ok"),
    "failed": (gettext_lazy("not met"), "bad"),
    "open": (gettext_lazy("not met so far"), "warn"),
    "not_judged": (gettext_lazy("not judged"), ""),
}


@dataclass(frozen=True)
class ConditionTold:
    """One condition of the policy in words."""

    title: str | Promise
    state: str | Promise
    tone: str
    sentence: str
    source: str


@dataclass(frozen=True)
class Hint:
    """A rule that was probably misread, and on how many answers."""

    row: RuleRow
    signs: int


@dataclass(frozen=True)
class DecisionPage:
    """Everything on the page of a decision."""

    decision: Decision
    tool_name: str
    kept: Kept
    words: str
    tone: str
    note: str
    agreement: str
    conditions: tuple[ConditionTold, ...]
    hints: tuple[Hint, ...]
    history: tuple[Decision, ...]
    latest: Decision
    appeals: tuple[Appeal, ...]
    is_own: bool
    is_running: bool
    changed: Changed | None
    recomputed: str | Promise
    """What the policy makes of the exam by the gold in force, where gold changed."""
    next_attempt: datetime | None
    may_appeal: bool
    refusal_of_answer: str

    @property
    def stands(self) -> bool:
        return self.latest == self.decision

    @property
    def open_appeal(self) -> Appeal | None:
        return next((one for one in self.appeals if one.answered_at is None), None)

    @property
    def may_confirm(self) -> bool:
        settled = self.decision.outcome != Outcome.UNDECIDED
        return self.may_decide and settled and self.decision.basis == Decision.Basis.COMPUTED

    @property
    def may_decide(self) -> bool:
        return self.stands and not self.is_own and not self.is_running and not self.open_appeal


def decision_page(decision: Decision, membership: Membership, at: datetime) -> DecisionPage:
    """A decision for the one it concerns, or for those who decide."""
    kept, own = kept_with(decision), access.is_own(decision, membership)
    chain = access.chain(decision)
    changed = None if own else next(iter(changed_gold([decision])), None)
    running = decision.exam.closed_at is None and waiting_cases(decision.exam).exists()
    appeals = Appeal.objects.filter(decision__exam=decision.exam_id).select_related(
        "answered_by__user"
    )
    settled = decision.outcome == Outcome.NOT_YET and not running
    return DecisionPage(
        decision=decision,
        tool_name=tool_name(decision.tool),
        kept=kept,
        words=words_of(decision),
        tone=_tone(decision),
        note=_note(kept),
        agreement=agreement_in_words(kept.agreement),
        conditions=() if own and running else tuple(_conditions(kept.conditions, own)),
        hints=_hints(decision, kept, HINT_SIGNS if own else 1) if settled or not own else (),
        history=chain,
        latest=chain[-1],
        appeals=tuple(appeals),
        is_own=own,
        is_running=running,
        changed=changed,
        recomputed=Outcome(by_gold_in_force(decision)).label if changed else "",
        next_attempt=_next_attempt(decision, at) if own and settled else None,
        may_appeal=not refusal_of_appeal(decision, membership),
        refusal_of_answer="" if own else refusal_of_answer(decision, membership),
    )


def _tone(decision: Decision) -> str:
    if decision.outcome == Outcome.PASSED:
        return "ok"
    return "info" if decision.outcome == Outcome.NOT_YET else "warn"


def _note(kept: Kept) -> str:
    """What else there is to say of how the outcome came about."""
    return {
        CLOSED_EARLY: _(
            "The exam's time was over before enough cases were handed in for a decision."
        ),
        NO_MORE_CASES: _(
            "More cases would tell, and none could be added: no unseen case is left, the rules of "
            "the exams allow no more, or the exam has closed. A coordinator decides."
        ),
        MORE_CASES: _("More cases were added to the exam, since those so far leave a doubt."),
        NOTHING_COUNTS: _("No answer in these cases counts in a decision."),
    }.get(kept.note, "")


def agreement_in_words(agreement: Estimate) -> str:
    """The share of items scored like gold, and how sure that is."""
    if agreement.value is None or agreement.low is None or agreement.high is None:
        return _("No item of these cases counts, so there is no share to tell.")
    told = _(
        "%(share)d %% of the items that count were scored like gold. With so many cases, the true "
        "share is likely between %(low)d %% and %(high)d %% (95 %% interval)."
    )
    return told % {
        "share": round(100 * agreement.value),
        "low": round(100 * agreement.low),
        "high": round(100 * agreement.high),
    }


def _conditions(held: Iterable[Condition], own: bool) -> Iterable[ConditionTold]:
    for one in held:
        word, tone = STATES[one.state]
        names_rules = own and bool(one.rules)
        yield ConditionTold(
            title=TITLES[one.name],
            state=word,
            tone="" if own and tone == "bad" else tone,
            sentence=_without_rules() if names_rules else spoken(one.sentence),
            source=spoken(one.source),
        )


def _without_rules() -> str:
    return _("A rule that nobody may misread was probably misread, on more than a single slip.")


def _hints(decision: Decision, kept: Kept, least: int) -> tuple[Hint, ...]:
    language, tool = content_language(), catalogue.tool(decision.tool)
    known = {rule.id: rule for rule in tool.rules}
    probable = [
        rule
        for rule, chance in sorted(kept.evidence.misread.items(), key=lambda one: -one[1])
        if chance > PROBABLE and kept.evidence.signs.get(rule, 0) >= least and rule in known
    ]
    return tuple(
        Hint(rule_row(known[rule], language), kept.evidence.signs[rule]) for rule in probable
    )


def _next_attempt(decision: Decision, at: datetime) -> datetime | None:
    return next_attempt_at(decision.enrolment, decision.tool, at)


@dataclass(frozen=True)
class DecisionRow:
    """One standing decision in the list of those who decide."""

    decision: Decision
    tool_name: str
    tone: str
    cases: tuple[str, ...] = ()
    """Cases whose gold was corrected since."""


@dataclass(frozen=True)
class DecisionList:
    """What waits for those who decide, by what it waits for."""

    to_confirm: tuple[DecisionRow, ...]
    to_review: tuple[DecisionRow, ...]
    appeals: tuple[tuple[Appeal, str], ...]

    @property
    def is_empty(self) -> bool:
        return not (self.to_confirm or self.to_review or self.appeals)


def decision_list(membership: Membership) -> DecisionList:
    """Everything that waits in the agency, in a number of queries that does not grow."""
    standing = access.standing(access.decisions(membership))
    others = standing.exclude(enrolment__assessor__user=membership.user_id)
    computed = access.not_running(others.filter(basis=Decision.Basis.COMPUTED))
    decided = on_changed_gold(membership.agency, others.exclude(basis=Decision.Basis.COMPUTED))
    reviewed = changed_gold(decided.order_by("made_at", "pk"))
    appeals = access.open_appeals(membership).order_by("made_at", "pk")
    return DecisionList(
        to_confirm=tuple(decision_row(one) for one in computed.order_by("made_at", "pk")),
        to_review=tuple(decision_row(one.decision, one.cases) for one in reviewed),
        appeals=tuple((one, tool_name(one.decision.tool)) for one in appeals),
    )


def decision_row(decision: Decision, cases: tuple[str, ...] = ()) -> DecisionRow:
    return DecisionRow(decision, tool_name(decision.tool), _tone(decision), cases)
