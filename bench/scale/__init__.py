"""What grows with what: one agency of 100, 1,000 and 10,000 assessors, and everything asked of it.

Every assessor has 200 codings of ten items, so the ratings are 2 x 10^5, 2 x 10^6 and, with
`--full`, 2 x 10^7.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.cluster import cluster
from bench.command import MeasurementError
from bench.machine import machine, today
from bench.scale.words import text

__all__ = ["figures", "text"]

ROOT = Path(__file__).resolve().parent.parent.parent
USUAL = (200_000, 2_000_000)
FULL = (*USUAL, 20_000_000)


def figures(*, full: bool = True, sizes: Sequence[int] = ()) -> dict[str, Any]:
    """Fill a throwaway PostgreSQL with each size in turn, and ask each for everything."""
    with cluster() as url, tempfile.TemporaryDirectory(prefix="scale-") as folder:
        library = _measured(url, folder, "library", 0)
        found = [
            _measured(url, folder, f"n{size}", size) for size in sizes or (FULL if full else USUAL)
        ]
    return {
        "migrate_seconds": library["migrate_seconds"],
        "found": found,
        "load": round(os.getloadavg()[0], 1),
        "machine": machine(),
        "date": today(),
    }


def _measured(url: str, folder: str, name: str, ratings: int) -> Mapping[str, Any]:
    """One size, in a database and a process of its own."""
    told = [sys.executable, "-m", "bench.scale.site", name, str(ratings)]
    environment = {
        **os.environ,
        "DATABASE_URL": url.replace("/postgres?", f"/scale_{name}?"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "VAR_DIR": folder,
        "SECRET_KEY": os.environ.get("SECRET_KEY", "of a measurement, for nothing else " * 2),
        "LOG_LEVEL": "ERROR",
    }
    done = subprocess.run(  # noqa: S603 - our own module, by this interpreter
        told, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise MeasurementError(f"{ratings} ratings: {done.stderr[-3000:]}")
    found: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
