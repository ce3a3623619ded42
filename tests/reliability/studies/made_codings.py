"""Codings as arrays for tests: from a table of scores, or drawn."""

import numpy as np

from instruments import catalogue
from reliability.studies.frame import Codings


def codings_of(
    rows,
    tool="static-99r",
    kind="between",
    totals=None,
    bands=None,
    flags=None,
    days=None,
):
    """`rows`: (target, rater, scores by item[, part[, occasion]]), one for each coding."""
    rows = [(*row, "", 1)[:5] if len(row) == 3 else (*row, 1)[:5] for row in rows]
    items = tuple(item.id for item in catalogue.tool(tool).items)
    targets = tuple(dict.fromkeys(row[0] for row in rows))
    raters = tuple(dict.fromkeys(row[1] for row in rows))
    parts = tuple(dict.fromkeys(row[3] for row in rows))
    scores = [[row[2].get(item, np.nan) for item in items] for row in rows]
    given = [np.nan if total is None else total for total in totals or [None] * len(rows)]
    return Codings(
        tool=tool,
        kind=kind,
        items=items,
        targets=targets,
        raters=raters,
        parts=parts,
        numbers=np.arange(1, len(rows) + 1),
        target_of=np.array([targets.index(row[0]) for row in rows], dtype=np.intp),
        rater_of=np.array([raters.index(row[1]) for row in rows], dtype=np.intp),
        part_of=np.array([parts.index(row[3]) for row in rows], dtype=np.intp),
        occasion=np.array([row[4] for row in rows], dtype=np.intp),
        scores=np.array(scores, dtype=np.float64).reshape(len(rows), len(items)),
        total_given=np.array(given, dtype=np.float64),
        band_given=tuple(bands or [""] * len(rows)),
        coded_on=tuple(days or [None] * len(rows)),
        flags={name: np.array(values) for name, values in (flags or {}).items()},
    )


def drawn(pairs, tool="static-99r", seed=1, slips=0.15, blanks=0.0):
    """Rows for `codings_of`: each target has right scores, and raters slip from them.

    `pairs`: (target, rater) in order.
    """
    random = np.random.default_rng(seed)
    items = list(catalogue.tool(tool).items)
    right: dict[str, dict[str, int]] = {}
    rows = []
    for target, rater in pairs:
        if target not in right:
            right[target] = {item.id: int(random.choice(sorted(item.values))) for item in items}
        scores = dict(right[target])
        for item in items:
            if random.random() < slips:
                scores[item.id] = int(random.choice(sorted(item.values)))
            if random.random() < blanks:
                del scores[item.id]
        rows.append((target, rater, scores))
    return rows


def crossed(n=30, raters=("r1", "r2", "r3")):
    """Every rater, every target."""
    return [(f"t{place:03}", rater) for place in range(n) for rater in raters]


def changing(n=60, raters=6, seed=5):
    """Two of several raters for each target, who change from target to target."""
    random = np.random.default_rng(seed)
    chosen = [random.choice(raters, 2, replace=False).tolist() for _ in range(n)]
    return [(f"t{place:03}", f"r{rater}") for place, both in enumerate(chosen) for rater in both]
