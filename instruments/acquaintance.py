"""Had he and a victim known each other for a day before the offence?"""

from __future__ import annotations

from instruments.facts import Victim

# Relations that cannot be younger than a day.
LASTING = frozenset(
    {
        "child",
        "sibling",
        "niece_nephew",
        "grandchild",
        "first_cousin",
        "stepchild",
        "partner_child",
        "foster_child",
        "spouse",
        "ex_spouse",
        "friend",
        "colleague",
        "pupil_or_charge",
    }
)
ONE_SIDED = ("offender_only", "victim_only")


def is_stranger(victim: Victim) -> bool | None:
    """Neither had known the other for 24 hours; None where the file does not tell.

    Known from one side only: not settled, None. All contact online: a stranger if a meeting was set
    within a day of the first contact (recalled).
    """
    if victim.online or victim.relation == "online_contact":
        return victim.meeting_within_24h or victim.knew_24h == "neither"
    if victim.knew_24h in ONE_SIDED:
        return None
    if victim.knew_24h is not None:
        return victim.knew_24h == "neither"
    if victim.relation == "stranger":
        return True
    return False if victim.relation in LASTING else None


def known_by(victim: Victim) -> str:
    """The fact that `is_stranger` turns on."""
    path = f"victims/{victim.id}"
    if victim.meeting_within_24h:
        return f"{path}/meeting_within_24h"
    return f"{path}/{'relation' if victim.knew_24h is None else 'knew_24h'}"
