"""The queue: what panels and contests wait for, and the one thing to do next for each."""

from collections.abc import Iterable
from dataclasses import dataclass

from agencies.models import Membership, Role
from training import access
from training.models import Contest
from training.questions import questions, tool_name
from training.tables.contests import ContestState, state_of
from vignettes import access as library
from vignettes.models import GoldCoding, Panel


@dataclass(frozen=True)
class PanelRow:
    """One panel in the queue. Names are for coordinators; others read how many."""

    panel: Panel
    tool: str
    handed_in: tuple[str, ...]
    awaited: tuple[str, ...]
    left: tuple[str, ...]
    n_handed_in: int
    n_asked: int
    may_decide: bool

    @property
    def is_stuck(self) -> bool:
        """Nobody is awaited, and fewer than two have handed in."""
        return not self.panel.awaited and not self.panel.is_ready


@dataclass(frozen=True)
class ContestRow:
    """One open contest in the queue."""

    contest: Contest
    tool: str
    question: str
    state: ContestState


@dataclass(frozen=True)
class Queue:
    """Everything that waits, by what it waits for."""

    to_decide: tuple[PanelRow, ...]
    to_publish: tuple[PanelRow, ...]
    contests: tuple[ContestRow, ...]
    waiting: tuple[PanelRow, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.to_decide or self.to_publish or self.contests or self.waiting)


def queue(membership: Membership) -> Queue:
    """What waits in the agency, in a number of queries that does not grow."""
    panels = library.panels(membership).filter(withdrawn_at=None).order_by("opened_at", "pk")
    unpublished = panels.exclude(adjudication__gold_codings__isnull=False)
    rows = [panel_row(panel, membership) for panel in unpublished]
    contests = access.contests(membership).filter(answered_at=None).order_by("made_at", "pk")
    return Queue(
        to_decide=tuple(row for row in rows if row.panel.is_ready),
        to_publish=tuple(row for row in rows if row.panel.decision is not None),
        contests=_contest_rows(contests),
        waiting=tuple(row for row in rows if row.panel.is_at_work and not row.panel.is_ready),
    )


def published_adjudications(panels: Iterable[Panel]) -> set[int]:
    """Which of these panels' decisions are in force as gold."""
    decided = [panel.decision.pk for panel in panels if panel.decision is not None]
    found = GoldCoding.objects.filter(adjudication__in=decided)
    return {pk for pk in found.values_list("adjudication", flat=True) if pk is not None}


def panel_row(panel: Panel, membership: Membership) -> PanelRow:
    """One panel with what may be told of its experts."""
    coded = {coding.expert_id for coding in panel.codings.all()}
    seats = list(panel.seats.all())
    told = seats if library.may_read_experts_names(membership) else []
    names = {seat.pk: str(seat.expert.user) for seat in told}
    awaited = {seat.pk for seat in panel.awaited}
    others = {seat.expert.user_id for seat in seats}
    return PanelRow(
        panel=panel,
        tool=tool_name(panel.tool),
        handed_in=_names(names, {seat.pk for seat in seats if seat.expert_id in coded}),
        awaited=_names(names, awaited),
        left=_names(names, {seat.pk for seat in seats if seat.left_at is not None}),
        n_handed_in=len(coded),
        n_asked=len(seats),
        may_decide=membership.role == Role.ADJUDICATOR and membership.user_id not in others,
    )


def _names(names: dict[int, str], wanted: set[int]) -> tuple[str, ...]:
    return tuple(sorted(name for pk, name in names.items() if pk in wanted))


def _contest_rows(contests: Iterable[Contest]) -> tuple[ContestRow, ...]:
    found = list(contests)
    published = published_adjudications([one.panel for one in found if one.panel is not None])
    return tuple(
        ContestRow(
            contest=one,
            tool=tool_name(one.coding.tool),
            question=question_heading(one),
            state=state_of(one, published),
        )
        for one in found
    )


def question_heading(contest: Contest) -> str:
    """The contested question as the sheet asks it."""
    asked = questions(contest.coding.tool)
    return next((one.heading for one in asked if one.id == contest.item), contest.item)
