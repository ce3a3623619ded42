"""Three machines with a web process each and four workers, behind one proxy, on this machine."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.cluster import cluster
from bench.site import Person, Service, Site, World, free_port
from bench.topology import machines, visiting
from bench.topology.proxy import nginx

JOBS = 300
LONG_JOBS, LONG_SECONDS = 8, 4.0
BEAT = 5
PATIENCE = 300.0


def measured(folder: Path) -> dict[str, Any]:
    """Start everything, work, and take some of it away."""
    with cluster() as database, ExitStack() as services:
        told = machines.shared()
        sites = [machines.machine(folder, f"machine{n}", database, told) for n in (1, 2, 3)]
        sites[0].prepare(static=True)
        for site in sites[1:]:
            site.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        world = sites[0].make_world(machines.WANTED)
        webs = [_started(services, machines.web(site, free_port())) for site in sites]
        hands = [sites[n % 3].worker(f"worker{n}") for n in range(4)]
        workers = [_started(services, worker) for worker in hands]
        port = free_port()
        upstreams = [f"{web.host}:{web.port}" for web in webs]
        static = sites[0].folder / "static"
        _started(services, nginx(folder / "proxy", "127.0.0.1", port, upstreams, static))
        for web in webs:
            machines.wait_until_ready(web)
        visiting.wait_for("127.0.0.1", port)
        found = _people(world, sites, database, port)
        found |= _jobs(sites[0], workers, database)
        return found | {"away": _away(world, webs, port)}


def _started(services: ExitStack, service: Service) -> Service:
    service.start()
    services.callback(service.stop)
    return service


def _people(world: World, sites: list[Site], database: str, port: int) -> dict[str, Any]:
    """Everybody's work, counted in the database; language and limits over all processes."""
    worked = visiting.everybody_works(world, "127.0.0.1", port)
    codings = machines.asked(database, "SELECT count(*) FROM training_coding")[0][0]
    last: Person = world.assessors[-1]
    return {
        "people": worked.people,
        "handed_in": worked.handed_in,
        "failed": list(worked.failed),
        "codings": codings,
        "served_by_each": [machines.served(site) for site in sites],
        "language_holds": visiting.language_holds(world.assessors[0], "127.0.0.1", port, 9),
        "limit_holds": visiting.limit_holds(world, last, "127.0.0.1", port),
    }


def _jobs(site: Site, workers: list[Service], database: str) -> dict[str, Any]:
    """Many short jobs; the schedule's beat; and long ones, in the midst of which a worker dies."""
    site.run("-m", "bench.topology.probe", "schedule", str(BEAT))
    began = time.monotonic()
    site.run("-m", "bench.topology.probe", "enqueue", str(JOBS), "0", "0")
    _until(database, "number < 100000", JOBS)
    took = time.monotonic() - began
    by_worker = machines.asked(database, "SELECT count(*) FROM measured_job GROUP BY worker")
    killed = _killed(site, workers, database)
    return {
        "jobs": JOBS,
        "job_seconds": round(took, 1),
        "by_worker": sorted(row[0] for row in by_worker),
        **_counted(database, "number < 100000", "ran"),
        **_beats(database),
        **killed,
    }


def _killed(site: Site, workers: list[Service], database: str) -> dict[str, Any]:
    """One of the four is killed with a job in its hands; the reaper gives the job to another."""
    reaping = (
        "UPDATE config_schedule SET every = 5, next_run_at = now() WHERE task LIKE '%jobs.reap'"
    )
    machines.asked(database, reaping)
    words = ("enqueue", str(LONG_JOBS), str(LONG_SECONDS), "100000")
    site.run("-m", "bench.topology.probe", *words)
    began = time.monotonic()
    running = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING' "
    running += "AND task_path LIKE '%leave_a_row'"
    while machines.asked(database, running)[0][0] < len(workers) and time.monotonic() - began < 30:
        time.sleep(0.1)
    workers[0].kill()
    died = time.monotonic()
    _until(database, "number >= 100000", LONG_JOBS)
    twice = "SELECT count(*) FROM django_tasks_database_dbtaskresult "
    twice += "WHERE task_path LIKE '%leave_a_row' AND jsonb_array_length(worker_ids) > 1"
    return {
        "long_jobs": LONG_JOBS,
        **_counted(database, "number >= 100000", "long_ran"),
        "taken_over": machines.asked(database, twice)[0][0],
        "all_done_after_seconds": round(time.monotonic() - died, 1),
        "lease_seconds": machines.LEASE,
    }


def _until(database: str, which: str, n: int) -> None:
    end = time.monotonic() + PATIENCE
    counting = f"SELECT count(DISTINCT number) FROM measured_job WHERE {which}"  # noqa: S608
    while time.monotonic() < end and machines.asked(database, counting)[0][0] < n:
        time.sleep(0.2)


def _counted(database: str, which: str, name: str) -> dict[str, int]:
    """How many of the jobs left a row, and how many left more than one."""
    rows = machines.asked(
        database,
        f"SELECT count(*) FROM measured_job WHERE {which} GROUP BY number",  # noqa: S608
    )
    return {name: len(rows), f"{name}_more_than_once": sum(row[0] > 1 for row in rows)}


def _beats(database: str) -> dict[str, int]:
    """Jobs that the schedule enqueued, and the beats for which it did."""
    enqueued = "SELECT count(*), count(DISTINCT floor(extract(epoch FROM enqueued_at) / {}))"
    told = "FROM django_tasks_database_dbtaskresult WHERE task_path LIKE '%probe.beat'"
    every, beats = machines.asked(database, f"{enqueued.format(BEAT)} {told}")[0]
    return {"beats": beats, "beat_jobs": every}


def _away(world: World, webs: list[Service], port: int) -> dict[str, Any]:
    """A web process that ends in order, then one that is killed, while people go on."""

    def stopped() -> None:
        time.sleep(3)
        webs[1].stop()

    def killed() -> None:
        time.sleep(3)
        webs[2].kill()

    told = {}
    for name, act in (("stopped", stopped), ("killed", killed)):
        seen = visiting.while_away(world, "127.0.0.1", port, 10.0, act)
        told[name] = vars(seen)
    return told
