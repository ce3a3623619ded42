"""The recomputed figures beside results.csv."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping

from .figure import Figure
from .ratings import Row

KINDS = ("value", "low", "high", "se")
Found = Mapping[tuple[str, str], Figure]


def compared(results: list[Row], found: Found, sums: list[str], taken: list[str]) -> bool:
    """Writes a table of the totals and every number that differs; True where none does.

    `sums` are the rows of data.csv whose total or band is another, `taken` the columns of it that
    are taken as they are.
    """
    checked, wrong, left_out = 0, [*sums, *_without_row(results, found)], []
    for row in results:
        if row["hidden"] or not any(row[kind] for kind in KINDS):
            continue
        ours = found_for(found, row["about"], row["name"])
        if is_beyond(found, row["about"]):
            left_out += [row["about"]] if row["about"] not in left_out else []
            continue
        if ours is None:
            wrong.append(f"{row['about']} {row['name']} is not recomputed by this script")
            continue
        checked += sum(bool(row[kind]) for kind in KINDS)
        wrong += _differing(row, ours)
    _tell(results, found)
    sys.stdout.write(f"\n{checked} numbers recomputed, {len(wrong)} differ.\n")
    if taken:
        told = "Computed by the tool in its own way, taken from data.csv as they are"
        sys.stdout.write(f"{told}: {', '.join(taken)}.\n")
    if left_out:
        sys.stdout.write(f"Not recomputed (see README.txt): {', '.join(left_out)}.\n")
    sys.stdout.writelines(f"DIFFERS: {line}\n" for line in wrong)
    return not wrong


def is_beyond(found: Found, about: str) -> bool:
    """A finding from the facts of files, or by a check of one tool alone."""
    return about.startswith("finding:") and (about, "codings") not in found


def _without_row(results: list[Row], found: Found) -> list[str]:
    """Rules that codings break here, and that results.csv does not have."""
    known = {row["about"] for row in results}
    return [
        f"{about} codings: {figure.value:g} here, no row there"
        for (about, name), figure in found.items()
        if about.startswith("finding:") and name == "codings" and figure.value
        if about not in known
    ]


def found_for(found: Found, about: str, name: str) -> Figure | None:
    """A further number of a figure is a row of its own: "icc1:k0" is k0 of icc1."""
    if (about, name) in found:
        return found[about, name]
    figure, _, further = name.partition(":")
    whole = found.get((about, figure))
    if whole is None or further not in whole.detail:
        return None
    return Figure(whole.detail[further])


def _differing(row: Row, ours: Figure) -> list[str]:
    name, wrong = f"{row['about']} {row['name']}", []
    for kind in KINDS:
        here = getattr(ours, kind)
        if row[kind] and not is_near(here, float(row[kind]), row):
            wrong.append(f"{name} {kind}: {here!r} here, {row[kind]} there")
    if row["n_used"] and not math.isnan(ours.used) and ours.used != int(row["n_used"]):
        wrong.append(f"{name} n: {ours.used:g} here, {row['n_used']} there")
    return wrong


def is_near(here: float, there: float, row: Row) -> bool:
    """1e-6 for closed forms and resampled limits; of fitted models 2e-3 of the figure or 1e-3."""
    away = abs(here - there)
    if row["name"].startswith("needed:") and is_fitted(row):
        return away <= max(1, 5e-3 * there)
    absolute, relative = (1e-3, 2e-3) if is_fitted(row) else (1e-6, 1e-6)
    return away <= absolute or away <= relative * abs(there)


def is_fitted(row: Row) -> bool:
    """Whether the figure comes from a model that was fitted step by step."""
    return row["form"].startswith("fitted") or "REML" in row["form"] or "blup" in row["name"]


def _tell(results: list[Row], found: Found) -> None:
    sys.stdout.write(f"{'about':<10} {'figure':<26} {'results.csv':>14} {'recomputed':>14}\n")
    for row in results:
        is_count = row["name"].startswith(("share:", "pairs:"))
        if row["about"] not in ("total", "band") or not row["value"] or is_count:
            continue
        ours = found_for(found, row["about"], row["name"])
        value = math.nan if ours is None else ours.value
        sys.stdout.write(
            f"{row['about']:<10} {row['name']:<26} {float(row['value']):>14.8f} {value:>14.8f}\n"
        )
