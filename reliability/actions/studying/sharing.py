"""Writes: links by which a report is read without an account, until a day."""

from __future__ import annotations

from datetime import date

from agencies.models import Membership
from reliability.models import ReportEdition, ShareLink


def share(*, edition: ReportEdition, by: Membership, until: date) -> tuple[ShareLink, str]:
    """A new link, open until the end of a day at most a year away, and its code, told once.

    Raises StudyRefusedError for a withdrawn study or another day.
    """
    raise NotImplementedError


def close(*, link: ShareLink, by: Membership) -> None:
    """Close a link before its day. A link that is closed stays so."""
    raise NotImplementedError
