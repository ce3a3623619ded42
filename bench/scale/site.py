"""One agency of a given size in a database of its own, and everything asked of it.

    python -m bench.scale.site NAME RATINGS [--without-long]

`--without-long` leaves out what reads everything one by one, for hours where there is much.
With 0 ratings: the database that the others are copied from, with the shipped cases. Prints one
JSON object. Everything in it is made by the database from numbers: no person.
"""

import dataclasses
import json
import os
import sys
import time
from typing import Any

import django
from django.conf import settings

from bench.machine import peak_mib

LIBRARY = "scale_library"
ITEMS = 10


def main(name: str, ratings: int, *, with_long: bool = True) -> dict[str, Any]:
    """Make the database, fill it, and measure."""
    _create(f"scale_{name}", LIBRARY if ratings else "")
    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    if not ratings:
        return _library()
    return _filled(ratings) | _measured(with_long=with_long)


def _create(database: str, source: str) -> None:
    import psycopg

    address = os.environ["DATABASE_URL"].replace(f"/{database}?", "/postgres?")
    like = f' TEMPLATE "{source}"' if source else ""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{database}"{like}')


def _library() -> dict[str, Any]:
    from django.core.management import call_command

    from bench.scale.asking import ask

    made = ask(lambda: call_command("migrate", verbosity=0), runs=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_vignettes", verbosity=0, stdout=sys.stderr)
    return {"migrate_seconds": round(made.seconds, 1)}


def _filled(ratings: int) -> dict[str, Any]:
    from django.db import connection

    from bench.scale import audit, filling
    from bench.scale.agency import EACH
    from bench.scale.made import make

    people = ratings // (EACH * ITEMS)
    began = time.perf_counter()
    with connection.cursor() as cursor, filling.without_indexes(cursor):
        # What refers to what is right by construction.
        cursor.execute("SET session_replication_role = replica")
        # Of the cases; the agency's entries are numbered from 1, like everything made here.
        cursor.execute("TRUNCATE agencies_auditentry, agencies_auditseal")
        make(people)
        cursor.execute("SET session_replication_role = DEFAULT")
    audit.seal()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    seconds = round(time.perf_counter() - began, 1)
    return {"people": people, "ratings": people * EACH * ITEMS, "filled_seconds": seconds}


def _measured(*, with_long: bool) -> dict[str, Any]:
    from bench.scale import counts, jobs, sizes
    from bench.scale.pages import pages

    found: dict[str, Any] = {"sizes": sizes.tables(), "pages": {}, "jobs": {}}
    for words, asked in pages():
        found["pages"][words] = _told(asked)
        sys.stderr.write(f"{words}: {asked.seconds:.3f} s\n")
    found["web_memory_mib"] = round(peak_mib(), 1)
    found["counts"] = counts.compared()
    for words, asked in jobs.jobs(with_long=with_long):
        found["jobs"][words] = _told(asked)
        sys.stderr.write(f"{words}: {asked.seconds:.3f} s\n")
    found["memory_mib"] = round(peak_mib(), 1)
    return found


def _told(asked: Any) -> dict[str, Any]:
    told = dataclasses.asdict(asked)
    rounded = {name: round(value, 5) for name, value in told.items() if isinstance(value, float)}
    return told | rounded


if __name__ == "__main__":
    _, called, wanted, *options = sys.argv
    told = main(called, int(wanted), with_long="--without-long" not in options)
    sys.stdout.write(json.dumps(told) + "\n")
