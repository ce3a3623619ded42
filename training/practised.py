"""What an assessor has practised with one tool, beside gold, and what it says about the rules.

Practice and check cases: their feedback is open, so nothing here tells more than the assessor
may see. Exam cases may come again in another exam and never enter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from agencies.models import Membership
from instruments.diagnosis import Coded, Diagnosis, diagnose
from training.explaining import (
    facts_of,
    given_scores,
    likeliest_rules,
    rules_in_play,
    rules_read_right,
)
from training.models import OPEN_MODES, Coding
from vignettes import access as library
from vignettes.models import Eligibility, GoldCoding


@dataclass(frozen=True)
class Practised:
    """One practice or check case that was handed in, with its gold."""

    coding: Coding
    gold: GoldCoding

    @property
    def case(self) -> str:
        """The case as the diagnosis names it."""
        return self.coding.version.vignette.code

    @cached_property
    def misread(self) -> frozenset[str]:
        """The head rules that explain this coding's wrong answers, one for each."""
        found = likeliest_rules(self.gold, self.coding.eligibility, self.coding.scores)
        return frozenset(found)

    @cached_property
    def tested(self) -> frozenset[str]:
        """The head rules that this case brings into play."""
        return frozenset(rules_in_play(self.gold))

    @cached_property
    def read_right(self) -> frozenset[str]:
        """The head rules that this coding shows to be read right."""
        return rules_read_right(self.gold, self.coding.eligibility, self.coding.scores)


def practised(membership: Membership, tool: str) -> list[Practised]:
    """Own practice and check codings with this tool, oldest first, in three queries."""
    codings = list(
        Coding.objects.filter(assessor=membership, tool=tool, assignment__mode__in=OPEN_MODES)
        .exclude(version__vignette__in=library.kept_blind(membership.user))
        .select_related("version__vignette", "assignment")
        .prefetch_related("ratings")
        .order_by("submitted_at", "pk")
    )
    in_force = library.gold_in_force(membership.agency).filter(
        tool=tool, version__in={coding.version_id for coding in codings}
    )
    gold = {found.version_id: found for found in in_force.select_related("version__vignette")}
    return [
        Practised(coding, gold[coding.version_id])
        for coding in codings
        if coding.version_id in gold
    ]


def diagnosis_of(cases: Sequence[Practised]) -> Diagnosis:
    """Which rules these codings test, and how likely each is misread."""
    return diagnose(
        Coded(
            one.case,
            one.coding.tool,
            facts_of(one.coding.version),
            given_scores(one.coding.eligibility, one.coding.scores),
        )
        for one in cases
        if one.gold.eligibility != Eligibility.UNDECIDED
    )
