"""The rows of one large agency, table by table, from numbers."""

from agencies.models import Agency, AuditEntry, Membership, Role, User
from bench.morning.rows import fill
from reliability.certification import default_policy
from reliability.models import (
    Alert,
    AlertStep,
    AnswerTally,
    Appeal,
    Credential,
    Decision,
    MonitorPoint,
    Policy,
    Remedy,
    Watch,
)
from training.models import Assignment, Coding, Cohort, Draft, Enrolment, Exam, Programme, Rating
from vignettes.models import GoldCoding, Vignette, VignetteVersion

TOOL = "static-99r"
CASES = 120
COHORTS = 40
CHECKS = 24


def make(assessors: int, codings: int) -> None:
    """Everything, with the references right by construction; the coordinator comes last."""
    _people(assessors)
    _library()
    _work(assessors, codings)
    _certificates(assessors)
    _monitoring(assessors, codings)


def _people(n: int) -> None:
    fill(Agency, 1, name="'Large agency'", slug="'large'")
    email = f"CASE WHEN n > {n} THEN 'coordinator' ELSE 'assessor' || n END || '@example.org'"
    fill(User, n + 1, email=email, name="'Person ' || n", password="'!'")  # noqa: S106 - no password fits
    role = f"CASE WHEN n > {n} THEN '{Role.COORDINATOR}' ELSE '{Role.ASSESSOR}' END"
    fill(Membership, n + 1, user="n", agency="1", role=role)
    fill(Programme, 1, agency="1", title="'Certification'", tools=f"'[\"{TOOL}\"]'::jsonb")
    fill(Cohort, COHORTS, agency="1", name="'Cohort ' || n")
    fill(Enrolment, n, agency="1", programme="1", assessor="n", cohort=f"1 + n % {COHORTS}")


def _library() -> None:
    fill(Vignette, CASES, code="'case-' || n", kind="'mixed'")
    fill(
        VignetteVersion,
        CASES,
        vignette="n",
        number="1",
        title_en="'Case ' || n",
        title_fr="'Cas ' || n",
        difficulty="'middle'",
        facts="'{}'::jsonb",
        text_en="''",
        text_fr="''",
        content_hash="lpad(n::text, 64, '0')",
    )
    fill(
        GoldCoding,
        CASES,
        version="n",
        tool=f"'{TOOL}'",
        tool_version="'2016'",
        eligibility="'yes'",
        provenance="'computed'",
    )


def _work(n: int, codings: int) -> None:
    """Practice, but for the last cases of everybody, which were check cases."""
    each = max(1, codings // n)
    mode = f"CASE WHEN n > {codings - min(CHECKS, each) * n} THEN 'check' ELSE 'practice' END"
    case = f"1 + (n / {n}) % {CASES}"
    who, when = f"1 + n % {n}", f"now() - ({codings} - n) * interval '{24 * 365 / codings} hours'"
    fill(
        Assignment,
        codings,
        agency="1",
        assessor=who,
        version=case,
        tool=f"'{TOOL}'",
        # one row of practice for each person and case, however many were asked for
        mode=f"CASE WHEN n > {n * CASES} THEN 'check' ELSE {mode} END",
        assigned_at=when,
    )
    fill(Draft, codings, assignment="n")
    fill(
        Coding,
        codings,
        assignment="n",
        agency="1",
        assessor=who,
        version=case,
        tool=f"'{TOOL}'",
        tool_version="'2016'",
        eligibility="'yes'",
        language="CASE WHEN n % 5 = 0 THEN 'fr' ELSE 'en' END",
        submitted_at=when,
    )
    item = "'i' || (1 + n % 10)"
    fill(Rating, codings * 10, coding="1 + (n - 1) / 10", item=item, score="n % 2")
    fill(
        AuditEntry,
        codings,
        agency="1",
        actor=who,
        verb="'submit_coding'",
        object_type="'training.coding'",
        object_id="n::text",
        at=when,
    )


def _certificates(n: int) -> None:
    rules = default_policy(TOOL).model_dump_json().replace("'", "''").replace("%", "%%")
    fill(Policy, 1, agency="1", programme="1", tool=f"'{TOOL}'", rules=f"'{rules}'::jsonb")
    fill(
        Exam,
        n,
        agency="1",
        tool=f"'{TOOL}'",
        title="'Exam'",
        opens_at="now() - interval '300 days'",
        closes_at="now() - interval '290 days'",
        closed_at="now() - interval '290 days'",
        enrolment="n",
    )
    confirmed = "n % 50 > 0"
    fill(
        Decision,
        n,
        agency="1",
        enrolment="n",
        exam="n",
        tool=f"'{TOOL}'",
        policy="1",
        outcome="'passed'",
        basis=f"CASE WHEN {confirmed} THEN 'confirmed' ELSE 'computed' END",
        reason=f"CASE WHEN {confirmed} THEN 'As computed.' ELSE '' END",
        by=f"CASE WHEN {confirmed} THEN {n + 1} END",
        evidence="'{}'::jsonb",
    )
    fill(Appeal, max(1, n // 100), agency="1", decision="n * 50", reason="'Please look again.'")
    fill(
        Credential,
        n,
        agency="1",
        holder="n",
        holder_name="'Person ' || n",
        decision="n",
        tool=f"'{TOOL}'",
        tool_version="'2016'",
        language="'en'",
        code="'code-' || n",
        valid_until="current_date + 1 + (n % 700)",
    )


def _monitoring(n: int, codings: int) -> None:
    checks = min(codings, CHECKS * n)
    coding = f"{codings - checks} + n"
    fill(
        MonitorPoint,
        checks,
        agency="1",
        enrolment=f"1 + ({coding}) % {n}",
        coding=coding,
        version=f"1 + n % {CASES}",
        gold=f"1 + n % {CASES}",
        tool=f"'{TOOL}'",
        at=f"now() - ({checks} - n) * interval '{24 * 365 / checks} hours'",
        items="10",
        hits="10 - (n % 3)",
        deviation="n % 3 - 1",
    )
    watches_and_alerts(n)


def watches_and_alerts(n: int) -> None:
    """One watch for each person, and an alert for each fourth, of which each fourth is open."""
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
    fill(
        Remedy,
        alerts // 2,
        agency="1",
        alert="n * 2",
        kind="'page'",
        assigned_by=str(n + 1),
        due_on="current_date + (n % 30)",
    )
    answers = CASES * 10
    fill(
        AnswerTally,
        answers * 3,
        agency="1",
        tool=f"'{TOOL}'",
        version=f"1 + (n - 1) % {CASES}",
        item=f"'i' || (1 + (n - 1) / {CASES} % 10)",
        right="0",
        given=f"(n - 1) / {answers}",
        n="n",
    )
