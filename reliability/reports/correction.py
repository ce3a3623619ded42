"""What a corrected case would change: tool by tool, for those who scored its earlier versions."""

from __future__ import annotations

from dataclasses import dataclass

from agencies.models import Agency
from reliability.reports.gold_change import Impact, Standard, impact
from training.questions import tool_name
from vignettes.casefile import CaseFile
from vignettes.gold import gold_of_case
from vignettes.models import VignetteVersion


@dataclass(frozen=True)
class ToolImpact:
    """One tool on one earlier version."""

    tool_name: str
    impact: Impact


def correction_impact(
    corrected: VignetteVersion, case: CaseFile, *, agency: Agency, names: bool
) -> tuple[ToolImpact, ...]:
    """Every earlier version and tool whose right answers would change, attempts or none."""
    for_library = corrected.vignette.agency_id is None
    versions = corrected.vignette.versions.order_by("-number")
    found = (
        ToolImpact(
            tool_name(gold.tool),
            impact(
                version,
                gold.tool,
                Standard(
                    gold.eligibility,
                    gold.scores,
                    provenance=gold.provenance,
                    rulings=gold.rulings,
                ),
                agency=agency,
                for_library=for_library,
                names=names,
            ),
        )
        for version in versions
        for gold in gold_of_case(case)
    )
    return tuple(one for one in found if one.impact.answers)
