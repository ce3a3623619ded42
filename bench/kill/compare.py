"""Compares the ledger with the database: is every acknowledged write there, and once?"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Count

from bench.kill.compare_effects import (
    compare_audit,
    compare_certificates,
    compare_decisions,
    compare_jobs,
)
from bench.kill.findings import Findings
from bench.kill.ledger import HandIn, Ledger, Write
from training.answers import ELIGIBILITY, value_of
from training.models import Assignment, Coding, Draft, DraftRating, Exam, Mode, Rating


class Stored(NamedTuple):
    """One answer as a draft holds it."""

    value: str
    revision: int


def compare(ledger: Ledger, exam_cases: int, letters: str) -> Findings:
    """Everything. `letters` is what the worker wrote, where mail goes to its log."""
    findings = Findings()
    for sentence in ledger.refused:
        findings.add("refused", sentence)
    compare_answers(ledger, findings)
    compare_hand_ins(ledger, findings)
    compare_exams(ledger, exam_cases, findings)
    compare_given(ledger, findings)
    compare_decisions(ledger, findings)
    compare_certificates(ledger, findings)
    compare_jobs(ledger, letters, findings)
    compare_audit(findings)
    return findings


def compare_answers(ledger: Ledger, findings: Findings) -> None:
    """The last acknowledged answer to each question stands, and each change was written once."""
    stored = _stored({write.case for write in ledger.writes})
    series: dict[tuple[int, str], list[Write]] = defaultdict(list)
    for write in ledger.writes:
        series[write.case, write.question].append(write)
    for (case, question), writes in series.items():
        findings.looked_at["answers"] += sum(write.revision > 0 for write in writes)
        name = f"case {case}, {question}"
        _compare_answer(name, writes, stored.get((case, question)), findings)


def _compare_answer(
    name: str, writes: list[Write], stored: Stored | None, findings: Findings
) -> None:
    """A revision counts how often an answer changed, so that a second write of it would show.

    The last write may have got no answer: then it may be there or not.
    """
    last: tuple[str, str] | None = None
    changes = 0
    for write in (one for one in writes if one.revision):
        changes += (write.value, write.reason) != last
        last = write.value, write.reason
        kind = "twice" if write.revision > changes else "lost"
        told = f"{name}: change {changes} was answered as revision {write.revision}"
        findings.expect(write.revision == changes, kind, told)
    expected = {Stored(last[0], changes) if last else None}
    open_one = writes[-1]
    if not open_one.revision:
        is_change = (open_one.value, open_one.reason) != last
        expected.add(Stored(open_one.value, changes + is_change))
    if stored is not None and stored.revision > max(one.revision for one in expected if one):
        findings.add("twice", f"{name}: found {stored}, expected one of {expected}")
    elif stored not in expected:
        findings.add("lost", f"{name}: found {stored}, expected one of {expected}")


def _stored(cases: set[int]) -> dict[tuple[int, str], Stored]:
    """(case, question) to what its draft holds."""
    found: dict[tuple[int, str], Stored] = {}
    for draft in Draft.objects.filter(assignment__in=cases, saved_at__isnull=False):
        where = draft.assignment_id, ELIGIBILITY
        found[where] = Stored(draft.eligibility, draft.eligibility_revision)
    ratings = DraftRating.objects.filter(draft__assignment__in=cases).select_related("draft")
    for rating in ratings:
        where = rating.draft.assignment_id, rating.item
        found[where] = Stored(value_of(rating), rating.revision)
    return found


def compare_hand_ins(ledger: Ledger, findings: Findings) -> None:
    """Each case acknowledged as handed in has one coding, of the answers last acknowledged."""
    codings: dict[int, list[Coding]] = defaultdict(list)
    for coding in Coding.objects.prefetch_related("ratings"):
        codings[coding.assignment_id].append(coding)
    last: dict[int, dict[str, str]] = defaultdict(dict)
    for write in ledger.writes:
        last[write.case][write.question] = write.value
    sent = {one.case: one for one in ledger.hand_ins}
    for case, entry in sent.items():
        findings.looked_at["hand-ins"] += entry.is_acknowledged
        _compare_hand_in(entry, codings.get(case, []), last[case], findings)
    for case in codings.keys() - sent.keys():
        findings.add("twice", f"case {case}: a coding that nobody sent")


def _compare_hand_in(
    entry: HandIn, codings: list[Coding], answers: dict[str, str], findings: Findings
) -> None:
    name = f"case {entry.case}"
    if entry.is_acknowledged and not codings:
        findings.add("lost", f"{name}: handed in, and there is no coding")
    findings.expect(len(codings) <= 1, "twice", f"{name}: {len(codings)} codings")
    for coding in codings:
        rated = {rating.item: value_of(rating) for rating in coding.ratings.all()}
        found = {ELIGIBILITY: coding.eligibility, **rated}
        findings.expect(
            found == answers, "lost", f"{name}: handed in as {found}, expected {answers}"
        )
        findings.expect(
            str(coding.submission_key) == entry.key, "lost", f"{name}: another form's key"
        )


def compare_exams(ledger: Ledger, exam_cases: int, findings: Findings) -> None:
    """Each exam acknowledged as begun is there, with its cases; nobody has one more."""
    exams = Exam.objects.filter(enrolment__isnull=False).annotate(n=Count("assignments"))
    found = {exam.pk: exam for exam in exams}
    findings.looked_at["exams"] += len(found)
    for pk in ledger.exams:
        findings.expect(pk in found, "lost", f"exam {pk} was begun, and is not there")
    for pk, exam in found.items():
        findings.expect(pk in ledger.exams, "twice", f"exam {pk} was never answered")
        findings.expect(
            exam.n == exam_cases, "twice", f"exam {pk} has {exam.n} cases, expected {exam_cases}"
        )
    attempts = ((exam.enrolment_id, exam.tool, exam.attempt) for exam in found.values())
    findings.once(attempts, "attempt")


def compare_given(ledger: Ledger, findings: Findings) -> None:
    """Each practice case that was given on asking is there; nobody was given one unasked."""
    practice = Assignment.objects.filter(mode=Mode.PRACTICE).select_related("assessor")
    every = {one.pk: one for one in practice}
    for pk in ledger.given:
        findings.expect(pk in every, "lost", f"practice case {pk} was given, and is not there")
    asked_for = {pk for pk, one in every.items() if one.assigned_by_id == one.assessor.user_id}
    for pk in asked_for - set(ledger.given):
        findings.add("twice", f"practice case {pk} was given and never answered")
    findings.looked_at["practice cases"] += len(ledger.given)
    findings.once(Rating.objects.values_list("coding", "item"), "the rating of a coding's item")
