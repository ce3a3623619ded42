"""The one door from the database to data frames.

Above it people are assessors and things are vignettes and items; below it there are only raters
and targets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from reliability.models import Study
from training.models import Coding, Mode, Rating
from vignettes.access import gold_in_force

if TYPE_CHECKING:
    import pandas as pd

FIRST = 1
ELIGIBILITY = {"no": 0.0, "yes": 1.0, "undecided": 2.0}


def ratings_frame(study: Study) -> pd.DataFrame:
    """First codings of the study's vignettes, one row per rating: target, rater, item, score.

    Only cases on which the tool may be used, by their gold: whoever scores another one disagrees
    about its use, which `eligibility_frame` tells. A score left out or found not scorable is not a
    row. Later attempts at the same vignette are practice on a known case and do not count.
    """
    import pandas as pd  # imported here: pages without statistics stay light

    usable = (
        gold_in_force(study.agency).filter(tool=study.tool, eligibility="yes").values("version")
    )
    rows = (
        Rating.objects.filter(coding__in=_first_codings(study).filter(version__in=usable))
        .filter(score__isnull=False)
        .order_by("coding__version__vignette__code", "coding__assessor_id", "item")
        .values_list("coding__version__vignette__code", "coding__assessor_id", "item", "score")
    )
    return pd.DataFrame(list(rows), columns=["target", "rater", "item", "score"])


def eligibility_frame(study: Study) -> pd.DataFrame:
    """The answers to whether the tool may be used: 0 no, 1 yes, 2 refer to an expert."""
    import pandas as pd

    rows = (
        _first_codings(study)
        .order_by("version__vignette__code", "assessor_id")
        .values_list("version__vignette__code", "assessor_id", "eligibility")
    )
    frame = pd.DataFrame(list(rows), columns=["target", "rater", "answer"])
    frame["score"] = frame.pop("answer").map(ELIGIBILITY)
    return frame


def _first_codings(study: Study) -> QuerySet[Coding]:
    """What assessors scored. What a panel's experts coded says how the gold was made."""
    codings: QuerySet[Coding] = Coding.objects.filter(
        agency=study.agency_id,
        tool=study.tool,
        version__in=study.versions.all(),
        attempt=FIRST,
    )
    return codings.exclude(assignment__mode=Mode.PANEL)
