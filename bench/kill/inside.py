"""What the trial does inside the installation, in processes of their own.

python -m bench.kill.inside hurry | settle | compare LEDGER EXAM_CASES LOG
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import django

OFTEN = 3
"""Seconds between two runs of what otherwise runs every few minutes: so that kills meet jobs."""
HURRIED = (
    "config.jobs.reap",
    "training.tasks.close_due_exams",
    "reliability.tasks.decide_exams",
    "reliability.tasks.monitor",
    "agencies.tasks.seal_audit",
    "agencies.webhook_tasks.deliver_due",
)
LONGEST = 300.0


def hurry() -> dict[str, object]:
    """Scheduled jobs run all the time."""
    from django.utils.timezone import now

    from config.models import Schedule

    found = Schedule.objects.filter(task__in=HURRIED)
    return {"hurried": found.update(every=OFTEN, next_run_at=now())}


def settle() -> dict[str, object]:
    """Nothing new is begun; what was begun comes to its end. The worker runs meanwhile."""
    from agencies.tasks import seal_audit
    from config.jobs import reap
    from config.models import Schedule
    from reliability.tasks import decide_exams

    Schedule.objects.update(enabled=False)
    for job in (decide_exams, seal_audit):
        job.enqueue()
    began = time.monotonic()
    while (left := _left()) and time.monotonic() - began < LONGEST:
        time.sleep(2)
        reap.enqueue()
        time.sleep(2)
    return {"seconds": round(time.monotonic() - began, 1), "left": left}


def _left() -> int:
    from django_tasks_db.models import DBTaskResult

    from config.compat import TaskResultStatus

    over = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    return int(DBTaskResult.objects.exclude(status__in=over).count())


def compare(ledger: str, exam_cases: str, log: str) -> dict[str, object]:
    """What the database holds, beside what was acknowledged."""
    from bench.kill.compare import compare as compared
    from bench.kill.ledger import Ledger

    letters = Path(log).read_text(encoding="utf-8", errors="replace")
    told = Ledger.from_json(Path(ledger).read_text(encoding="utf-8"))
    return compared(told, int(exam_cases), letters).told()


def main(words: list[str]) -> None:
    django.setup()
    from django_scopes import scopes_disabled

    with scopes_disabled():
        if words[0] == "compare":
            done = compare(*words[1:])
        else:
            done = {"hurry": hurry, "settle": settle}[words[0]]()
    sys.stdout.write(json.dumps(done))


if __name__ == "__main__":
    main(sys.argv[1:])
