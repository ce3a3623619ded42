"""Panels: give a case to experts to code blind, and add an expert to a panel at work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.models import Membership, User
from training.access import barred_from_panels
from training.models import Assignment, Contest, Draft, Mode
from vignettes.actions import panels
from vignettes.actions.panels import PanelRefusedError
from vignettes.models import Panel, VignetteVersion


@dataclass(frozen=True)
class Round:
    """What is to be coded, with which tool, for whom, and why now."""

    version: VignetteVersion
    tool: str
    for_library: bool = False
    because: str = ""
    contest: Contest | None = None


@transaction.atomic
def open_panel(
    *, asked: Round, experts: Sequence[Membership], opened_by: Membership, at: datetime
) -> Panel:
    """Seat experts and put the case on their start pages. All of it, or nothing."""
    version = asked.version
    if asked.for_library and not may_be_for_library(version, opened_by.user):
        raise PanelRefusedError(
            _("Only an editor opens a panel for the shipped library, on a shipped case.")
        )
    _refuse_barred(version, experts)
    panel = panels.open_panel(
        version=version,
        tool=asked.tool,
        experts=experts,
        opened_by=opened_by,
        for_library=asked.for_library,
        because=asked.because,
    )
    for seat in panel.seats.select_related("expert"):
        _give(panel, seat.expert, opened_by.user, at)
    if asked.contest is not None:
        asked.contest.panel = panel
        asked.contest.save(update_fields=["panel"])
        detail = {"panel": panel.pk}
        record(
            agency=panel.agency,
            actor=opened_by.user,
            verb="contest_to_panel",
            obj=asked.contest,
            detail=detail,
        )
    return panel


@transaction.atomic
def add_expert(*, panel: Panel, expert: Membership, actor: User, at: datetime) -> Assignment:
    """Seat one more expert and give them the case."""
    _refuse_barred(panel.version, [expert])
    panels.seat_expert(panel=panel, expert=expert, actor=actor)
    return _give(panel, expert, actor, at)


def may_be_for_library(version: VignetteVersion, user: User) -> bool:
    """Whether a panel on this version may decide for the shipped library."""
    return user.is_editor and version.vignette.agency_id is None


def _refuse_barred(version: VignetteVersion, experts: Iterable[Membership]) -> None:
    people = {expert.user_id: expert.user for expert in experts}
    for pk, why in barred_from_panels(version, people.values()).items():
        raise PanelRefusedError(
            _("%(name)s cannot sit on this panel: %(why)s. Choose another expert.")
            % {"name": people[pk], "why": why}
        )


def _give(panel: Panel, expert: Membership, actor: User, at: datetime) -> Assignment:
    own = Assignment.objects.filter(agency=panel.agency, assessor=expert)
    assignment = Assignment.objects.create(
        agency=panel.agency,
        assessor=expert,
        version=panel.version,
        tool=panel.tool,
        mode=Mode.PANEL,
        panel=panel,
        position=(own.aggregate(last=Max("position"))["last"] or 0) + 1,
        assigned_by=actor,
        assigned_at=at,
    )
    Draft.objects.create(assignment=assignment)
    return assignment
