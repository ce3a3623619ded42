"""Sentences that go with a figure which has a value, but is to be read with care."""

import numpy as np

from reliability.stats.matrix import Ratings

_FEW_RATINGS = 10
_MOST_CATEGORIES = 10


def rarity_note(ratings: Ratings) -> str | None:
    """A caution where the rarest category has so few ratings that intervals come out too short.

    Said of scales of up to ten categories; a scale of many scores always has rare ones.
    """
    if len(ratings.categories) > _MOST_CATEGORIES:
        return None
    uses = ratings.counts.sum(axis=0)
    used = np.flatnonzero(uses)
    if len(used) < 2:
        return None
    rarest = used[uses[used].argmin()]
    if uses[rarest] >= _FEW_RATINGS:
        return None
    label = ratings.labels[rarest]
    shown = f"{label:g}" if isinstance(label, float) else str(label)
    return (
        f"category {shown} has only {int(uses[rarest])} of the ratings, and intervals tend to be "
        f"too short where a category has fewer than {_FEW_RATINGS}"
    )
