"""Compares what followed: decisions, certificates, jobs and their effects, the audit record."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from django_tasks_db.models import DBTaskResult

from agencies.audit_chain import chains, verify
from agencies.models import AuditEntry, AuditSeal, Invitation
from bench.kill.findings import Findings
from bench.kill.ledger import Deed, Ledger
from config.compat import TaskResultStatus
from reliability.models import Credential, Decision, Outcome, ReportEdition, Study, StudyJob
from training.models import Assignment, Coding, Exam

ONCE = (
    "submit_coding",
    "draw_exam",
    "close_exam",
    "assign",
    "decision_confirmed",
    "certificate_issued",
    "invite",
    "ask_study_job",
    "freeze_study",
    "make_report",
)
"""What is done once to an object, so that a second entry tells of a second deed."""


def compare_decisions(ledger: Ledger, findings: Findings) -> None:
    """Each exam that is over was decided once, on all its codings; each confirmation stands."""
    handed_in: dict[int, list[int]] = defaultdict(list)
    for coding in Coding.objects.filter(assignment__exam__isnull=False).select_related(
        "assignment"
    ):
        handed_in[coding.assignment.exam_id or 0].append(coding.pk)
    every = list(Decision.objects.all())
    findings.looked_at["decisions"] += len(every)
    findings.once(
        (one.exam_id for one in every if one.follows_id is None), "the first decision on exam"
    )
    findings.once((one.follows_id for one in every if one.follows_id), "what follows decision")
    for decision in every:
        rests_on = sorted(decision.evidence.get("codings") or [])
        findings.expect(
            bool(rests_on) and rests_on == sorted(handed_in[decision.exam_id]),
            "unfounded",
            f"decision {decision.pk} rests on codings {rests_on}, its exam has "
            f"{sorted(handed_in[decision.exam_id])}",
        )
    decided = {decision.exam_id for decision in every}
    for pk in _over() - decided:
        findings.add("jobs", f"exam {pk} is over, and nothing was decided on it")
    _compare_confirmed(ledger, {one.pk: one for one in every}, findings)


def _over() -> set[int]:
    """The personal exams of which no case waits."""
    waiting = Assignment.objects.filter(codings=None, declined_at=None).values("exam")
    exams = Exam.objects.filter(enrolment__isnull=False)
    return set(
        exams.exclude(pk__in=waiting.filter(exam__isnull=False)).values_list("pk", flat=True)
    )


def _compare_confirmed(ledger: Ledger, every: dict[int, Decision], findings: Findings) -> None:
    followed = {one.follows_id: one for one in every.values() if one.follows_id}
    for deed in _done(ledger, "confirm"):
        found = followed.get(int(deed.target))
        findings.expect(
            found is not None and found.basis == Decision.Basis.CONFIRMED,
            "lost",
            f"decision {deed.target} was confirmed, and nothing follows it",
        )
        findings.looked_at["confirmations"] += 1


def compare_certificates(ledger: Ledger, findings: Findings) -> None:
    """One certificate for each exam that was acknowledged, on a passing decision of a person."""
    every = list(Credential.objects.select_related("decision"))
    findings.looked_at["certificates"] += len(every)
    findings.once((one.decision.exam_id for one in every), "the certificate of exam")
    for one in every:
        decision = one.decision
        findings.expect(
            decision.outcome == Outcome.PASSED
            and decision.basis != Decision.Basis.COMPUTED
            and bool(decision.evidence.get("codings"))
            and bool(one.badge),
            "unfounded",
            f"certificate {one.pk} rests on decision {decision.pk}: {decision.outcome}, "
            f"{decision.basis}, badge of {len(one.badge)} signs",
        )
    by_decision = {one.decision_id for one in every}
    for deed in _done(ledger, "issue"):
        findings.expect(
            int(deed.target) in by_decision,
            "lost",
            f"the certificate for decision {deed.target} was issued, and is not there",
        )


def compare_jobs(ledger: Ledger, letters: str, findings: Findings) -> None:
    """Every job succeeded, and its effect is there once: letters, invitations, studies."""
    jobs = list(DBTaskResult.objects.all())
    findings.looked_at["jobs"] += len(jobs)
    findings.looked_at["jobs begun more than once"] += sum(len(one.worker_ids) > 1 for one in jobs)
    for job in jobs:
        findings.expect(
            job.status == TaskResultStatus.SUCCESSFUL,
            "jobs",
            f"{job.task_path} {job.args_kwargs} is {job.status} after {len(job.worker_ids)} "
            f"tries: {job.exception_class_path} {job.traceback[-300:]}",
        )
    _compare_letters(jobs, letters, findings)
    _compare_invitations(ledger, jobs, findings)
    _compare_studies(ledger, findings)


def _of(jobs: list[Any], path: str) -> dict[int, list[Any]]:
    """The first argument of every job of this kind, to those jobs."""
    found: dict[int, list[Any]] = defaultdict(list)
    for job in jobs:
        if job.task_path == path:
            found[job.args_kwargs["args"][0]].append(job)
    return found


def _compare_letters(jobs: list[Any], letters: str, findings: Findings) -> None:
    """A worker killed between a letter and its note of it sends the letter again: once or more."""
    told = _of(jobs, "reliability.tasks.tell_holder")
    for one in Credential.objects.all():
        name, n = f"certificate {one.pk}", letters.count(f"/{one.code}/")
        findings.looked_at["letters"] += n
        findings.looked_at["letters sent again after a kill"] += max(0, n - 1)
        findings.expect(
            len(told[one.pk]) == 1, "jobs", f"{name}: {len(told[one.pk])} jobs tell of it"
        )
        tries = max((len(job.worker_ids) for job in told[one.pk]), default=0)
        findings.expect(1 <= n <= tries, "jobs", f"{name}: {n} letters, {tries} tries")


def _compare_invitations(ledger: Ledger, jobs: list[Any], findings: Findings) -> None:
    told = _of(jobs, "agencies.tasks.send_invitation")
    every = list(Invitation.objects.all())
    findings.once((one.email for one in every), "the invitation of")
    for one in every:
        findings.expect(one.sent_at is not None, "jobs", f"{one.email} was invited, not written to")
        findings.expect(len(told[one.pk]) == 1, "jobs", f"{one.email}: {len(told[one.pk])} jobs")
    emails = {one.email for one in every}
    for deed in _done(ledger, "invite"):
        findings.expect(deed.target in emails, "lost", f"{deed.target} was invited, and is not")
    findings.looked_at["invitations"] += len(every)


def _compare_studies(ledger: Ledger, findings: Findings) -> None:
    """Each job on a study is done, and left one frozen study with one report."""
    every = {job.pk: job for job in StudyJob.objects.select_related("study")}
    for job in every.values():
        findings.expect(
            job.state == StudyJob.State.DONE and job.study is not None and job.study.is_frozen,
            "jobs",
            f"study job {job.pk} is {job.state} after {job.attempt} tries: {job.failed_because}",
        )
    for deed in _done(ledger, "study"):
        findings.expect(deed.answer in every, "lost", f"study job {deed.answer} is not there")
    made = Counter(job.study_id for job in every.values() if job.study_id)
    studies = set(Study.objects.values_list("pk", flat=True))
    findings.once(made.elements(), "the job of study")
    findings.expect(studies == set(made), "twice", f"studies {studies - set(made)} have no job")
    editions = Counter(ReportEdition.objects.values_list("study", flat=True))
    for pk in studies:
        findings.expect(editions[pk] == 1, "jobs", f"study {pk} has {editions[pk]} reports")
    findings.looked_at["studies"] += len(studies)


def compare_audit(findings: Findings) -> None:
    """One entry for one deed, every entry sealed once, every chain whole."""
    entries = AuditEntry.objects.filter(verb__in=ONCE)
    findings.once(entries.values_list("verb", "object_type", "object_id"), "the audit entry")
    for model, verb in ((Coding, "submit_coding"), (Credential, "certificate_issued")):
        told = set(entries.filter(verb=verb).values_list("object_id", flat=True))
        for pk in model._default_manager.values_list("pk", flat=True):
            findings.expect(str(pk) in told, "audit", f"{model.__name__} {pk} has no {verb} entry")
    findings.once(AuditSeal.objects.values_list("entry", flat=True), "the seal of entry")
    for chain in chains():
        verdict = verify(chain)
        findings.looked_at["audit entries sealed"] += verdict.links
        findings.expect(not verdict.problem, "audit", verdict.problem)
        findings.expect(not verdict.unsealed, "audit", f"{verdict.unsealed} entries are not sealed")


def _done(ledger: Ledger, kind: str) -> list[Deed]:
    return [deed for deed in ledger.deeds if deed.kind == kind and deed.is_acknowledged]
