"""Writes: a frozen study is corrected by a new one, withdrawn, or two raters prove to be one."""

from __future__ import annotations

from collections.abc import Collection

from agencies.models import Membership
from reliability.models import Study, StudyJob


def correct(*, study: Study, by: Membership, because: str, without: Collection[int]) -> StudyJob:
    """A new study without these codings (by `number`) takes the place of one, for a reason.

    To mend rows bring the mended table: `bring(replaces=study, because=...)`. The old study keeps
    its data and reports, and says what replaced it. Raises StudyRefusedError.
    """
    raise NotImplementedError


def withdraw(*, study: Study, by: Membership, because: str) -> None:
    """Say for a reason that a study does not hold; its links close. Raises StudyRefusedError."""
    raise NotImplementedError


def merge_raters(
    *, study: Study, by: Membership, rater: str, same_as: str, because: str
) -> StudyJob:
    """Two raters of a study are one person: known from then on, and the study made anew.

    Raises StudyRefusedError, also where both scored the same target on the same occasion.
    """
    raise NotImplementedError
