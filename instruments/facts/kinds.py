"""The closed lists that facts choose from: kinds of offence, outcomes, relations and the like."""

from __future__ import annotations

from typing import Literal

# What a charge or conviction is called, or what the conduct was. The labels people read are in
# vignettes/terms.toml under the same keys.
OffenceKind = Literal[
    # sexual, a child or a non-consenting adult is the victim (category A)
    "contact_child",
    "contact_adult",
    "exposure",
    "voyeurism",
    "luring",
    # child sexual exploitation material
    "csem_possession",
    "csem_access",
    "csem_distribution",
    "csem_production",
    "csem_virtual",
    # sexual, no tool was made for it
    "sextortion",
    "ncii",
    # illegal but no specific victim, or consenting (category B)
    "prostitution_related",
    "consensual_public",
    "indecent_material",
    # violent by name
    "assault",
    "assault_weapon",
    "robbery",
    "threats",
    "confinement",
    "kidnapping",
    "homicide",
    # neither sexual nor violent by name
    "resisting_arrest",
    "breach",
    "failure_to_register",
    "failure_to_appear",
    "escape",
    "child_endangerment",
    "public_order",
    "mischief",
    "theft",
    "burglary",
    "fraud",
    "drugs",
    "driving",
    "weapons_possession",
    "arson",
    "other",
]

Outcome = Literal[
    "convicted",
    "convicted_not_sentenced",
    "pending",
    "withdrawn",
    "acquitted",
    "overturned",
    "cautioned",
]

OccasionKind = Literal[
    "court",
    "youth_court",
    "caution",
    "alternative_measure",
    "technical_violation",
    "placement",
    "removal_from_home",
]

Relation = Literal[
    "child",
    "stepchild",
    "partner_child",
    "sibling",
    "niece_nephew",
    "grandchild",
    "first_cousin",
    "spouse",
    "ex_spouse",
    "second_cousin",
    "first_cousin_once_removed",
    "wife_sister",
    "wife_aunt",
    "wife_niece",
    "wife_cousin",
    "nephew_wife",
    "foster_child",
    "acquaintance",
    "neighbour",
    "friend",
    "pupil_or_charge",
    "colleague",
    "online_contact",
    "stranger",
]

VictimRole = Literal[
    "target", "mixed_group", "accidental_witness", "chance_finder", "forced_witness"
]
VictimSource = Literal["conviction", "charge", "credible_report", "self_report", "polygraph_only"]
