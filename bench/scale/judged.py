"""What follows from codings: decisions with their certificates, watches, alerts."""

import json

from bench.morning.made import watches_and_alerts
from bench.morning.rows import fill
from bench.scale.agency import CHECKS, EACH, IN_AN_EXAM, ITEMS, TOOL, Rows, of
from instruments import catalogue
from reliability.certification import default_policy
from reliability.models import (
    Credential,
    Decision,
    MonitorPoint,
    Policy,
)


def decided(rows: Rows) -> None:
    n, attempts = rows.people, rows.people * rows.sittings
    rules = default_policy(TOOL).model_dump_json().replace("'", "''")
    fill(Policy, 1, agency="1", programme="1", tool=f"'{TOOL}'", rules=f"'{rules}'::jsonb")
    last = f"n > {attempts - n}"
    fill(
        Decision,
        attempts,
        agency="1",
        enrolment=f"1 + (n - 1) % {n}",
        exam="n",
        tool=f"'{TOOL}'",
        policy="1",
        outcome=f"CASE WHEN {last} THEN 'passed' ELSE 'not_yet' END",
        basis="'confirmed'",
        reason="'As computed.'",
        by=str(n + 1),
        evidence=f"({_evidence(rows)})[1 + (n - 1) / {n}]",
    )
    fill(
        Credential,
        n,
        agency="1",
        holder="n",
        holder_name="'Person ' || n",
        decision=f"{attempts - n} + n",
        tool=f"'{TOOL}'",
        tool_version="'2016'",
        language="'en'",
        code="'code-' || n",
        valid_until="current_date + 100 + (n % 600)",
    )


def _evidence(rows: Rows) -> str:
    """The cases of each sitting, as a decision keeps them."""
    told = []
    for sitting in range(rows.sittings):
        first = rows.exams.start + sitting * IN_AN_EXAM
        gold = [rows.gold[place % len(rows.gold)] for place in range(first, first + IN_AN_EXAM)]
        cases = [
            {"case": one.version.title_en, "version": one.version_id, "gold": one.pk}
            for one in gold
        ]
        told.append(json.dumps({"cases": cases, "codings": IN_AN_EXAM}).replace("'", "''"))
    listed = ", ".join(f"'{one}'::jsonb" for one in told)
    return f"ARRAY[{listed}]"


def watched(rows: Rows) -> None:
    n = rows.people
    first = (EACH - CHECKS) * n
    coding = f"({first} + n)"
    place = f"({coding} - 1) / {n}"
    told = ",".join(f'"{item.id}": 1' for item in catalogue.tool(TOOL).items)
    fill(
        MonitorPoint,
        CHECKS * n,
        agency="1",
        enrolment=f"1 + {coding} % {n}",
        coding=coding,
        version=of([one.version_id for one in rows.gold], place),
        gold=of([one.pk for one in rows.gold], place),
        tool=f"'{TOOL}'",
        at=f"now() - ({CHECKS * n} - n) * interval '{24 * 365 * 3600 / (CHECKS * n)} s'",
        items=str(ITEMS),
        hits=f"{ITEMS} - n % 3",
        deviation="n % 3 - 1",
        findings=f'\'{{"items": {{{told}}}, "rules": []}}\'::jsonb',
    )
    watches_and_alerts(n)
