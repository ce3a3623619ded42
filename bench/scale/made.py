"""The rows of one large agency with the shipped cases, table by table, from numbers.

Everybody scores every case in practice, then exams of fifteen, and two check cases a month in the
last year: 200 codings of ten items each. Draft and answers are kept, as the program keeps them.
"""

from agencies.models import Agency, AuditEntry, Membership, Role, User
from bench.morning.rows import fill
from bench.scale.agency import IN_A_COHORT, ITEMS, TOOL, WRONG, Rows, of
from bench.scale.judged import decided, watched
from instruments import catalogue
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
from vignettes.models import SeenGold


def make(people: int) -> None:
    """Everything, with the references right by construction; the coordinator comes last."""
    rows = Rows(people)
    _people(people)
    _assignments(rows)
    _codings(rows)
    _ratings(rows)
    decided(rows)
    watched(rows)


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
    version = of([one.version_id for one in rows.gold], f"(n - 1) / {rows.people}")
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
    score = f"CASE WHEN {missed} THEN {of(other, case)} ELSE {of(right, case)} END"
    names = ",".join(f"'{item.id}'" for item in items)
    told = {"item": f"(ARRAY[{names}])[1 + {place}]", "score": score}
    fill(DraftRating, rows.codings * ITEMS, draft=coding, **told)
    fill(Rating, rows.codings * ITEMS, coding=coding, **told)
