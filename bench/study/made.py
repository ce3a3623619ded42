"""A field study of the size of the largest published one, drawn: who scored which file, and how.

Every file has right scores on ten items of the form of Static-99R, drawn with an item's own
prevalence and a tendency of the file to score high. Two of the raters score it: each slips on an
item now and then, some raters more often upwards than others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TextIO

import numpy as np

from instruments import catalogue
from reliability.stats.arrays import FloatArray, IntArray

TOOL = "static-99r"
SEED = 21_983
_SLIP = 0.1
_BLANK = 0.002


@dataclass(frozen=True, eq=False)
class Field:
    """One entry per coding; scores in the order of the sheet, NaN = left out."""

    targets: IntArray
    raters: IntArray
    scores: FloatArray
    n_targets: int
    n_raters: int


def field(n_targets: int, n_raters: int, seed: int = SEED) -> Field:
    """Two different raters for each target."""
    random = np.random.default_rng(seed)
    first = random.integers(0, n_raters, n_targets)
    second = (first + random.integers(1, n_raters, n_targets)) % n_raters
    targets = np.repeat(np.arange(n_targets), 2)
    raters = np.column_stack([first, second]).ravel()
    height = random.normal(0, 1, n_targets)[targets]
    lean = random.normal(0, 0.6, n_raters)[raters]
    columns = [_item(item.values, height, lean, random) for item in catalogue.tool(TOOL).items]
    scores = np.column_stack(columns)
    scores[random.random(scores.shape) < _BLANK] = np.nan
    return Field(targets, raters, scores, n_targets, n_raters)


def _item(
    values: tuple[int, ...], height: FloatArray, lean: FloatArray, random: np.random.Generator
) -> FloatArray:
    """Right scores by the file's height, the same for both raters, and each rater's slips."""
    scale = np.array(sorted(values), dtype=np.float64)
    cuts = np.sort(random.normal(0.6, 0.7, len(scale) - 1))
    own = np.repeat(random.normal(0, 1, len(height) // 2), 2)
    right = np.searchsorted(cuts, 0.5 * height + own)
    slips = random.random(len(right)) < _SLIP
    up = random.random(len(right)) < 1 / (1 + np.exp(-lean))
    moved = np.clip(right + np.where(up, 1, -1), 0, len(scale) - 1)
    return scale[np.where(slips, moved, right)]


def write_csv(made: Field, stream: TextIO) -> None:
    """As an agency would upload it: a file number, an evaluator, ten items."""
    items = [item.id for item in catalogue.tool(TOOL).items]
    stream.write(",".join(["file", "evaluator", *items]) + "\n")
    written = np.where(np.isnan(made.scores), -99, made.scores).astype(np.int64).tolist()
    for target, rater, row in zip(
        made.targets.tolist(), made.raters.tolist(), written, strict=True
    ):
        cells = ["" if score == -99 else str(score) for score in row]
        stream.write(",".join([f"F-{target:06}", f"E-{rater:04}", *cells]) + "\n")
