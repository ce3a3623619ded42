"""The panels and the contest of the demonstration; what experts coded is simulated, and says so."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.timezone import now

from agencies.models import Membership, Role
from instruments import simulation
from instruments.facts import Facts
from training.actions import contesting
from training.actions.panels import Round, open_panel
from training.models import Coding, Rating
from vignettes.actions import panels
from vignettes.models import GoldCoding, VignetteVersion

TOOL = "static-99r"
DISPUTED, MISREAD = "maple-crossing", "S99R-I8-STEP"
"""The case that waits for an adjudicator, and the rule that one of its two experts misreads."""
CONTESTED, ITEM = "heron-bridge", "i9"
JUDGED = "stable-2007"
WHY = (
    "The file tells of children in the material whom he did not know, so I gave 1. "
    "Does the rule leave them out even where a conviction concerns them?"
)


def add_panels(staff: Sequence[Membership], versions: Sequence[VignetteVersion]) -> None:
    """One panel that waits for its experts, one to be decided, and one contest to be answered."""
    coordinator = next(one for one in staff if one.role == Role.COORDINATOR)
    experts = [one for one in staff if one.role == Role.EXPERT]
    by_code = {version.vignette.code: version for version in versions}
    _waiting(coordinator, experts, versions)
    _to_decide(coordinator, experts, by_code[DISPUTED])
    _contest(by_code[CONTESTED])


def _waiting(
    coordinator: Membership, experts: Sequence[Membership], versions: Sequence[VignetteVersion]
) -> None:
    """A case for which an author proposes scores of a tool of judgement: experts are to confirm."""
    proposed = GoldCoding.objects.filter(tool=JUDGED, eligibility="yes", version__in=versions)
    gold = proposed.select_related("version__vignette").order_by("version__vignette__code").first()
    if gold is not None:
        asked = Round(gold.version, JUDGED, because="The author's proposal is to be confirmed.")
        open_panel(asked=asked, experts=experts, opened_by=coordinator, at=now())


def _to_decide(
    coordinator: Membership, experts: Sequence[Membership], version: VignetteVersion
) -> None:
    """Two simulated codings: one expert reads every rule right, the other misreads one."""
    panel = panels.open_panel(version=version, tool=TOOL, experts=experts, opened_by=coordinator)
    facts = Facts.model_validate(version.facts)
    for number, expert in enumerate(experts):
        misread = frozenset([MISREAD]) if number else frozenset[str]()
        coding = simulation.simulate(TOOL, facts, misread, 0.0, 1)
        panels.store_expert_coding(
            version=version,
            tool=TOOL,
            expert=expert,
            panel=panel,
            eligibility=coding.eligible or "",
            scores=dict(coding.items),
            simulated=True,
        )


def _contest(version: VignetteVersion) -> None:
    """The first assessor whose score on this item is not gold's contests it."""
    gold = GoldCoding.objects.get(version=version, tool=TOOL)
    given = Rating.objects.filter(item=ITEM, coding__version=version, coding__tool=TOOL)
    wrong = Coding.objects.filter(
        ratings__in=given.exclude(score=gold.scores[ITEM]).exclude(score=None)
    )
    coding = wrong.select_related("agency", "assessor__user").first()
    if coding is not None:
        contesting.contest(
            coding=coding,
            gold=gold,
            item=ITEM,
            reason=WHY,
            actor=coding.assessor.user,
            at=now(),
        )
