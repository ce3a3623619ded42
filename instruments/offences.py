"""Which offences are sexual, which of them have a victim, and what counts as violent by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from instruments.facts import Occasion, Offence, OffenceKind
from instruments.lazy import lazy
from instruments.rulings import Reading, Trace

VIOLENT = frozenset(
    {
        "assault",
        "assault_weapon",
        "robbery",
        "threats",
        "confinement",
        "kidnapping",
        "homicide",
    }
)
CONTACT = frozenset({"contact_child", "contact_adult"})
CSEM = frozenset({"csem_possession", "csem_access", "csem_distribution", "csem_virtual"})
CATEGORY_B = frozenset({"prostitution_related", "consensual_public", "indecent_material"})
NO_TOOL = frozenset({"sextortion", "ncii"})
NON_CONTACT = CSEM | NO_TOOL | {"exposure", "voyeurism", "luring", "indecent_material"}
SEXUAL = (
    CONTACT | CSEM | CATEGORY_B | NO_TOOL | {"exposure", "voyeurism", "luring", "csem_production"}
)
# A breach or a missed registration is never sexual by its motive: rules of their own govern them.
NEVER_BY_MOTIVE = frozenset({"breach", "failure_to_register", "failure_to_appear", "escape"})

Category = Literal["A", "B", "CSEM", "peer", "no motive", "no tool", "virtual", "live unknown"]


@dataclass(frozen=True)
class Entry:
    """One offence as this reader sees it: sexual or not, and why."""

    offence: Offence
    path: str
    committed: date
    """The last day of the conduct, or the nearest date the file tells."""
    charged: date | None
    is_sexual: bool
    trace: Trace

    @lazy
    def conduct(self) -> OffenceKind:
        return self.offence.conduct

    @lazy
    def is_guilt(self) -> bool:
        """Found or admitted guilt: a conviction, or an official caution."""
        return self.offence.outcome in ("convicted", "convicted_not_sentenced", "cautioned")

    @lazy
    def stands(self) -> bool:
        """Charged or convicted, and not undone: it can make an index offence or carry the tool."""
        offence = self.offence
        if offence.outcome in ("acquitted", "overturned"):
            return False
        return not (offence.outcome == "withdrawn" and offence.credible is False)

    @lazy
    def is_violent_by_name(self) -> bool:
        return self.offence.title in VIOLENT

    @lazy
    def is_live_production(self) -> bool:
        return self.conduct == "csem_production" and self.offence.live_child is True

    @lazy
    def is_csem(self) -> bool:
        """Material only: everything of it but production with a live child."""
        conduct = self.conduct
        return conduct in CSEM or (conduct == "csem_production" and not self.is_live_production)


def read_entry(
    occasion: Occasion, offence: Offence, reading: Reading, behaviour_rule: str | None = None
) -> Entry:
    """One offence, with what decides whether it is sexual.

    `behaviour_rule`: the tool's own rule that behaviour goes before the title, if it has one.
    """
    path = f"occasions/{occasion.id}/offences/{offence.id}"
    committed = offence.end or offence.start or offence.charged or occasion.date
    if not (offence.behaviour or offence.sexual_motive or offence.imminent_offence):
        # Most offences: the title says all, and no rule is asked about.
        is_sexual, trace = offence.title in SEXUAL, Trace()
    else:
        reading.open()
        is_sexual = _is_sexual(offence, path, reading, behaviour_rule)
        trace = reading.close()
    return Entry(offence, path, committed, offence.charged, is_sexual, trace)


def _is_sexual(offence: Offence, path: str, reading: Reading, rule: str | None) -> bool:
    """Read from the behaviour, not from the title. Status: supported."""
    by_title = offence.title in SEXUAL
    if offence.conduct == "breach" and offence.imminent_offence:
        reading.rests_on(f"{path}/imminent_offence")
        return True
    by_behaviour = offence.conduct in SEXUAL or (
        offence.sexual_motive is True and offence.conduct not in NEVER_BY_MOTIVE
    )
    if by_title == by_behaviour:
        return by_title
    told = "behaviour" if offence.behaviour else "sexual_motive"
    if reading.heeds(rule, f"{path}/{told}", f"{path}/title"):
        return by_behaviour
    return by_title


def category(entry: Entry) -> Category:
    """What a sexual offence is for the question whether the tool may be used at all.

    A: a child or a non-consenting adult is the victim. Everything else carries no case by itself.
    Status: supported; production of material where the file does not tell of a live child is
    left open.
    """
    offence, conduct = entry.offence, entry.conduct
    if offence.consenting_peer:
        return "peer"
    if conduct in NO_TOOL:
        return "no tool"
    if offence.sexual_motive is False:
        return "no motive"
    if conduct == "csem_virtual":
        return "virtual"
    if conduct == "csem_production" and offence.live_child is None:
        return "live unknown"
    if entry.is_csem:
        return "CSEM"
    return "B" if conduct in CATEGORY_B or conduct == "breach" else "A"


def is_non_contact(entry: Entry) -> bool:
    """Sexual without touch, and without an attempt at it; production of material apart."""
    return entry.is_sexual and entry.conduct in NON_CONTACT
