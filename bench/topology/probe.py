"""Jobs that leave a row behind, so that one can count how often each ran to its effect.

python -m bench.topology.probe enqueue N SECONDS FIRST | schedule SECONDS
"""

import os
import sys
import time

from config.compat import task

TABLES = (
    "CREATE TABLE IF NOT EXISTS measured_job (number int, worker int, ended_at timestamptz)",
    "CREATE TABLE IF NOT EXISTS measured_beat (at timestamptz)",
)


@task
def leave_a_row(number: int, seconds: float) -> None:
    """Work for so long, then leave one row."""
    from django.db import connection

    time.sleep(seconds)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO measured_job VALUES (%s, %s, clock_timestamp())", [number, os.getpid()]
        )


@task
def beat() -> None:
    """One row for each time that the schedule asks for it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO measured_beat VALUES (clock_timestamp())")


def main(words: list[str]) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.utils.timezone import now

    # By the name that workers know, which is not that of a program.
    from bench.topology.probe import leave_a_row
    from config.models import Schedule

    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(table)
    if words[0] == "enqueue":
        first = int(words[3])
        for place in range(int(words[1])):
            leave_a_row.enqueue(first + place, float(words[2]))
    else:
        Schedule.objects.update_or_create(
            name="measured beat",
            defaults={
                "task": "bench.topology.probe.beat",
                "every": int(words[1]),
                "next_run_at": now(),
            },
        )


if __name__ == "__main__":
    main(sys.argv[1:])
