"""The measurement of drift as tables, each figure beside what is wanted."""

from collections.abc import Mapping, Sequence
from typing import Any

from bench.machine import described

HEAD = (
    "| detector | run length, sound | .90 to .82 | .90 to .75 | seen within the wanted cases |",
    "|---|---|---|---|---|",
)


def text(found: Mapping[str, Any]) -> str:
    """All tables."""
    lines = [
        "Drift: check cases until it is seen (medians, after 24 sound cases), and false alarms",
        described(found["machine"], found["date"]),
        "",
        *_falls(found),
        "",
        *_rules(found),
        "",
        *_bank(found),
        "",
        *_tried(found["tried"]),
        f"{found['seconds']} seconds",
    ]
    return "\n".join(lines)


def _falls(found: Mapping[str, Any]) -> list[str]:
    lines = []
    for clustering, wanted in found["wanted"]["medians"].items():
        lines += [f"Ten items a case, clustering {clustering}", "", *HEAD]
        least = found["wanted"]["run_length"]
        lines.append(f"| wanted | at least {least} | {wanted[0]} | {wanted[1]} | 50 %, 50 % |")
        ours = [row for row in found["falls"] if row["clustering"] == clustering]
        for row in ours:
            lines.append(_row(_name(row), row, [least, *wanted]))
        for name, rows in found["peers"].items():
            lines.append(_row(name, rows[clustering], None))
        lines.append("")
    return lines[:-1]


def _name(row: Mapping[str, Any]) -> str:
    known = ", difficulty of the case known" if row["difficulty_known"] else ""
    return f"ours, all detectors{known}"


def _row(name: str, row: Mapping[str, Any], wanted: Sequence[float] | None) -> str:
    medians = [str(one) for one in row["medians"]]
    length = f"{row['run_length']:.0f}"
    if wanted:
        length += _held(row["run_length"] >= wanted[0])
        medians = [
            shown + _held(one is not None and one <= most)
            for shown, one, most in zip(medians, row["medians"], wanted[1:], strict=True)
        ]
    within = ", ".join(f"{100 * share:.0f} %" for share in row["within"])
    return f"| {name} | {length} | {' | '.join(medians)} | {within} |"


def _held(is_held: bool) -> str:
    return ", held" if is_held else ", MISSED"


def _rules(found: Mapping[str, Any]) -> list[str]:
    wanted = found["wanted"]["rule"]
    lines = [
        "One newly misread rule, on the cases that ship: cases that exercise it until it is named",
        "",
        "| other answers right | rules | median until rightly named | within 4 | within 12 | "
        "median until any alarm | alarms on other rules, a trial | rules named |",
        "|---|---|---|---|---|---|---|---|",
        f"| wanted | | {wanted} | | | | | |",
    ]
    for sound, row in found["rules"].items():
        held = _held(row["median"] <= wanted)
        lines.append(
            f"| {float(sound):.0%} | {row['rules']} | {row['median']:g}{held} | "
            f"{row['within_4']:.0%} | {row['named']:.0%} | {row['median_of_any_alarm']:g} | "
            f"{row['wrongly_per_trial']:.2f} | {row['names']:.2f} |"
        )
    lines += [f"| {name} | | names no rule | | | | | |" for name in found["peers"]]
    return lines


def _tried(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    if not rows:
        return []
    lines = [
        "Clustering .08, the whole run length of 180 for accuracy alone",
        "",
        "| detector | .90 to .82 seen within 10 | .90 to .75 seen within 5 |",
        "|---|---|---|",
    ]
    for row in rows:
        shares = " | ".join(f"{100 * share:.1f} %" for share in row["within"])
        lines.append(f"| {row['detector']} | {shares} |")
    return [*lines, ""]


def _bank(found: Mapping[str, Any]) -> list[str]:
    lines = [
        "Sound assessors (.90) on the cases that ship: check cases between two alarms",
        "",
        "| tool | cases | with items | rules | items | accuracy | bias | rules | all together |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    least = found["wanted"]["run_length"]
    for row in found["bank"]:
        held = _held(row["run_length"] >= least)
        shown = " | ".join(
            str(row[name])
            for name in (
                "tool",
                "cases",
                "scored",
                "rules_tested",
                "items",
                "accuracy",
                "bias",
                "rules",
            )
        )
        lines.append(f"| {shown} | {row['run_length']}{held} |")
    return lines
