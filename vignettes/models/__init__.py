"""Fictional cases, the sentences that tell their facts, and the codings that say what is right.

Versions, spans, codings and decisions are written once: database triggers refuse change and
deletion, and a correction is a new row. A case without an agency belongs to the shipped library
and is seen by all; gold without an agency holds wherever the agency's own panel has not decided.
"""

from vignettes.models.choices import Difficulty, Eligibility, Kind, Provenance, Reason
from vignettes.models.drafts import OPEN_STATES, CaseDraft, DraftState
from vignettes.models.gold import GoldCoding
from vignettes.models.library import EvidenceSpan, Vignette, VignetteVersion, content_language
from vignettes.models.panel import Adjudication, ExpertCoding, Panel, PanelSeat, SeenGold

__all__ = [
    "OPEN_STATES",
    "Adjudication",
    "CaseDraft",
    "Difficulty",
    "DraftState",
    "Eligibility",
    "EvidenceSpan",
    "ExpertCoding",
    "GoldCoding",
    "Kind",
    "Panel",
    "PanelSeat",
    "Provenance",
    "Reason",
    "SeenGold",
    "Vignette",
    "VignetteVersion",
    "content_language",
]
