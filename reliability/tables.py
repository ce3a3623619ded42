"""The one door from the database to data frames, and to the attempts that gold is compared with.

Above it people are assessors and things are vignettes and items; below it there are only raters
and targets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django_scopes import scopes_disabled

from agencies.models import Agency
from training.models import Coding, Mode
from vignettes.access import of_decided_panels
from vignettes.models import ExpertCoding, GoldCoding, VignetteVersion

if TYPE_CHECKING:
    import pandas as pd

ELIGIBILITY = {"no": 0.0, "yes": 1.0, "undecided": 2.0}


def panel_frame(agency: Agency, tool: str) -> pd.DataFrame:
    """What an agency's experts gave where the tool may be used: target, rater, item, score."""
    import pandas as pd

    rows = [
        (target, rater, item, score)
        for target, rater, _, scores in _panel_codings(agency, tool)
        for item, score in sorted(scores.items())
        if score is not None
    ]
    return pd.DataFrame(rows, columns=["target", "rater", "item", "score"])


def panel_eligibility_frame(agency: Agency, tool: str) -> pd.DataFrame:
    """The experts' answers to whether the tool may be used: 0 no, 1 yes, 2 refer to an expert."""
    import pandas as pd

    rows = [
        (target, rater, ELIGIBILITY[answer])
        for target, rater, answer, _ in _panel_codings(agency, tool)
    ]
    return pd.DataFrame(rows, columns=["target", "rater", "score"])


def attempts(version: VignetteVersion, tool: str, agency: Agency | None) -> list[Coding]:
    """What was handed in on a version with a tool, in one agency or (None) in all of them.

    Across agencies only for changes of the shipped gold, which reach all of them.
    """
    with scopes_disabled():
        codings = Coding.objects.filter(version=version, tool=tool).exclude(
            assignment__mode=Mode.PANEL
        )
        if agency is not None:
            codings = codings.filter(agency=agency)
        found = codings.select_related("agency", "assessor__user", "assignment")
        return list(found.prefetch_related("ratings").order_by("submitted_at", "pk"))


def gold_by_agency(
    version: VignetteVersion, tool: str, agencies: set[int]
) -> dict[int, GoldCoding | None]:
    """The gold in force in each of these agencies, in one query; None where there is none."""
    every = list(
        GoldCoding.objects.filter(version=version, tool=tool)
        .filter(Q(agency=None) | Q(agency__in=agencies))
        .order_by("revision")
    )
    newest = {gold.agency_id: gold for gold in every}
    return {agency: newest.get(agency, newest.get(None)) for agency in agencies}


def _panel_codings(agency: Agency, tool: str) -> list[tuple[str, int, str, dict[str, int | None]]]:
    """The newest coding of each expert on each case, of panels at work none."""
    codings = (
        ExpertCoding.objects.filter(of_decided_panels(), agency=agency, tool=tool)
        .order_by("coded_at", "pk")
        .values_list("version__vignette__code", "expert_id", "eligibility", "scores")
    )
    newest = {
        (target, rater): (target, rater, answer, scores)
        for target, rater, answer, scores in codings
    }
    return list(newest.values())
