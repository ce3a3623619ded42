"""One page or job asked for: its time, its queries, and which of them read a whole large table."""

import json
import statistics
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

RUNS = 7
MOST_SECONDS = 20.0
"""Asked for again until so much time is spent, seven times at most."""
SLOW = 0.01
"""Seconds from which a statement's plan is looked at."""
LARGE = (
    "training_rating",
    "training_draftrating",
    "training_draft",
    "training_coding",
    "training_assignment",
    "agencies_auditentry",
    "agencies_auditseal",
)
Statement = tuple[float, str, Any]


@dataclass
class Asked:
    """What was seen of one page or job."""

    seconds: float
    queries: int
    database_seconds: float
    slowest: str
    slowest_seconds: float
    scans: list[str] = field(default_factory=list)
    """Large tables that one of its statements reads from end to end."""


class Noted:
    """Notes every statement with its time, as a wrapper of Django's."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.statements.append((time.perf_counter() - began, sql, params))

    def watching(self) -> AbstractContextManager[None]:
        return connection.execute_wrapper(self)


def ask(act: Callable[[], object], *, runs: int = RUNS) -> Asked:
    """Do it once to warm up and to note its queries, then some times more for the time."""
    noted = Noted()
    began = time.perf_counter()
    with noted.watching():
        act()
    times = [time.perf_counter() - began]
    while len(times) <= runs and sum(times) < MOST_SECONDS:
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    slowest = max(noted.statements, key=lambda one: one[0], default=(0.0, "", None))
    return Asked(
        seconds=statistics.median(times[1:] or times),
        queries=len(noted.statements),
        database_seconds=sum(one[0] for one in noted.statements),
        slowest=slowest[1][:600],
        slowest_seconds=slowest[0],
        scans=sorted({table for one in noted.statements for table in _scanned(one)}),
    )


def _scanned(statement: Statement) -> set[str]:
    """The large tables that a slow reading statement scans."""
    seconds, sql, params = statement
    if seconds < SLOW or not sql.lstrip().upper().startswith("SELECT"):
        return set()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        told = cursor.fetchone()[0]
    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return {node["Relation Name"] for node in nodes(plan) if is_whole(node)}


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for part in plan.get("Plans", ()) for node in nodes(part))]


def is_whole(node: dict[str, Any]) -> bool:
    return node["Node Type"] == "Seq Scan" and node.get("Relation Name") in LARGE
