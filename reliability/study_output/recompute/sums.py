"""Totals and bands, summed again from the item scores by what settings.csv says of the sheet."""

from __future__ import annotations

from .ratings import Row, words_of


def sum_again(data: list[Row], settings: Row) -> list[str]:
    """Puts every plain sum and its band where the export has its own; what differs, row by row.

    A total that the sheet does not plainly sum is left as it was exported.
    """
    wrong = []
    for name in words_of(settings["sums"]):
        items, required, most, low, high = _rule_of(name, settings)
        bands = bands_of(name, settings)
        for row in data:
            missing = [item for item in items if not row[item]]
            total = sum(int(row[item]) for item in items if row[item])
            is_one = not required & set(missing) and len(missing) <= most and low <= total <= high
            wrong += _put(row, f"total_{name}", str(total) if is_one else "")
            if bands:
                own = (band for band, least, top in bands if least <= total <= top)
                wrong += _put(row, f"band_{name}", next(own, "") if is_one else "")
    return wrong


def _rule_of(name: str, settings: Row) -> tuple[list[str], set[str], int, int, int]:
    """The items of a total, those that must be scored, how many may be missing, its range."""
    items = words_of(settings[f"items.{name}"])
    required = set(items) - set(words_of(settings["may_be_missing"]))
    low, high = settings[f"total_range.{name}"].split("..")
    return items, required, int(settings[f"may_miss.{name}"] or len(items)), int(low), int(high)


def bands_of(name: str, settings: Row) -> list[tuple[str, int, int]]:
    """Each band of a total with both ends."""
    ends = [edge.split("..") for edge in words_of(settings[f"band_ranges.{name}"])]
    names = words_of(settings[f"bands.{name}"])
    return [(band, int(low), int(high)) for band, (low, high) in zip(names, ends, strict=True)]


def _put(row: Row, column: str, here: str) -> list[str]:
    there, row[column] = row[column], here
    if here == there:
        return []
    told = f"{here or 'none'} here, {there or 'none'} there"
    return [f"data.csv, coding {row['number']}, {column}: {told}"]


def taken_as_they_are(settings: Row) -> list[str]:
    """Columns of totals that the tool computes in its own way."""
    summed, found = words_of(settings["sums"]), []
    for name in words_of(settings["totals"]):
        if name not in summed:
            found.append(f"total_{name}")
            found += [f"band_{name}"] if settings[f"bands.{name}"] else []
    return found
