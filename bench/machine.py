"""What a measurement ran on, and when."""

import datetime
import os
import platform
from collections.abc import Mapping
from pathlib import Path


def machine() -> dict[str, object]:
    """Cores, memory and Python of this machine."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(pages / 2**30, 1),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def peak_mib() -> float:
    """The most memory that this process has held, in MiB.

    Not `ru_maxrss`: that of a program which another has begun counts what the other held.
    """
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def today() -> str:
    """The day, in universal time."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def described(facts: Mapping[str, object], date: str) -> str:
    """One line for the head of a table."""
    return (
        f"{date}, {facts['cores']} cores, {facts['memory_gib']} GiB, "
        f"Python {facts['python']}, {facts['system']}"
    )
