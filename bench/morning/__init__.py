"""The coordinator's morning page of a large agency, beside one reading of all its ratings."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.cluster import cluster
from bench.command import MeasurementError
from bench.machine import described, machine, today

ROOT = Path(__file__).resolve().parent.parent.parent
WANTED = {"ratio": 0.5, "memory_mib": 100}


def figures(
    *, full: bool = True, assessors: int = 2_000, ratings: int = 4_000_000
) -> dict[str, Any]:
    """Fill a throwaway PostgreSQL, then ask for the page in a process of its own.

    The page is asked for in an agency of this size and in one of a tenth of it: the number of
    queries must be the same. `full` changes nothing: the size is what is measured.
    """
    with cluster() as url:
        small = _measured(url, "small", max(20, assessors // 10), max(4_000, ratings // 10))
        large = _measured(url, "large", assessors, ratings)
    return {
        "assessors": assessors,
        "ratings": large["ratings"],
        "page_seconds": large["page_seconds"],
        "scan_seconds": large["scan_seconds"],
        "ratio": round(large["page_seconds"] / large["scan_seconds"], 3),
        "queries": {"small": small["queries"], "large": large["queries"]},
        "memory_mib": large["memory_mib"],
        "page_kib": large["page_kib"],
        "filled_seconds": large["filled_seconds"],
        "small": {"assessors": small["assessors"], "ratings": small["ratings"]},
        "postgresql": large["postgresql"],
        "load": round(os.getloadavg()[0], 1),
        "wanted": WANTED,
        "machine": machine(),
        "date": today(),
        "peers": {},
    }


def _measured(url: str, name: str, assessors: int, ratings: int) -> Mapping[str, Any]:
    """One size, in a database and a process of its own: its memory is that of the page alone."""
    told = [sys.executable, "-m", "bench.morning.site", name, str(assessors), str(ratings)]
    environment = {
        **os.environ,
        "DATABASE_URL": url.replace("/postgres?", f"/morning_{name}?"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(  # noqa: S603 - our own module, by this interpreter
        told, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise MeasurementError(f"the agency could not be filled or asked: {done.stderr[-2000:]}")
    found: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def text(found: Mapping[str, Any]) -> str:
    """The figures, each beside what is wanted."""
    queries, wanted = found["queries"], found["wanted"]
    return "\n".join(
        [
            described(found["machine"], found["date"]) + f", PostgreSQL {found['postgresql']}",
            "",
            "| | found | wanted |",
            "|---|---|---|",
            f"| assessors | {found['assessors']:,} | |",
            f"| ratings | {found['ratings']:,} | |",
            f"| queries, in an agency of a tenth of the size | {queries['small']} | |",
            f"| queries | {queries['large']} | {queries['small']} |",
            f"| one warm sequential scan of the ratings, s | {found['scan_seconds']:.3f} | |",
            f"| morning page, s | {found['page_seconds']:.3f} | |",
            f"| page / scan | {found['ratio']:.2f} | {wanted['ratio']} or less |",
            f"| growth of the web process, MiB | {found['memory_mib']:.1f} "
            f"| less than {wanted['memory_mib']} |",
        ]
    )
