"""Panels: seat experts, keep what each coded, close a round, and write down what was decided."""

import string
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from secrets import SystemRandom
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.models import Agency, Membership, Role, User
from vignettes.at_hand import has_seen
from vignettes.models import (
    Adjudication,
    ExpertCoding,
    Panel,
    PanelSeat,
    SeenGold,
    VignetteVersion,
)
from vignettes.models.panel import FEWEST

LABELS = string.ascii_uppercase


class PanelRefusedError(Exception):
    """A panel cannot be opened, changed or decided so. The message is a sentence for the person."""


@transaction.atomic
def open_panel(
    *,
    version: VignetteVersion,
    tool: str,
    experts: Sequence[Membership],
    opened_by: Membership,
    for_library: bool = False,
    because: str = "",
    at: datetime | None = None,
) -> Panel:
    """Seat experts to code a version with a tool, blind to one another.

    Whether each may sit is for the caller to have asked. The letters in place of their names are
    dealt by chance.
    """
    agency = Agency.objects.select_for_update().get(pk=opened_by.agency_id)
    if len(set(experts)) < FEWEST:
        raise PanelRefusedError(_("A panel needs at least two experts. Choose two or more."))
    if len(set(experts)) > len(LABELS):
        raise PanelRefusedError(
            _("A panel seats at most %(n)s experts. Choose fewer.") % {"n": len(LABELS)}
        )
    if undecided(agency, version, tool):
        raise PanelRefusedError(
            _("A panel for this case and tool is already at work. Wait for it or withdraw it.")
        )
    panel = Panel.objects.create(
        agency=agency,
        version=version,
        tool=tool,
        for_library=for_library,
        opened_by=opened_by,
        opened_because=because,
        opened_at=at or now(),
    )
    for label, expert in zip(LABELS, _shuffled(experts), strict=False):
        _seat(panel, expert, label)
    detail = {"case": str(version), "tool": tool, "experts": len(set(experts)), "because": because}
    record(agency=agency, actor=opened_by.user, verb="panel_opened", obj=panel, detail=detail)
    return panel


def undecided(agency: Agency, version: VignetteVersion, tool: str) -> bool:
    """Is a round on this version and tool at work in the agency?"""
    return Panel.objects.filter(
        agency=agency, version=version, tool=tool, withdrawn_at=None, adjudication=None
    ).exists()


@transaction.atomic
def seat_expert(*, panel: Panel, expert: Membership, actor: User) -> PanelSeat:
    """Ask one more expert, where one declined or the others do not suffice."""
    panel = locked_open_panel(panel)
    taken = set(panel.seats.values_list("label", flat=True))
    free = next((label for label in LABELS if label not in taken), None)
    if free is None:
        raise PanelRefusedError(_("All seats of this panel are taken."))
    if panel.seats.filter(expert=expert).exists():
        raise PanelRefusedError(_("This expert sits on the panel already. Choose another."))
    seat = _seat(panel, expert, free)
    record(agency=panel.agency, actor=actor, verb="panel_expert_added", obj=panel)
    return seat


@transaction.atomic
def withdraw_panel(*, panel: Panel, actor: User, at: datetime) -> None:
    """Close a round without a decision. What was coded is kept."""
    panel = locked_open_panel(panel)
    panel.withdrawn_at = at
    panel.save(update_fields=["withdrawn_at"])
    record(agency=panel.agency, actor=actor, verb="panel_withdrawn", obj=panel)


def locked_open_panel(panel: Panel) -> Panel:
    """The panel as it stands now, held; `PanelRefusedError` where it is decided or withdrawn."""
    panel = Panel.objects.select_for_update().get(pk=panel.pk)
    if panel.withdrawn_at is not None:
        raise PanelRefusedError(_("This panel was withdrawn; nothing more is asked of it."))
    if Adjudication.objects.filter(panel=panel).exists():
        raise PanelRefusedError(_("This panel is decided; its codings no longer change."))
    return panel


@transaction.atomic
def store_expert_coding(
    *,
    version: VignetteVersion,
    tool: str,
    expert: Membership,
    eligibility: str,
    scores: Mapping[str, int | None],
    simulated: bool,
    panel: Panel | None = None,
    unscored: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> ExpertCoding:
    """Keep what one panel expert scored, in the expert's own agency."""
    coding = ExpertCoding.objects.create(
        agency=expert.agency,
        version=version,
        tool=tool,
        expert=expert,
        panel=panel,
        eligibility=eligibility,
        scores=dict(scores),
        unscored=dict(unscored or {}),
        simulated=simulated,
        coded_at=at or now(),
    )
    record(agency=expert.agency, actor=expert.user, verb="expert_coding_stored", obj=coding)
    return coding


@transaction.atomic
def leave_seat(*, panel: Panel, expert: Membership, at: datetime | None) -> None:
    """Note that an expert declined, so that the panel waits no longer; with None, that one is back.

    The expert stays blind either way until the panel is decided.
    """
    panel = locked_open_panel(panel)
    PanelSeat.objects.filter(panel=panel, expert=expert).update(left_at=at)


@transaction.atomic
def adjudicate(
    *,
    panel: Panel,
    adjudicator: Membership,
    eligibility: str,
    answers: Mapping[str, Mapping[str, Any]],
    at: datetime | None = None,
) -> Adjudication:
    """Write down what was decided on a panel, once. It becomes gold when it is published."""
    panel = locked_open_panel(panel)
    if panel.seats.filter(expert__user=adjudicator.user_id).exists():
        raise PanelRefusedError(_("You coded this case for the panel, so another person decides."))
    if adjudicator.role != Role.ADJUDICATOR or adjudicator.agency_id != panel.agency_id:
        raise PanelRefusedError(_("Only an adjudicator of the agency decides on its panels."))
    if not panel.is_ready:
        raise PanelRefusedError(_("Not every expert has handed in yet. Come back when all have."))
    decision = Adjudication.objects.create(
        agency=panel.agency,
        panel=panel,
        adjudicator=adjudicator,
        eligibility=eligibility,
        answers={name: dict(answer) for name, answer in answers.items()},
        decided_at=at or now(),
    )
    asked = [name for name, answer in answers.items() if "reason" in answer]
    detail = {"case": str(panel.version), "tool": panel.tool, "decided": asked}
    record(
        agency=panel.agency,
        actor=adjudicator.user,
        verb="panel_adjudicated",
        obj=decision,
        detail=detail,
    )
    return decision


def note_gold_seen(*, user: User, versions: Iterable[VignetteVersion]) -> None:
    """Remember that a person saw the right scores of these versions. The first time counts."""
    wanted = {version.pk for version in versions}
    if len(wanted) == 1:
        fresh = set() if has_seen(user, *wanted) else wanted
    else:
        known = SeenGold.objects.filter(user=user, version__in=wanted)
        fresh = wanted.difference(known.values_list("version", flat=True))
    if fresh:
        rows = [SeenGold(user=user, version_id=pk) for pk in sorted(fresh)]
        SeenGold.objects.bulk_create(rows, ignore_conflicts=True)


def _seat(panel: Panel, expert: Membership, label: str) -> PanelSeat:
    if expert.agency_id != panel.agency_id or expert.role != Role.EXPERT:
        raise ValueError(f"{expert} is no expert of {panel.agency}")
    return PanelSeat.objects.create(panel=panel, expert=expert, label=label)


def _shuffled(experts: Iterable[Membership]) -> list[Membership]:
    """In an order that tells nothing of names or of when somebody joined."""
    order = list(dict.fromkeys(experts))
    SystemRandom().shuffle(order)
    return order
