"""Makes `reliability/monitoring/rule_limits.toml`: `python -m bench.drift.rule_limits`."""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from statistics import median

from bench.drift.newly import EXERCISES, Trial, named_rules, told_at
from bench.drift.readers import SOUND, bank
from bench.drift.tables import rows, run_lengths, tables
from bench.machine import today
from reliability.monitoring import Limits, item_points, limits

TOOL = "static-99r"
"""The tool with most rules; on all others alarms are rarer."""
HEIGHTS = (5.0, 6.0, 6.5, 7.0, 7.5, 8.0, 8.5, 9.0, 10.0)
CODINGS, ASSESSORS, CASES, TRIALS, SEED = 600, 500, 3_000, 6, 20261124


def main() -> None:
    """Print the table as TOML."""
    found = limits(points=item_points(TOOL))
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as processes:
        cases = range(len(bank(TOOL)))
        coded = processes.map(
            partial(rows, TOOL, number=CODINGS, seed="limits"), [[n] for n in cases]
        )
        sound = tables(TOOL, [row for part in coded for row in part], found)
        trials = list(processes.map(partial(_trials, found), named_rules(TOOL)))
    lengths = run_lengths(sound, found, HEIGHTS, assessors=ASSESSORS, cases=CASES, seed=SEED).rules
    sys.stdout.write(_head())
    for n, (height, length) in enumerate(zip(HEIGHTS, lengths, strict=True)):
        told = [one[n] for rule in trials for one in rule]
        cases_until, share = _median([one for one in told if one is not None])
        sys.stdout.write(
            f"\n[[row]]\nlimit = {height}\nrun_length = {length:.0f}\n"
            f"median = {cases_until}\nnamed = {share:.3f}\n"
        )


def _trials(found: Limits, rule: str) -> list[list[Trial | None]]:
    limits_of = [replace(found, rule=height) for height in HEIGHTS]
    return [told_at(limits_of, TOOL, rule, SOUND, f"limits {n}") for n in range(TRIALS)]


def _median(told: Sequence[Trial]) -> tuple[int, float]:
    cases = [one.named or EXERCISES + 1 for one in told]
    return int(median(cases)), sum(one.named is not None for one in told) / len(told)


def _head() -> str:
    return f"""\
# Limits of the sums of evidence on rules. Made by: python -m bench.drift.rule_limits
# {today()}, {TOOL}, {len(bank(TOOL))} cases that ship; sound assessors of {SOUND:.0%},
# clustering .08.
#
# limit       natural logarithm of odds at which a rule is named
# run_length  check cases between two false alarms, all rules of the tool together
# median      cases that exercise a newly misread rule, until an alarm names it
# named       of such changes, the share named within {EXERCISES} cases that exercise the rule
"""


if __name__ == "__main__":
    main()
