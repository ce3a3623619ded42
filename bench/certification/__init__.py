"""Who passes under the shipped default policy, by true agreement: exact, and simulated anew."""

import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import accumulate
from typing import Any

from bench.certification.on_shipped import attempt
from bench.certification.takers import Exam, Tally, tally
from bench.machine import described, machine, today
from reliability.certification import (
    CurvePoint,
    default_policy,
    operating_curve,
    pass_within,
)

TOOL = "static-99r"
SEED = 20261123
ATTEMPTS, SHIPPED = 1_000, 40
"""Simulated attempts for each true agreement; on shipped cases, for each tool and agreement."""
TRUE = tuple(round(0.70 + 0.025 * n, 3) for n in range(12))
EVENLY = tuple(round(0.75 + 0.01 * n, 2) for n in range(21))
"""75 to 95 %: the assessors over whom the median of cases is taken."""
WANTED_AT = (0.75, 0.95)
KEY = (0.75, 0.80, 0.85, 0.90, 0.95)
WANTED = {"passes_95": 0.97, "passes_75_within_attempts": 0.03, "median_cases": 14}
AS_STATED = Exam("as stated: 10 items, clustering .08")
OTHERS = (
    Exam("clustering .00", clustering=0.0),
    Exam("clustering .15", clustering=0.15),
    Exam("7 items a case", items=7),
    Exam("13 items a case", items=13),
    Exam("7 to 13 items a case", varied=True),
    Exam("cases of unequal difficulty (SD .7 logits)", spread=0.7),
    Exam("mistakes mostly too high (80 %)", upward=0.8),
    Exam("a third of cases ask for eligibility only", without_items=1 / 3),
)
TOOLS = ("static-99r", "cport", "casic", "rm2000s", "osp")


def figures(
    *, full: bool = False, attempts: int = ATTEMPTS, shipped: int = SHIPPED
) -> dict[str, Any]:
    """The curve, the three wanted figures, other exams, and the shipped cases.

    `full`: 4,000 simulated attempts for each true agreement, 200 on shipped cases.
    """
    began = time.perf_counter()
    if full:
        attempts, shipped = 4_000, 200
    policy = default_policy(TOOL)
    points = operating_curve(policy, true=TRUE)
    return {
        "exact": _exact(policy.attempts),
        "wanted": WANTED,
        "attempts_allowed": policy.attempts,
        "policy": policy.model_dump(mode="json", exclude={"label"}),
        "curve": [_row(point, policy.attempts) for point in points],
        "simulated": _simulated(attempts, policy.attempts),
        "shipped": _shipped(shipped),
        "attempts": attempts,
        "attempts_on_shipped": shipped,
        "seconds": round(time.perf_counter() - began, 1),
        "machine": machine(),
        "date": today(),
        "seeds": {"attempts": SEED},
        "peers": {},
    }


def _exact(allowed: int) -> dict[str, Any]:
    """The wanted figures, computed for the model as stated."""
    policy = default_policy(TOOL)
    low, high = operating_curve(policy, true=(0.75, 0.95))
    ended: dict[int, float] = {}
    for point in operating_curve(policy, true=EVENLY):
        for cases, chance in point.by_cases:
            ended[cases] = ended.get(cases, 0.0) + chance / len(EVENLY)
    return {
        "passes_95": round(high.passes, 4),
        "passes_75_within_attempts": round(pass_within(low.passes, allowed), 4),
        "median_cases": _median(ended),
        "ends_after": {cases: round(share, 3) for cases, share in ended.items()},
    }


def _row(point: CurvePoint, allowed: int) -> dict[str, float]:
    return {
        "true": point.true,
        "passes": round(point.passes, 4),
        "passes_within_attempts": round(pass_within(point.passes, allowed), 4),
        "mean_cases": round(point.mean_cases, 1),
    }


def _median(ended: Mapping[int, float]) -> int:
    numbers = sorted(ended)
    below = accumulate(ended[n] for n in numbers)
    half = sum(ended.values()) / 2
    return next(n for n, sofar in zip(numbers, below, strict=True) if sofar >= half)


def _simulated(attempts: int, allowed: int) -> list[dict[str, Any]]:
    """Each exam, its attempts shared between the cores; the median from assessors of 75 to 95 %."""
    jobs = [
        (exam, true, _enough(exam, true, attempts), place)
        for place, exam in enumerate((AS_STATED, *OTHERS))
        for true in EVENLY
    ]
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as processes:
        tallies = list(processes.map(_tally, jobs, chunksize=1))
    rows = []
    for exam in (AS_STATED, *OTHERS):
        mine = {job[1]: told for job, told in zip(jobs, tallies, strict=True) if job[0] is exam}
        rows.append(_exam_row(exam, mine, allowed))
    return rows


def _enough(exam: Exam, true: float, attempts: int) -> int:
    """More where a wanted figure hangs on few of them, fewer where only the median does."""
    if exam is AS_STATED and true in WANTED_AT:
        return 10 * attempts
    return attempts if true in KEY else max(1, attempts // 4)


def _tally(job: tuple[Exam, float, int, int]) -> Tally:
    exam, true, attempts, place = job
    seed = (SEED, place, round(1000 * true))
    return tally(default_policy(TOOL), exam, true, attempts, seed)


def _exam_row(exam: Exam, tallies: Mapping[float, Tally], allowed: int) -> dict[str, Any]:
    ended: dict[int, float] = {}
    for told in tallies.values():
        for cases, count in told.by_cases.items():
            ended[cases] = ended.get(cases, 0.0) + count / told.attempts
    passes = {true: tallies[true].passed / tallies[true].attempts for true in KEY}
    every = sum(told.attempts for told in tallies.values())
    return {
        "exam": exam.name,
        "passes": {str(true): round(share, 4) for true, share in passes.items()},
        "passes_75_within_attempts": round(pass_within(passes[0.75], allowed), 4),
        "median_cases": _median(ended),
        "covered": round(sum(told.covered for told in tallies.values()) / every, 4),
    }


def _shipped(attempts: int) -> list[dict[str, Any]]:
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as processes:
        return list(
            processes.map(
                partial(_on_shipped, attempts),
                [(t, m, p) for t in TOOLS for m in (True, False) for p in WANTED_AT],
            )
        )


def _on_shipped(attempts: int, whom: tuple[str, bool, float]) -> dict[str, Any]:
    tool, is_mixed, true = whom
    taken = [attempt(tool, true, SEED + n, is_mixed=is_mixed) for n in range(attempts)]
    return {
        "tool": tool,
        "form": "as in the bank" if is_mixed else "by the exam rules",
        "true": true,
        "passes": round(sum(one.passed for one in taken) / attempts, 3),
        "mean_cases": round(sum(one.cases for one in taken) / attempts, 1),
        "median_cases": sorted(one.cases for one in taken)[attempts // 2],
        "mean_items": round(sum(one.items for one in taken) / attempts, 1),
        "accused": round(sum(one.accused for one in taken) / attempts, 3),
    }


def text(found: Mapping[str, Any]) -> str:
    """The curve, what is wanted, and how it holds elsewhere."""
    allowed = found["attempts_allowed"]
    lines = [
        "The shipped default policy: chance to pass, by true agreement",
        described(found["machine"], found["date"]),
        "",
        f"| true agreement | passes the first attempt | passes within {allowed} | mean cases |",
        "|---|---|---|---|",
    ]
    for row in found["curve"]:
        shares = (row["true"], row["passes"], row["passes_within_attempts"])
        lines.append(f"| {' | '.join(_percent(s) for s in shares)} | {row['mean_cases']} |")
    lines += ["", *_wanted(found), "", *_exams(found["simulated"]), "", *_tools(found)]
    return "\n".join([*lines, "", f"{found['seconds']} seconds"])


def _wanted(found: Mapping[str, Any]) -> list[str]:
    exact, first, wanted = found["exact"], found["simulated"][0], found["wanted"]
    rows = (
        ("95 % passes the first attempt", "passes_95", "at least", first["passes"]["0.95"]),
        (
            f"75 % passes within {found['attempts_allowed']} attempts",
            "passes_75_within_attempts",
            "at most",
            first["passes_75_within_attempts"],
        ),
    )
    lines = ["| figure | computed | simulated | wanted | |", "|---|---|---|---|---|"]
    for what, name, bound, simulated in rows:
        told = (_percent(exact[name]), _percent(simulated), f"{bound} {_percent(wanted[name])}")
        is_held = (exact[name] >= wanted[name]) == (bound == "at least")
        lines.append(f"| {what} | {' | '.join(told)} | {_held(is_held)} |")
    cases, most = exact["median_cases"], wanted["median_cases"]
    told_cases = f"{cases} | {first['median_cases']} | at most {most}"
    return [*lines, f"| median of cases, 75 to 95 % | {told_cases} | {_held(cases <= most)} |"]


def _held(is_held: bool) -> str:
    return "held" if is_held else "MISSED"


def _exams(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    head = " | ".join(f"{100 * true:.0f} % passes" for true in KEY)
    lines = [
        f"| exam | {head} | 75 %, all attempts | median cases | interval holds |",
        "|---" * (len(KEY) + 4) + "|",
    ]
    for row in rows:
        shares = [_percent(row["passes"][str(true)]) for true in KEY]
        within = _percent(row["passes_75_within_attempts"])
        lines.append(
            f"| {row['exam']} | {' | '.join(shares)} | {within} | {row['median_cases']} | "
            f"{_percent(row['covered'])} |"
        )
    return lines


def _tools(found: Mapping[str, Any]) -> list[str]:
    lines = [
        "| shipped cases of | form | true | passes | median cases | mean items | accused | |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in found["shipped"]:
        shares = f"{_percent(row['true'])} | {_percent(row['passes'])}"
        lines.append(
            f"| {row['tool']} | {row['form']} | {shares} | {row['median_cases']} | "
            f"{row['mean_items']} | {_percent(row['accused'])} | {_held(_is_held(row, found))} |"
        )
    return lines


def _is_held(row: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    wanted = found["wanted"]
    if row["true"] == WANTED_AT[-1]:
        return bool(row["passes"] >= wanted["passes_95"])
    within = pass_within(row["passes"], found["attempts_allowed"])
    return bool(within <= wanted["passes_75_within_attempts"])


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
