"""Two hosts: database, proxy and a web process on one; a web process and a worker on the other.

    python -m bench.topology.far FOLDER NAME ADDRESS NAME ADDRESS

Runs on the first host; people come from the second. Prints one JSON object.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.cluster import QUICK, Postmaster
from bench.command import MeasurementError
from bench.site import Service, World
from bench.topology import machines
from bench.topology.hosts import NETWORK, Host
from bench.topology.proxy import nginx

WEB, PROXY, DATABASE = 8301, 8343, 5432
JOBS = 60
PASSWORD = "of-two-hosts-made-for-one-run"  # noqa: S105 - a database that nothing else reaches


def measured(folder: Path, here: Host, there: Host) -> dict[str, Any]:
    with ExitStack() as services:
        database, local = _database(services, folder, here)
        told = machines.shared() | {"ALLOWED_HOSTS": f"{here.address},{there.address},127.0.0.1"}
        first = machines.machine(folder, "first", database, told)
        second = machines.machine(folder, "second", database, told)
        first.prepare(static=True)
        second.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        world = first.make_world(machines.WANTED)
        webs = [
            machines.web(first, WEB, here.address),
            machines.web(second, WEB, there.address, there.inside),
        ]
        for service in (*webs, second.worker(inside=there.inside)):
            _start(services, service)
        for web in webs:
            machines.wait_until_ready(web)
        upstreams = [f"{web.host}:{web.port}" for web in webs]
        static = first.folder / "static"
        _start(services, nginx(folder / "proxy", here.address, PROXY, upstreams, static))
        worked = _from_there(there, here, world)
        first.run("-m", "bench.topology.probe", "enqueue", str(JOBS), "0", "0")
        ran = _ran(local)
        return {
            **worked,
            "codings": machines.asked(local, "SELECT count(*) FROM training_coding")[0][0],
            "served_by_each": [machines.served(first), machines.served(second)],
            "jobs": JOBS,
            "ran_on_the_other_host": ran,
            "connections": _clients(local),
        }


def _start(services: ExitStack, service: Service) -> None:
    service.start()
    services.callback(service.stop)


def _database(services: ExitStack, folder: Path, here: Host) -> tuple[str, str]:
    """On the first host's address, by password; and its address by the socket for counting."""
    own = folder / "cluster"
    own.mkdir()
    settings = QUICK.replace("listen_addresses=", f"listen_addresses={here.address}")
    made = Postmaster(own, settings)
    made.create()
    with (own / "data" / "pg_hba.conf").open("a") as rules:
        rules.write(f"host all all {NETWORK}.0/24 scram-sha-256\n")
    services.callback(made.stop)
    made.start()
    local = made.address
    machines.asked(local, f"ALTER ROLE plumbline PASSWORD '{PASSWORD}'")
    return f"postgres://plumbline:{PASSWORD}@{here.address}:{DATABASE}/postgres", local


def _from_there(there: Host, here: Host, world: World) -> dict[str, Any]:
    """People work from the other host, through the proxy on this one."""
    words = [*there.inside, sys.executable, "-m", "bench.topology.client"]
    done = subprocess.run(  # noqa: S603 - our own module
        [*words, here.address, str(PROXY)],
        input=world.to_json(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise MeasurementError(f"the people of the other host: {done.stderr[-1500:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _ran(database: str, seconds: float = 120.0) -> int:
    """Jobs that ran once each; the only worker is on the other host."""
    end = time.monotonic() + seconds
    counting = "SELECT count(*), count(DISTINCT number) FROM measured_job"
    while time.monotonic() < end and machines.asked(database, counting)[0][1] < JOBS:
        time.sleep(0.2)
    every, once = machines.asked(database, counting)[0]
    if every != once:
        raise MeasurementError(f"{every - once} jobs ran more than once")
    return int(once)


def _clients(database: str) -> list[str]:
    """The addresses from which the database is asked."""
    rows = machines.asked(
        database,
        "SELECT DISTINCT host(client_addr) FROM pg_stat_activity "
        "WHERE client_addr IS NOT NULL ORDER BY 1",
    )
    return [row[0] for row in rows]


if __name__ == "__main__":
    _, where, name, address, other, other_address = sys.argv
    found = measured(Path(where), Host(name, address), Host(other, other_address))
    sys.stdout.write(json.dumps(found) + "\n")
