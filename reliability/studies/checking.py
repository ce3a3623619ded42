"""From mapped rows to codings, and everything that is wrong with a row, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from datetime import date

from instruments import catalogue
from reliability.studies.checking_cells import Cells
from reliability.studies.checking_findings import MAX_FINDINGS, Counts, Findings, RowFinding
from reliability.studies.checking_order import Draft, put_in_order
from reliability.studies.checking_plan import Plan, plans
from reliability.studies.checking_sums import Sums
from reliability.studies.columns_kinds import Mapping
from reliability.studies.columns_words import item_in
from reliability.studies.frame import CodingRow

__all__ = ["MAX_FINDINGS", "Checked", "Counts", "RowFinding", "check"]

STEP = 2_000
_NO_FLAGS: dict[str, bool] = {}


@dataclass(frozen=True)
class Checked:
    """The codings that can be taken, what was found in the rows, and how many of each."""

    rows: list[CodingRow]
    findings: tuple[RowFinding, ...]
    counts: Counts


def check(
    rows: Iterable[Sequence[str]],
    mapping: Mapping,
    tool_id: str,
    kind: str,
    aliases: MappingOf[str, str] | None = None,
    *,
    hide: Callable[[str], str],
    headers: Sequence[str] = (),
    today: date | None = None,
    progress: Callable[[int], None] | None = None,
) -> Checked:
    """Every row of a blinded table, read by the mapping.

    `hide` hashes what is only known to be an identifier by the mapping (Blinder.identifier);
    `aliases` are hashes of assessors that stand for another. `progress` is told the number of rows
    every two thousand, and what it raises ends the check. A row with an error is left out whole.
    Raises ValueError for a mapping with problems or an unknown kind.
    """
    findings = Findings(headers)
    cells = Cells(findings, hide, aliases or {}, today or date.today())
    reader = _Reader(plans(mapping, tool_id), tool_id, cells, findings)
    read = reader.rating if mapping.layout == "ratings" else reader.coding
    count = empty = 0
    for count, row in enumerate(rows, 1):
        if any(row):
            read(mapping.first_row + count - 1, row)
        else:
            empty += 1
        if progress is not None and count % STEP == 0:
            progress(count)
    drafts = reader.finished()
    put_in_order(drafts, kind, findings)
    taken = _taken(drafts, findings)
    ratings = sum(len(row.scores) for row in taken)
    return Checked(
        taken,
        findings.listed(),
        findings.counts(rows=count - empty, empty=empty, taken=len(taken), ratings=ratings),
    )


def _taken(drafts: Sequence[Draft], findings: Findings) -> list[CodingRow]:
    """Numbered in the order of the file."""
    good = [draft for draft in drafts if draft.row not in findings.bad_rows]
    return [
        CodingRow(
            number=number,
            target=draft.target,
            rater=draft.rater,
            scores=draft.scores,
            occasion=draft.occasion,
            part=draft.part,
            coded_on=draft.coded_on,
            total=draft.total,
            band=draft.band,
            flags=draft.flags,
        )
        for number, draft in enumerate(good, 1)
    ]


class _Reader:
    """Collects drafts, one for each coding; in a table of scores they grow row by row."""

    def __init__(
        self, plans: tuple[Plan, ...], tool_id: str, cells: Cells, findings: Findings
    ) -> None:
        tool = catalogue.tool(tool_id)
        self._plans = plans
        self._tool_id = tool_id
        self._cells = cells
        self._findings = findings
        self._bands = {band.id: band.id for band in tool.totals[0].bands}
        self._n_items = len(tool.items)
        self._sums = Sums(tool_id)
        self._drafts: list[Draft] = []
        self._open: dict[tuple[str, str, str, int], Draft] = {}
        self._same_scores: dict[tuple[int | None, ...], dict[str, int]] = {}
        self._items = {item.item: item for item in plans[0].items}
        self._note_table(plans[0])

    def _note_table(self, plan: Plan) -> None:
        if plan.coder and plan.rater < 0:
            self._findings.add(0, -1, "raters-by-column")
        have = {item.item for item in plan.items}
        lacking = [n for n in range(1, self._n_items + 1) if f"i{n}" not in have]
        if lacking:
            self._findings.add(0, -1, "item-without-column", items=_listed(lacking))

    def coding(self, number: int, row: Sequence[str]) -> None:
        """A row that is one coding, or one by each of two assessors."""
        for plan in self._plans:
            scores = self._cells.scores(number, row, plan)
            draft = self._begun(number, row, plan)
            draft.scores = self._shared(scores, plan)
            if plan.coder:
                draft.occasion = plan.coder
            if number in self._findings.bad_rows:
                continue
            if not draft.scores:
                self._findings.add(number, plan.items[0].place, "no-scores")
                continue
            missing = [int(i.number) for i, s in zip(plan.items, scores, strict=True) if s is None]
            if missing:
                self._findings.add(number, -1, "missing-items", items=_listed(missing))
            self._drafts.append(draft)

    def _begun(self, number: int, row: Sequence[str], plan: Plan) -> Draft:
        cells = self._cells
        return Draft(
            row=number,
            target=cells.target(number, row, plan),
            rater=cells.rater(number, row, plan),
            occasion=cells.occasion(number, row, plan),
            part=cells.part(row, plan),
            coded_on=cells.coded_on(number, row, plan),
            scores={},
            total=cells.total(number, row, plan),
            band=cells.band(number, row, plan, self._bands),
            flags=cells.flags(number, row, plan) or _NO_FLAGS,
        )

    def _shared(self, scores: list[int | None], plan: Plan) -> dict[str, int]:
        """The same scores are the same object: codings are many, and different ones few."""
        key = tuple(scores)
        found = self._same_scores.get(key)
        if found is None:
            found = self._same_scores[key] = {
                item.item: score
                for item, score in zip(plan.items, scores, strict=True)
                if score is not None
            }
        return found

    def rating(self, number: int, row: Sequence[str]) -> None:
        """A row that is one score of one item."""
        plan = self._plans[0]
        named = row[plan.item_name]
        item = self._items.get(named) or self._items.get(item_in(named, self._tool_id))
        if item is None:
            self._findings.add(number, plan.item_name, "unknown-item", n=self._n_items)
            return
        cell = row[plan.score]
        score = item.permitted.get(cell)
        if score is None and cell:
            self._cells.refuse_score(number, cell, item)
        elif score is None:
            self._findings.add(number, plan.score, "empty-score")
        draft = self._of(number, row, plan)
        if draft is not None and score is not None:
            self._put(number, draft, item.item, score)

    def _of(self, number: int, row: Sequence[str], plan: Plan) -> Draft | None:
        """The coding to which a score belongs; a later row may tell what the first left open."""
        draft = self._begun(number, row, plan)
        if number in self._findings.bad_rows:
            return None
        found = self._open.setdefault(
            (draft.part, draft.target, draft.rater, draft.occasion), draft
        )
        if found is not draft:
            found.coded_on = found.coded_on or draft.coded_on
            found.total = draft.total if found.total is None else found.total
            found.band = found.band or draft.band
            found.flags = {**draft.flags, **found.flags} if draft.flags else found.flags
        return found

    def _put(self, number: int, draft: Draft, item: str, score: int) -> None:
        if item in draft.scores:
            self._findings.add(number, -1, "same-score-twice", other=draft.row)
        else:
            draft.scores[item] = score

    def finished(self) -> list[Draft]:
        """All drafts. In a table of scores: those with a score, each with the same-score dicts."""
        for draft in self._open.values():
            if draft.scores:
                self._close(draft)
        for draft in self._drafts:
            self._note_sum(draft)
        return self._drafts

    def _note_sum(self, draft: Draft) -> None:
        made = self._sums.other(draft.scores, draft.total)
        if made is not None:
            place = self._plans[0].total if len(self._plans) == 1 else -1
            self._findings.add(draft.row, place, "other-total", str(draft.total), made=made)

    def _close(self, draft: Draft) -> None:
        items = self._plans[0].items
        scores = [draft.scores.get(item.item) for item in items]
        draft.scores = self._shared(scores, self._plans[0])
        missing = [int(i.number) for i, s in zip(items, scores, strict=True) if s is None]
        if missing:
            self._findings.add(draft.row, -1, "missing-items", items=_listed(missing))
        self._drafts.append(draft)


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
