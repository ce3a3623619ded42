"""Three raters on three cases as data frames: two agree throughout, the third does not."""

import pandas as pd

from instruments import catalogue

TOOL = "static-99r"
CASES = {
    "first": {"i2": 1, "i8": 1},
    "second": {"i1": 1, "i2": 1, "i4": 1, "i8": 1, "i9": 1, "i10": 1},
    "third": {"i1": -1},
}
THIRD_RATER = {"first": {"i9": 1}, "second": {}, "third": {"i8": 1, "i9": 1}}


def scores_frame(raters=(1, 2, 3)):
    """Totals are 2, 2, 3 on the first case, 6, 6, 6 on the second and -1, -1, 1 on the third."""
    items = [item.id for item in catalogue.tool(TOOL).items]
    rows = []
    for case, scores in CASES.items():
        for rater in raters:
            given = dict.fromkeys(items, 0) | scores
            given |= THIRD_RATER[case] if rater == 3 else {}
            rows += [(case, rater, item, score) for item, score in given.items()]
    return pd.DataFrame(rows, columns=["target", "rater", "item", "score"])


def answers_frame(raters=(1, 2, 3)):
    """Everybody says that the tool may be used."""
    rows = [(case, rater, 1.0) for case in CASES for rater in raters]
    return pd.DataFrame(rows, columns=["target", "rater", "score"])
