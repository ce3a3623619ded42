"""Codings that break a rule of the tool, by checks that need the table and rules.csv alone."""

from __future__ import annotations

from collections.abc import Callable

from .figure import Figure
from .ratings import Row, words_of

LISTED = 8
"""Of so many codings the report names the numbers."""
WRITTEN = (
    *("recomputed", "total_is_sum", "band_label", "band_of_total", "band_or_label"),
    "most_missing",
)
"""Checks of a total or a level that was written down: asked of codings that have one."""
Check = Callable[[Row, Row, Row], bool]


def finding_figures(
    data: list[Row], rules: list[Row], settings: Row
) -> dict[tuple[str, str], Figure]:
    """Of each rule: codings that break it, those asked, their raters, the first of their numbers.

    A rule whose check is not among CHECKS is left out: it is of one tool alone.
    """
    found: dict[tuple[str, str], Figure] = {}
    for rule in rules:
        if rule["check"] not in CHECKS:
            continue
        check, about = CHECKS[rule["check"]], f"finding:{rule['rule']}:{rule['evidence']}"
        broken = [row for row in data if check(row, rule, settings)]
        asked = sum(_is_asked(row, rule["check"]) for row in data)
        found[about, "codings"] = Figure(len(broken))
        found[about, "asked"] = Figure(asked)
        found[about, "raters"] = Figure(len({row["rater"] for row in broken}))
        numbers = sorted(int(row["number"]) for row in broken)[:LISTED]
        for place, number in enumerate(numbers, start=1):
            found[about, f"number:{place}"] = Figure(number)
    return found


def _is_asked(row: Row, check: str) -> bool:
    if check == "csem_only":
        return row["flag_csem_only"] != ""
    return check not in WRITTEN or _is_written(row)


def _is_written(row: Row) -> bool:
    return row["given_total"] != "" or row["given_band"] != ""


def _named(row: Row, total: str, settings: Row) -> str:
    """The band that the level written down names, by any of its names; "" for none of them."""
    label = row["given_band"].strip().casefold()
    bands = words_of(settings[f"bands.{total}"])
    for band, names in zip(bands, words_of(settings[f"band_names.{total}"]), strict=True):
        if label in names.split("|"):
            return band
    return ""


def _is_other_total(row: Row, rule: Row) -> bool:
    total = rule["total"]
    return bool(total and row["given_total"]) and row["given_total"] != row[f"total_{total}"]


def _is_other_band(row: Row, rule: Row, settings: Row) -> bool:
    """The level written down is one of the tool's, and not that of the scores."""
    level = rule["level"]
    own = row.get(f"band_{level}", "")
    named = _named(row, level, settings) if own else ""
    return bool(own and named) and own != named


def _is_unknown_band(row: Row, rule: Row, settings: Row) -> bool:
    return row["given_band"] != "" and not _named(row, rule["level"], settings)


def _is_not_permitted(row: Row, rule: Row, settings: Row) -> bool:
    items = words_of(settings["items"])
    return any(row[item] and row[item] not in words_of(settings[f"scale.{item}"]) for item in items)


def _lacks_required(row: Row, rule: Row, settings: Row) -> bool:
    may = words_of(settings["may_be_missing"])
    return any(not row[item] for item in words_of(settings["items"]) if item not in may)


def _has_most_missing(row: Row, rule: Row, settings: Row) -> bool:
    name = rule["total"]
    missing = sum(not row[item] for item in words_of(settings[f"items.{name}"]))
    most = settings[f"may_miss.{name}"]
    return row["given_total"] != "" and most != "" and missing > int(most)


def _implies_another(row: Row, rule: Row, settings: Row) -> bool:
    other = row[rule["other_item"]]
    return row[rule["item"]] == rule["value"] and other not in (rule["other_value"], "")


def _is_out_of_reach(row: Row, rule: Row, settings: Row) -> bool:
    scored = [item for item in words_of(settings[f"items.{rule['total']}"]) if row[item]]
    reach = sum(max(map(int, words_of(settings[f"scale.{item}"]))) for item in scored)
    return row["given_total"] != "" and int(row["given_total"]) > reach


def _is_csem_only(row: Row, rule: Row, settings: Row) -> bool:
    return row["flag_csem_only"] == "1" and any(row[item] for item in words_of(settings["items"]))


CHECKS: dict[str, Check] = {
    "permitted": _is_not_permitted,
    "required_items": _lacks_required,
    "implies": _implies_another,
    "total_is_sum": lambda row, rule, settings: _is_other_total(row, rule),
    "total_in_reach": _is_out_of_reach,
    "most_missing": _has_most_missing,
    "band_label": _is_unknown_band,
    "band_of_total": _is_other_band,
    "band_or_label": lambda *told: _is_unknown_band(*told) or _is_other_band(*told),
    "recomputed": lambda *told: _is_other_total(told[0], told[1]) or _is_other_band(*told),
    "level_alone": lambda row, rule, settings: row["given_band"] != "",
    "one_total": lambda row, rule, settings: _is_written(row),
    "csem_only": _is_csem_only,
}
