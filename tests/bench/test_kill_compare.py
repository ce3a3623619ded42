"""The comparison notices what is lost, what is there twice and what rests on nothing."""

import uuid

import pytest
from django.db import transaction
from django.utils.timezone import now
from django_scopes import scopes_disabled
from django_tasks_db.models import DBTaskResult

from agencies.actions import record
from agencies.actions.sealing import seal_all
from bench.kill.compare import compare, compare_answers, compare_exams, compare_given
from bench.kill.compare_effects import compare_audit, compare_decisions, compare_jobs
from bench.kill.findings import KINDS, Findings, total
from bench.kill.ledger import Deed, HandIn, Ledger, Write
from config.compat import TaskResultStatus
from reliability.models import Credential, Outcome
from tests.reliability.certificates import make_decision
from tests.training.exam_bank import enrol, make_bank, make_case, rule_exams
from tests.training.factories import TOOL, assign, hand_in
from training.actions.forms import draw_exam
from training.actions.saving import save_answer
from training.answers import ELIGIBILITY, Answer
from training.models import DraftRating

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def assignment(asha):
    return assign(asha, make_case(1))


@pytest.fixture
def saved(assignment):
    """One answer that was saved twice, and the ledger that says so."""
    ledger = Ledger()
    for revision, value in enumerate(("0", "1")):
        save_answer(assignment=assignment, answer=Answer("i5", value, "", revision), at=now())
        ledger.writes.append(Write(assignment.pk, "i5", value, revision=revision + 1))
    return ledger


@pytest.fixture
def handed_in(asha, assignment):
    """A case handed in, and the ledger that says so."""
    hand_in(asha, assignment, {}, eligibility="no")
    entry = HandIn(assignment.pk, str(assignment.draft.submission_key), asha.membership.pk)
    entry.is_acknowledged = True
    write = Write(assignment.pk, ELIGIBILITY, "no", revision=1)
    return Ledger(writes=[write], hand_ins=[entry])


def found_by(look, *told):
    """The kinds of findings, and their sentences."""
    findings = Findings()
    look(*told, findings)
    return {kind: sentences for kind, sentences in findings.found.items() if sentences}


def test_what_is_as_acknowledged_is_no_finding(saved, handed_in):
    assert found_by(compare_answers, saved) == {}
    seal_all()  # which follows a transaction, and a test is one
    assert total(compare(handed_in, 3, "").found) == 0
    assert set(Findings().found) == set(KINDS)


def test_a_lost_answer_is_found(saved):
    DraftRating.objects.all().delete()

    assert (
        "found None, expected one of {Stored(value='1', revision=2)}"
        in found_by(compare_answers, saved)["lost"][0]
    )


def test_an_older_answer_in_its_place_is_found(saved):
    DraftRating.objects.update(score=0, revision=1)

    assert set(found_by(compare_answers, saved)) == {"lost"}


def test_an_answer_written_twice_is_found(saved):
    saved.writes[1].revision = 3
    DraftRating.objects.update(revision=4)

    (first, second) = found_by(compare_answers, saved)["twice"]
    assert "change 2 was answered as revision 3" in first
    assert "revision=4), expected one of" in second


def test_an_answer_given_again_is_no_change(saved):
    saved.writes.append(Write(saved.writes[0].case, "i5", "1", revision=2))

    assert found_by(compare_answers, saved) == {}


def test_an_answer_that_got_no_reply_may_be_there_or_not(saved):
    saved.writes.append(Write(saved.writes[0].case, "i5", "3"))

    assert found_by(compare_answers, saved) == {}
    DraftRating.objects.update(score=3, revision=3)
    assert found_by(compare_answers, saved) == {}
    DraftRating.objects.update(score=2)
    assert set(found_by(compare_answers, saved)) == {"lost"}


def test_a_lost_hand_in_is_found(handed_in, asha):
    other = assign(asha, make_case(2))
    handed_in.hand_ins.append(HandIn(other.pk, "", asha.membership.pk, is_acknowledged=True))

    assert compare(handed_in, 3, "").found["lost"] == [
        f"case {other.pk}: handed in, and there is no coding"
    ]


def test_other_answers_than_those_acknowledged_are_found(handed_in):
    handed_in.writes[0].value = "yes"

    assert any("handed in as" in one for one in compare(handed_in, 3, "").found["lost"])


def test_a_coding_that_nobody_sent_is_found(handed_in):
    handed_in.hand_ins.clear()

    assert any("nobody sent" in one for one in compare(handed_in, 3, "").found["twice"])


def test_what_was_refused_is_a_finding(handed_in):
    handed_in.refused.append("autosave: 409")

    assert compare(handed_in, 3, "").found["refused"] == ["autosave: 409"]


def test_a_lost_exam_one_too_many_and_one_of_other_size_are_found(asha, north):
    make_bank(north)
    enrolment = enrol(asha)
    rule_exams(enrolment)
    exam = draw_exam(enrolment=enrolment, tool=TOOL, at=now(), seed=1)

    assert found_by(compare_exams, Ledger(exams=[exam.pk]), 4) == {}
    assert set(found_by(compare_exams, Ledger(exams=[exam.pk, 999]), 4)) == {"lost"}
    assert set(found_by(compare_exams, Ledger(), 4)) == {"twice"}
    assert set(found_by(compare_exams, Ledger(exams=[exam.pk]), 3)) == {"twice"}


def test_a_case_given_unasked_and_one_that_is_gone_are_found(asha, assignment):
    assert found_by(compare_given, Ledger(given=[assignment.pk])) == {}
    assert set(found_by(compare_given, Ledger(given=[999]))) == {"lost"}
    assign(asha, make_case(2), actor=asha.user)
    assert set(found_by(compare_given, Ledger())) == {"twice"}


def test_a_decision_without_evidence_is_found(asha):
    decision = make_decision(asha)

    (sentence,) = found_by(compare_decisions, Ledger())["unfounded"]
    assert f"decision {decision.pk} rests on codings []" in sentence


def test_a_confirmation_that_is_gone_is_found(asha):
    ledger = Ledger(deeds=[Deed("confirm", "999", is_acknowledged=True)])

    assert found_by(compare_decisions, ledger)["lost"]


def test_an_exam_decided_twice_is_found(asha):
    make_decision(asha)
    make_decision(asha)

    assert found_by(compare_decisions, Ledger())["twice"]


def test_a_certificate_on_a_failed_exam_is_found(asha):
    decision = make_decision(asha, outcome=Outcome.NOT_YET)
    fields = {"holder": asha.user, "holder_name": "Asha", "tool": TOOL, "tool_version": "2016"}
    Credential.objects.create(
        agency=asha.agency, decision=decision, language="en", valid_until=now().date(), **fields
    )
    ledger = Ledger(deeds=[Deed("issue", "999", is_acknowledged=True)])

    findings = compare(ledger, 3, "").found
    assert any(one.startswith("certificate") for one in findings["unfounded"])
    assert "was issued, and is not there" in findings["lost"][0]
    assert any("0 letters" in one for one in findings["jobs"])


def test_a_job_that_did_not_succeed_is_found():
    job = {"args_kwargs": {"args": [], "kwargs": {}}, "run_after": now(), "backend_name": "default"}
    for status in (TaskResultStatus.RUNNING, TaskResultStatus.SUCCESSFUL):
        DBTaskResult.objects.create(
            id=uuid.uuid4(), status=status, task_path="config.jobs.reap", **job
        )

    (sentence,) = found_by(compare_jobs, Ledger(), "")["jobs"]
    assert sentence.startswith("config.jobs.reap")


def test_a_second_audit_entry_and_one_without_a_seal_are_found(asha):
    for _ in range(2):
        with transaction.atomic():
            record(agency=asha.agency, actor=None, verb="draw_exam", obj=asha.agency)

    findings = found_by(compare_audit)
    assert "is there 2 times" in findings["twice"][0]
    assert findings["audit"] == ["2 entries are not sealed"]
    seal_all()
    assert set(found_by(compare_audit)) == {"twice"}


def test_a_ledger_is_read_as_it_was_written(handed_in):
    handed_in.deeds.append(Deed("invite", "a@b.example"))

    assert Ledger.from_json(handed_in.to_json()) == handed_in
    assert handed_in.acknowledged == 2
