"""Levels read from a published table of two tools, such as STABLE-2007 with Static-99R."""

from __future__ import annotations

from collections.abc import Mapping

from instruments import catalogue, scoring
from instruments.facts import Facts
from instruments.groups import is_only_csem
from instruments.phrases import PHRASES
from instruments.rulings import rulings
from instruments.scores import Scores
from instruments.scoring import TotalResult
from instruments.sheet import Composite, Text

NO_TABLE = PHRASES["no table"]
NEEDS_BOTH = Text(
    en="Not read from the table: it needs a total of both tools.",
    fr="Non lu dans la table : il faut un total des deux outils.",
)
NOT_VERIFIED = Text(
    en="The table is not verified against its source: the level is shown and decides nothing.",
    fr="La table n'est pas vérifiée d'après sa source : le niveau est affiché et ne décide de "
    "rien.",
)


def composites(
    tool_id: str,
    own: TotalResult,
    others: Mapping[str, TotalResult],
    *,
    only_csem: bool,
) -> dict[str, TotalResult]:
    """Each table of the tool, by its id: the level, or the sentence why there is none.

    `others`: the first total of the other tools, by the tool's id. A level is a band without a
    value, for it has no points. Where the tool may not be combined so, the rule says why.
    """
    instrument = catalogue.tool(tool_id)
    bands = [band.id for band in instrument.totals[0].bands]
    found = {}
    for table in instrument.composites:
        other = others.get(table.tool)
        if table.blocked_by is not None and only_csem:
            note = instrument.rule(table.blocked_by).statement
            found[table.id] = TotalResult(None, None, note)
        elif not table.table:
            found[table.id] = TotalResult(None, None, NO_TABLE)
        elif own.band is None or other is None or other.band is None:
            found[table.id] = TotalResult(None, None, NEEDS_BOTH)
        else:
            found[table.id] = _level(table, other.band.id, bands.index(own.band.id))
    return found


def totals_given(tool_id: str, facts: Facts, scores: Scores) -> dict[str, TotalResult]:
    """The totals of the scores an assessor gave, and the levels of the tables they enter.

    The other tool's total is the right one by the facts of the case. The answer to the question
    whether the tool may be used is not asked here.
    """
    instrument = catalogue.tool(tool_id)
    totals = scoring.totals(tool_id, scores.items)
    others = {
        table.tool: next(iter(rulings(table.tool, facts).totals.values()))
        for table in instrument.composites
        if table.table
    }
    own = totals[instrument.totals[0].id]
    return totals | composites(tool_id, own, others, only_csem=is_only_csem(facts))


def _level(table: Composite, other_band: str, own_place: int) -> TotalResult:
    is_sound = table.status in ("verified", "supported")
    return TotalResult(None, table.level(other_band, own_place), None if is_sound else NOT_VERIFIED)
