"""The rows of one large agency with the shipped cases, table by table, from numbers.

Everybody scores every case in practice, then exams of fifteen, and two check cases a month in the
last year: 200 codings of ten items each. Draft and answers are kept, as the program keeps them.
"""

import json

from agencies.models import Agency, AuditEntry, Membership, Role, User
from bench.morning.rows import fill
from instruments import catalogue
from reliability.certification import default_policy
from reliability.models import (
    Alert,
    AlertStep,
    Credential,
    Decision,
    MonitorPoint,
    Policy,
    Watch,
)
from training.models import (
    Assignment,
    CheckMonth,
    CheckPlan,
    Coding,
    Cohort,
    Draft,
    DraftRating,
    Enrolment,
    Exam,
    Programme,
    Rating,
    Reading,
)
from training.reading.content import pages_to_read
from vignettes.access import gold_in_force
from vignettes.models import SeenGold

TOOL = "static-99r"
EACH = 200
"""Codings of one assessor."""
ITEMS = 10
CHECKS = 24
IN_AN_EXAM = 15
IN_A_COHORT = 50
WRONG = 15
"""Of a hundred scores, those that differ from gold."""
KEPT_OPEN = 5
"""Cases of the library that nobody has scored yet: they are given out while measuring."""


class Rows:
    """SQL over `n` for an agency of this many people; `n` counts codings in the order of time."""

    def __init__(self, people: int) -> None:
        gold = gold_in_force(None).filter(tool=TOOL, eligibility="yes").order_by("version")
        self.gold = list(gold.select_related("version"))[:-KEPT_OPEN]
        self.people, self.codings = people, people * EACH
        self.who = f"(1 + n % {people})"
        self.round = f"((n - 1) / {people})"
        self.exams = range(len(self.gold), EACH - CHECKS)
        """The rounds that are exams."""
        self.at = f"now() - ({self.codings} - n) * interval '{24 * 365 * 3600 / self.codings} s'"
        self.version = _of([one.version_id for one in self.gold], self.round)

    @property
    def sittings(self) -> int:
        """Exams of one person."""
        return -(-len(self.exams) // IN_AN_EXAM)

    @property
    def is_check(self) -> str:
        return f"{self.round} >= {EACH - CHECKS}"

    @property
    def mode(self) -> str:
        first, last = self.exams.start, self.exams.stop
        return (
            f"CASE WHEN {self.round} < {first} THEN 'practice' "
            f"WHEN {self.round} < {last} THEN 'exam' ELSE 'check' END"
        )

    @property
    def exam(self) -> str:
        first, last = self.exams.start, self.exams.stop
        sitting = f"(({self.round} - {first}) / {IN_AN_EXAM})"
        return (
            f"CASE WHEN {self.round} BETWEEN {first} AND {last - 1} "
            f"THEN {self.who} + {sitting} * {self.people} END"
        )


def _of(values: list[int], place: str) -> str:
    """The value at a place counted from 0, from the beginning again after the last."""
    listed = ",".join(str(value) for value in values)
    return f"('{{{listed}}}'::int[])[1 + ({place}) % {len(values)}]"


def make(people: int) -> None:
    """Everything, with the references right by construction; the coordinator comes last."""
    rows = Rows(people)
    _people(people)
    _assignments(rows)
    _codings(rows)
    _ratings(rows)
    _decided(rows)
    _watched(rows)


def _people(n: int) -> None:
    fill(Agency, 1, name="'Large agency'", slug="'large'", support_contact="'Support line'")
    email = f"CASE WHEN n > {n} THEN 'coordinator' ELSE 'assessor' || n END || '@example.org'"
    fill(User, n + 1, email=email, name="'Person ' || n", password="'!'")  # noqa: S106 - no password fits
    role = f"CASE WHEN n > {n} THEN '{Role.COORDINATOR}' ELSE '{Role.ASSESSOR}' END"
    fill(Membership, n + 1, user="n", agency="1", role=role)
    fill(Programme, 1, agency="1", title="'Certification'", tools=f"'[\"{TOOL}\"]'::jsonb")
    cohorts = max(1, n // IN_A_COHORT)
    fill(Cohort, cohorts, agency="1", name="'Cohort ' || n")
    entered = "now() - interval '400 days'"
    fill(
        Enrolment,
        n,
        agency="1",
        programme="1",
        assessor="n",
        cohort=f"1 + n % {cohorts}",
        enrolled_at=entered,
    )
    pages = pages_to_read(TOOL)
    listed = ",".join(f"'{page}'" for page in pages)
    page = f"(ARRAY[{listed}])[1 + (n - 1) / {n}]"
    who = f"1 + n % {n}"
    fill(Reading, n * len(pages), enrolment=who, page=page, read_at=entered, passed_at=entered)


def _assignments(rows: Rows) -> None:
    n = rows.people
    month = "date_trunc('month', now())::date"
    fill(CheckPlan, 1, agency="1", programme="1", tool=f"'{TOOL}'")
    fill(
        CheckMonth,
        n,
        agency="1",
        enrolment="n",
        plan="1",
        tool=f"'{TOOL}'",
        month=month,
        seed="n",
        asked="2",
    )
    fill(
        Exam,
        n * rows.sittings,
        agency="1",
        tool=f"'{TOOL}'",
        title="'Exam'",
        opens_at="now() - interval '300 days'",
        closes_at="now() - interval '290 days'",
        closed_at="now() - interval '290 days'",
        enrolment=f"1 + (n - 1) % {n}",
        attempt=f"1 + (n - 1) / {n}",
    )
    fill(
        Assignment,
        rows.codings,
        agency="1",
        assessor=rows.who,
        version=rows.version,
        tool=f"'{TOOL}'",
        mode=rows.mode,
        exam=rows.exam,
        assigned_at=rows.at,
        notice_seen_at=rows.at,
        due_at=f"CASE WHEN {rows.exam} IS NOT NULL THEN {rows.at} + interval '1 day' END",
    )
    fill(Draft, rows.codings, assignment="n", eligibility="'yes'", saved_at=rows.at)


def _codings(rows: Rows) -> None:
    fill(
        Coding,
        rows.codings,
        assignment="n",
        agency="1",
        assessor=rows.who,
        version=rows.version,
        tool=f"'{TOOL}'",
        tool_version="'2016'",
        eligibility="'yes'",
        language="CASE WHEN n % 5 = 0 THEN 'fr' ELSE 'en' END",
        submitted_at=rows.at,
    )
    fill(
        AuditEntry,
        rows.codings,
        agency="1",
        actor=rows.who,
        verb="'submit_coding'",
        object_type="'training.coding'",
        object_id="n::text",
        at=rows.at,
        detail=f'\'{{"mode": "practice", "tool": "{TOOL}", "tool_version": "2016"}}\'::jsonb',
    )
    cases = len(rows.gold)
    version = _of([one.version_id for one in rows.gold], f"(n - 1) / {rows.people}")
    fill(SeenGold, rows.people * cases, user=f"1 + n % {rows.people}", version=version)


def _ratings(rows: Rows) -> None:
    """Scores as gold has them, and some that are another option of the item."""
    items = catalogue.tool(TOOL).items
    right, other = [], []
    for gold in rows.gold:
        for item in items:
            score = gold.scores[item.id]
            right.append(0 if score is None else score)
            other.append(next(one.value for one in item.options if one.value != right[-1]))
    coding, place = f"((n - 1) / {ITEMS} + 1)", f"((n - 1) % {ITEMS})"
    case = f"(({coding} - 1) / {rows.people}) % {len(rows.gold)} * {ITEMS} + {place}"
    missed = f"(n::bigint * 2654435761 >> 7) % 100 < {WRONG}"
    score = f"CASE WHEN {missed} THEN {_of(other, case)} ELSE {_of(right, case)} END"
    names = ",".join(f"'{item.id}'" for item in items)
    told = {"item": f"(ARRAY[{names}])[1 + {place}]", "score": score}
    fill(DraftRating, rows.codings * ITEMS, draft=coding, **told)
    fill(Rating, rows.codings * ITEMS, coding=coding, **told)


def _decided(rows: Rows) -> None:
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


def _watched(rows: Rows) -> None:
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
        version=_of([one.version_id for one in rows.gold], place),
        gold=_of([one.pk for one in rows.gold], place),
        tool=f"'{TOOL}'",
        at=f"now() - ({CHECKS * n} - n) * interval '{24 * 365 * 3600 / (CHECKS * n)} s'",
        items=str(ITEMS),
        hits=f"{ITEMS} - n % 3",
        deviation="n % 3 - 1",
        findings=f'\'{{"items": {{{told}}}, "rules": []}}\'::jsonb',
    )
    signal = "CASE WHEN n % 20 = 0 THEN 'accuracy' ELSE '' END"
    state = '\'{"share": 0.9, "level": 0.9, "since": 24}\'::jsonb'
    fill(
        Watch,
        n,
        agency="1",
        enrolment="n",
        tool=f"'{TOOL}'",
        points=str(CHECKS),
        last_at="now()",
        signal=signal,
        state=state,
    )
    alerts = max(4, n // 4)
    fill(
        Alert,
        alerts,
        agency="1",
        kind="'accuracy'",
        tool=f"'{TOOL}'",
        enrolment=f"1 + n % {n}",
        rules="'[\"S99R-I9-IMG\"]'::jsonb",
        evidence='\'{"cases": [{"coding": 1, "case": "case-1"}]}\'::jsonb',
        key="'accuracy ' || n",
        raised_at=f"now() - n * interval '{24 * 365 / alerts} hours'",
        closed_at="CASE WHEN n % 4 > 0 THEN now() END",
    )
    fill(AlertStep, alerts, agency="1", alert="n", kind="'raised'")
