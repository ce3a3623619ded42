"""Totals that were written down beside what the items make: the rows to mend before a report."""

from __future__ import annotations

from collections.abc import Mapping

from instruments import catalogue, scoring


class Sums:
    """What the items of a coding make, by the sheet of a tool that has one total."""

    def __init__(self, tool_id: str) -> None:
        tool = catalogue.tool(tool_id)
        self._tool_id = tool_id
        self._total = tool.totals[0].id if len(tool.totals) == 1 else ""
        self._items = len(tool.items)
        self._known: dict[frozenset[tuple[str, int]], int | None] = {}

    def other(self, scores: Mapping[str, int], written: int | None) -> int | None:
        """The total of these scores where it is not the one written down; else None.

        None too where an item is blank or the tool has several totals: the report tells of those.
        """
        if written is None or not self._total or len(scores) < self._items:
            return None
        key = frozenset(scores.items())
        if key not in self._known:
            made = scoring.total(self._tool_id, dict(scores), self._total).value
            self._known[key] = None if made is None else int(made)
        made = self._known[key]
        return None if made == written else made
