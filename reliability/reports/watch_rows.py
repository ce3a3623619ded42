"""Where each watched series stands, in the list of charts: from what the last run kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reliability.models import Alert, Watch
from training.questions import tool_name


@dataclass(frozen=True)
class WatchRow:
    """One assessor and tool in the list of charts."""

    watch: Watch
    who: str
    tool_name: str
    share: int | None
    level: int | None
    words: str
    tone: str


def watch_row(watch: Watch) -> WatchRow:
    """Where one series stands, from what the last run kept."""
    share, level = watch.state.get("share"), watch.state.get("level")
    kinds = dict(Alert.Kind.choices)
    return WatchRow(
        watch=watch,
        who=str(watch.enrolment.assessor.user),
        tool_name=tool_name(watch.tool),
        share=None if share is None else round(100 * share),
        level=None if level is None else round(100 * level),
        words=str(kinds.get(watch.signal, "")) if watch.signal else _("as at certification"),
        tone="warn" if watch.signal else "ok",
    )
