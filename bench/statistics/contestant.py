"""One contestant at one task in a process of its own: python -m bench.statistics.contestant.

Answers on standard output, one JSON object a line: first how the warm-up went, then the seconds
of one call for each line that it reads. They are processor seconds of one thread: what else the
machine is doing would lengthen the slow contestants more than the fast ones.
"""

import importlib
import json
import os
import resource
import statistics
import sys
import time
import warnings
from typing import TextIO

import numpy as np

from bench.statistics.tasks import Work

LEAST_SECONDS = 0.1


def main(module: str, task: str, tables_file: str, replies: TextIO) -> None:
    """Prepare, warm up, and time one call after another as told."""
    # what a peer has to say belongs on standard error, and its warnings nowhere
    sys.stdout = sys.stderr
    warnings.simplefilter("ignore")
    limit = int(os.environ.get("BENCH_MEMORY_GIB", "8")) * 2**30
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    try:
        work = importlib.import_module(module).PREPARATIONS[task](np.load(tables_file))
        start = time.process_time()
        answer = work.run()
        seconds = time.process_time() - start
    except MemoryError:
        _reply(replies, error="ran out of memory")
        return
    except Exception as reason:
        _reply(replies, error=f"raised {type(reason).__name__}: {str(reason)[:160]}")
        return
    _reply(
        replies,
        seconds=seconds / work.share,
        answer=dict(answer),
        note=work.note,
        whole=work.is_whole,
    )
    for _ in sys.stdin:
        _reply(replies, seconds=_seconds(work) / work.share)


def _seconds(work: Work) -> float:
    """Median over as many calls as fill a tenth of a second."""
    taken: list[float] = []
    while sum(taken) < LEAST_SECONDS:
        start = time.process_time()
        work.run()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def _reply(replies: TextIO, **values: object) -> None:
    replies.write(json.dumps(values) + "\n")
    replies.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.stdout)
