"""Every write of this app: keyword-only, atomic, named by a verb."""

from vignettes.actions.panels import (
    PanelRefusedError,
    adjudicate,
    note_gold_seen,
    open_panel,
    seat_expert,
    store_expert_coding,
    withdraw_panel,
)
from vignettes.actions.publishing import (
    Loaded,
    VignetteRefusedError,
    load_library,
    load_vignette,
    publish_case,
)

__all__ = [
    "Loaded",
    "PanelRefusedError",
    "VignetteRefusedError",
    "adjudicate",
    "load_library",
    "load_vignette",
    "note_gold_seen",
    "open_panel",
    "publish_case",
    "seat_expert",
    "store_expert_coding",
    "withdraw_panel",
]
