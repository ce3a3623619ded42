"""One agency of a given size in a database of its own, and its morning page asked for.

    python -m bench.morning.site NAME ASSESSORS RATINGS

Prints one JSON object. Everything in it is made by the database from numbers: no text, no person.
"""

import json
import os
import statistics
import sys
import time
from typing import Any

import django
from django.conf import settings

from bench.machine import peak_mib

ITEMS = 10
RUNS = 9


def main(name: str, assessors: int, ratings: int) -> dict[str, Any]:
    """Make the database, fill it, and measure."""
    _create(f"morning_{name}")
    django.setup()
    from django.core.management import call_command  # the address of the database stands now

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    _fill(assessors, ratings // ITEMS)
    filled = time.perf_counter() - began
    found = _page()
    return {
        "assessors": assessors,
        "ratings": ratings // ITEMS * ITEMS,
        "filled_seconds": round(filled, 1),
        "scan_seconds": round(_scan(), 4),
        "postgresql": _version(),
        **found,
    }


def _create(database: str) -> None:
    import psycopg

    address = os.environ["DATABASE_URL"].replace(f"/{database}?", "/postgres?")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{database}"')


def _fill(assessors: int, codings: int) -> None:
    """People, their work, and what monitoring keeps of it: two check cases a month for a year."""
    from django.db import connection

    from bench.morning.made import make

    with connection.cursor() as cursor:
        # What refers to what is right by construction; looking it up 4,000,000 times is not ours.
        cursor.execute("SET session_replication_role = replica")
        make(assessors, codings)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def _page() -> dict[str, Any]:
    """The page in steady state: time, queries, and what the process grew by."""
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from agencies.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(User.objects.get(email="coordinator@example.org"))
    address = reverse("monitoring:morning")
    client.get(reverse("account_logout"))
    before = peak_mib()
    statements: list[str] = []

    def counted(execute: Any, sql: str, *more: Any) -> Any:
        statements.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(counted):
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - began)
    return {
        "page_seconds": round(statistics.median(times), 4),
        "page_kib": round(len(answer.content) / 1024, 1),
        "queries": len(statements),
        "memory_mib": round(peak_mib() - before, 1),
    }


def _scan() -> float:
    """One warm sequential scan of the ratings, in one process of the server, as the bound."""
    from django.db import connection

    times = []
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        for _ in range(5):
            began = time.perf_counter()
            cursor.execute("SELECT sum(score) FROM training_rating")
            cursor.fetchone()
            times.append(time.perf_counter() - began)
    return statistics.median(times[1:])


def _version() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0]).split()[0]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))) + "\n")
