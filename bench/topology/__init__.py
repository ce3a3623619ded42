"""Several web processes and workers on one PostgreSQL: behind a proxy, then on two hosts.

The proxy is nginx with the configuration in deploy/. The hosts are network namespaces of Linux,
with a cable between them and nothing else.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.command import MeasurementError
from bench.machine import described, machine, today
from bench.topology import near
from bench.topology.hosts import two_hosts

ROOT = Path(__file__).resolve().parents[2]


def figures(*, full: bool = True) -> dict[str, Any]:
    """Both arrangements, one after the other; `full` changes nothing."""
    with tempfile.TemporaryDirectory(prefix="topology-") as folder:
        # The proxy's processes and the database's are of accounts without rights.
        Path(folder).chmod(0o755)
        found = near.measured(Path(folder))
    return {
        "three": found,
        "two_hosts": _two_hosts(),
        "load": round(os.getloadavg()[0], 1),
        "machine": machine(),
        "date": today(),
    }


def _two_hosts() -> dict[str, Any]:
    """On two hosts; the reason alone where this machine cannot make them."""
    try:
        with two_hosts() as (here, there), tempfile.TemporaryDirectory(prefix="hosts-") as folder:
            Path(folder).chmod(0o755)
            words = [*here.inside, sys.executable, "-m", "bench.topology.far", folder]
            words += [here.name, here.address, there.name, there.address]
            done = subprocess.run(  # noqa: S603 - our own module
                words, cwd=ROOT, capture_output=True, text=True, check=False
            )
            if done.returncode:
                raise MeasurementError(done.stderr[-2000:])
            told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
            return told
    except MeasurementError as reason:
        return {"not_made": str(reason)}


def text(found: Mapping[str, Any]) -> str:
    """What was seen, beside what is wanted."""
    head = [described(found["machine"], found["date"]) + f", load {found['load']}", ""]
    rows = ["| | seen | wanted |", "|---|---|---|"]
    return "\n".join([*head, *rows, *_near(found["three"]), *_far(found["two_hosts"])])


def _near(one: Mapping[str, Any]) -> Iterator[str]:
    yield f"| people who signed in, scored and handed in | {one['handed_in']} | {one['people']} |"
    yield f"| codings in the database | {one['codings']} | {one['people']} |"
    yield f"| requests answered by each of three | {_listed(one['served_by_each'])} | all above 0 |"
    yield f"| French everywhere once chosen | {_yes(one['language_holds'])} | yes |"
    yield f"| wrong passwords counted together | {_yes(one['limit_holds'])} | yes |"
    yield f"| jobs that ran | {one['ran']} | {one['jobs']} |"
    yield f"| of them more than once | {one['ran_more_than_once']} | 0 |"
    yield f"| jobs of each worker | {_listed(one['by_worker'])} | |"
    yield f"| jobs of the schedule | {one['beat_jobs']} | {one['beats']}, one for each beat |"
    yield f"| long jobs, a worker killed | {one['long_ran']} | {one['long_jobs']} |"
    yield f"| of them with an effect more than once | {one['long_ran_more_than_once']} | 0 |"
    yield f"| taken over from the dead worker | {one['taken_over']} | 1 or more |"
    for name, seen in one["away"].items():
        yield f"| pages read while one was {name} | {seen['reads']} | |"
        yield f"| of them failed | {seen['reads_failed']} | 0 |"
        yield f"| answers saved meanwhile | {seen['writes']} | |"
        wanted = "those sent as it closes" if name == "stopped" else "those under way, 4 at most"
        yield f"| of them failed | {seen['writes_failed']} | {wanted} |"


def _far(one: Mapping[str, Any]) -> Iterator[str]:
    if "not_made" in one:
        yield f"| two hosts | not made: {one['not_made']} | |"
        return
    yield f"| two hosts: people who handed in | {one['handed_in']} | {one['people']} |"
    yield f"| requests answered on each | {_listed(one['served_by_each'])} | both above 0 |"
    yield f"| French everywhere once chosen | {_yes(one['language_holds'])} | yes |"
    yield f"| jobs run on the other host | {one['ran_on_the_other_host']} | {one['jobs']} |"
    yield f"| the database is asked from | {', '.join(one['connections'])} | both |"


def _listed(numbers: list[int]) -> str:
    return ", ".join(str(one) for one in numbers)


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
