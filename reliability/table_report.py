"""From a written table and the options of the command to every figure of it."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from reliability.stats import Estimate, Ratings, as_ratings, from_cells, report
from reliability.stats.gold import against_gold
from reliability.stats.kappa import pairwise
from reliability.stats.matrix import Label
from reliability.table_input import (
    Cell,
    TableError,
    WrittenTable,
    is_numeric,
    number_in,
    numbers_of,
)

TOTAL = "total"


@dataclass(frozen=True)
class PairFigures:
    """Two raters compared on the targets that both scored."""

    raters: tuple[str, str]
    n: int
    agreement: float | None
    kappa: float | None
    kappa_quadratic: float | None


@dataclass(frozen=True)
class TableReport:
    """Everything that is said of one table of raters and targets."""

    ratings: Ratings
    raters: tuple[str, ...]
    level: str
    level_is_assumed: bool
    estimates: Mapping[str, Estimate]
    pairs: tuple[PairFigures, ...] | None = None


@dataclass(frozen=True)
class WholeReport:
    """The report of a table, or of each item and of their sum (None where there is no sum)."""

    table: TableReport | None
    items: Mapping[str, TableReport] = field(default_factory=dict)
    total: TableReport | None = None
    no_total: str | None = None


@dataclass(frozen=True)
class _Reading:
    """The choices that hold for every item of a table."""

    table: WrittenTable
    options: Namespace
    raters: tuple[str, ...]
    meaning: Mapping[str, float] | None
    level: str
    categories: tuple[Label, ...] | None


def report_on(table: WrittenTable, options: Namespace) -> WholeReport:
    """Every figure that the options ask for; a `TableError` where the table does not allow them."""
    reading = _read_as_asked(table, options)
    if not table.items:
        if options.item is not None:
            raise TableError(f"--item {options.item}: the table has no column 'item'")
        return WholeReport(_reported(reading, table.cells))
    if options.item is not None:
        _known(options.item, table.items, "item")
        return WholeReport(_reported(reading, _of_item(table, options.item)))
    items = {name: _reported(reading, _of_item(table, name)) for name in table.items}
    if reading.meaning is None:
        return WholeReport(None, items, None, "scores that are text have no total")
    return WholeReport(None, items, _total(reading))


def _of_item(table: WrittenTable, name: str) -> tuple[Cell, ...]:
    return tuple(cell for cell in table.cells if cell.item == name)


def _known(name: str, names: Sequence[str], kind: str) -> None:
    if name not in names:
        raise TableError(
            f"there is no {kind} {name!r}; the table has {', '.join(repr(one) for one in names)}"
        )


def _read_as_asked(table: WrittenTable, options: Namespace) -> _Reading:
    if options.gold is not None:
        _known(options.gold, table.raters, "rater or column")
    asks_numbers = options.level in ("interval", "ratio")
    as_numbers = asks_numbers or (options.level == "nominal" and _are_numbers(table))
    if options.level in (None, "ordinal"):
        as_numbers = is_numeric(table)
    if options.level == "ordinal" and not as_numbers and options.categories is None:
        raise TableError(
            "the scores are text, so their order is unknown; add --categories with the labels from "
            "lowest to highest, or say --level nominal"
        )
    meaning = numbers_of(table) if as_numbers else None
    categories = _declared(table, options.categories, meaning)
    level = options.level or ("nominal" if meaning is None else "ordinal")
    raters = tuple(name for name in table.raters if name != options.gold)
    return _Reading(table, options, raters, meaning, level, categories)


def _are_numbers(table: WrittenTable) -> bool:
    return all(
        number_in(cell.text, decimal_comma=table.decimal_comma) is not None for cell in table.cells
    )


def _declared(
    table: WrittenTable, names: Sequence[str] | None, meaning: Mapping[str, float] | None
) -> tuple[Label, ...] | None:
    if names is None:
        return None
    if meaning is None:
        _refuse_strangers(
            table, {name: name for name in names}, {c.text: c.text for c in table.cells}
        )
        return tuple(names)
    numbers: dict[Label, str] = {}
    for name in names:
        number = number_in(name, decimal_comma=False)
        if number is None:
            raise TableError(f"--categories: {name!r} is not a number, but the scores are numbers")
        numbers[number] = name
    _refuse_strangers(table, numbers, meaning)
    return tuple(numbers)


def _refuse_strangers(
    table: WrittenTable, declared: Mapping[Label, str], meaning: Mapping[str, Label]
) -> None:
    for cell in table.cells:
        if meaning[cell.text] not in declared:
            raise TableError(
                f"{cell.place}: {cell.text!r} is not one of the declared categories "
                f"{', '.join(declared.values())}; correct the score or declare it"
            )


def _reported(reading: _Reading, cells: Sequence[Cell]) -> TableReport:
    columns = {name: place for place, name in enumerate(reading.raters)}
    rows = {name: place for place, name in enumerate(reading.table.targets)}
    kept = [cell for cell in cells if cell.rater in columns]
    at = [(rows[cell.target], columns[cell.rater]) for cell in kept]
    shape = (len(rows), len(columns))
    if reading.meaning is None:
        labels = np.full(shape, None, dtype=object)
        for (row, column), cell in zip(at, kept, strict=True):
            labels[row, column] = cell.text
        ratings = as_ratings(labels, reading.categories or _all_labels(reading))
    else:
        scores = np.array([reading.meaning[cell.text] for cell in kept], dtype=np.float64)
        ratings = _from_places(at, scores, shape, reading.categories)
    found = _figures(reading, ratings)
    if reading.options.gold is not None:
        found["gold"] = _against_gold(reading, cells, ratings)
    return _with_pairs(reading, ratings, found)


def _all_labels(reading: _Reading) -> tuple[Label, ...]:
    return tuple(sorted({cell.text for cell in reading.table.cells}))


def _from_places(
    at: Sequence[tuple[int, int]],
    scores: np.ndarray[tuple[int], np.dtype[np.float64]],
    shape: tuple[int, int],
    categories: tuple[Label, ...] | None,
) -> Ratings:
    places = np.array(at, dtype=np.intp).reshape(-1, 2)
    return from_cells(
        places[:, 0],
        places[:, 1],
        scores,
        n_targets=shape[0],
        n_raters=shape[1],
        categories=categories,
    )


def _figures(reading: _Reading, ratings: Ratings) -> dict[str, Estimate]:
    options = reading.options
    return dict(
        report(
            ratings,
            level=reading.level,
            weights=options.weights,
            confidence=options.ci,
            bootstrap=options.bootstrap,
            seed=options.seed,
        )
    )


def _against_gold(reading: _Reading, cells: Sequence[Cell], ratings: Ratings) -> Estimate:
    right = {cell.target: cell.text for cell in cells if cell.rater == reading.options.gold}
    labels = np.array([*ratings.labels, None], dtype=object)[ratings.codes]
    gold: list[Label | None] = []
    for target in reading.table.targets:
        text = right.get(target)
        known = reading.meaning is not None and text is not None
        gold.append(reading.meaning[text] if known else text)  # type: ignore[index]
    return against_gold(labels, gold, reading.categories, reading.options.ci)


def _with_pairs(reading: _Reading, ratings: Ratings, found: Mapping[str, Estimate]) -> TableReport:
    pairs = _pairs(reading.raters, ratings) if reading.options.pairs else None
    assumed = reading.options.level is None
    return TableReport(ratings, reading.raters, reading.level, assumed, found, pairs)


def _pairs(names: Sequence[str], ratings: Ratings) -> tuple[PairFigures, ...]:
    plain, quadratic = pairwise(ratings), pairwise(ratings, "quadratic")
    used = [names[rater] for rater in ratings.raters_used]
    return tuple(
        PairFigures(
            (used[i], used[j]),
            int(plain.n[i, j]),
            float(plain.agreement[i, j]) if plain.n[i, j] else None,
            _or_none(float(plain.values[i, j])),
            _or_none(float(quadratic.values[i, j])) if ratings.is_numeric else None,
        )
        for i in range(len(used))
        for j in range(i + 1, len(used))
    )


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value


def _total(reading: _Reading) -> TableReport:
    """The sum of the items, for each rater and target that has all of them."""
    meaning = reading.meaning or {}
    sums: dict[tuple[str, str], list[float]] = {}
    for cell in reading.table.cells:
        sums.setdefault((cell.target, cell.rater), []).append(meaning[cell.text])
    columns = {name: place for place, name in enumerate(reading.raters)}
    rows = {name: place for place, name in enumerate(reading.table.targets)}
    whole = {
        (rows[target], columns[rater]): sum(scores)
        for (target, rater), scores in sums.items()
        if len(scores) == len(reading.table.items) and rater in columns
    }
    scores = np.array(list(whole.values()), dtype=np.float64)
    ratings = _from_places(list(whole), scores, (len(rows), len(columns)), None)
    return _with_pairs(reading, ratings, _figures(reading, ratings))
