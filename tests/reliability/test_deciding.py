"""From an exam to a decision: evidence, doubt, closing, and what a person does with it."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from agencies.models import AuditEntry, Role
from reliability.access import exams_to_decide
from reliability.actions.deciding import (
    AlreadyDecidedError,
    DecisionRefusedError,
    confirm,
    decide_exam,
    override,
)
from reliability.models import Decision
from reliability.tasks import decide_exams
from tests.factories import make_person
from tests.reliability.deciding import (
    OFTEN_WRONG,
    SLIPS,
    begin_exam,
    correct_gold,
    decided,
    hand_in_waiting,
    sat_exam,
    store_policy,
)
from training.actions.handing_in import close_exam
from training.models import Assignment

pytestmark = pytest.mark.usefixtures("unscoped")


def test_a_flawless_exam_is_passed_by_the_policy_and_by_nobody(asha):
    decision = decided(asha)

    assert (decision.outcome, decision.basis, decision.by) == ("passed", "computed", None)
    assert decision.evidence["evidence"]["cases"][0] == {
        "case": "case-00",
        "items": 9,  # the rules of one of the ten are recalled
        "hits": 9,
        "is_eligibility_hit": True,
        "total_deviation": 0,
        "same_band": None,
    } | {"case": decision.evidence["cases"][0]["case"]}


def test_a_decision_keeps_versions_gold_policy_and_interval(asha):
    exam = sat_exam(asha)

    decision = decide_exam(exam=exam)

    versions = set(exam.assignments.values_list("version", flat=True))
    assert {one["version"] for one in decision.evidence["cases"]} == versions
    assert all(one["gold"] for one in decision.evidence["cases"])
    agreement = decision.evidence["verdict"]["agreement"]
    assert agreement["value"] == 1.0
    assert 0.9 < agreement["low"] < agreement["high"] == 1.0
    assert decision.policy.rules["tool"] == "static-99r"


def test_deciding_again_changes_nothing(asha):
    first = decided(asha)

    again = decide_exam(exam=first.exam)

    assert again == first
    assert Decision.objects.count() == 1


def test_many_wrong_scores_are_not_yet(asha):
    assert decided(asha, OFTEN_WRONG).outcome == "not_yet"


def test_a_doubt_adds_cases_and_is_decided_when_they_are_handed_in(asha):
    first = decided(asha, SLIPS)
    exam = first.exam
    assert (first.outcome, first.evidence["note"]) == ("undecided", "more_cases")
    assert exam.assignments.count() == 12

    with pytest.raises(ValueError, match="group"):
        decide_exam(exam=make_group_exam(exam))
    assert decide_exam(exam=exam) == first
    hand_in_waiting(asha, exam)
    second = decide_exam(exam=exam)

    assert second.follows == first
    assert len(second.evidence["cases"]) == 12


def make_group_exam(exam):
    exam = type(exam).objects.get(pk=exam.pk)
    exam.pk, exam.enrolment, exam.seed = None, None, None
    exam.save()
    return exam


def test_a_doubt_that_the_bank_cannot_answer_waits_for_a_person(asha):
    exam = begin_exam(asha, bank=10)
    hand_in_waiting(asha, exam, SLIPS)

    decision = decide_exam(exam=exam)

    assert (decision.outcome, decision.evidence["note"]) == ("undecided", "no_more_cases")


def test_an_exam_with_waiting_cases_is_not_decided(asha):
    exam = begin_exam(asha)

    with pytest.raises(DecisionRefusedError):
        decide_exam(exam=exam)


def test_an_exam_that_closed_too_early_is_not_yet(asha):
    exam = begin_exam(asha)
    first = exam.assignments.order_by("position").first()
    Assignment.objects.filter(pk=first.pk).update(notice_seen_at=now())
    close_exam(exam=exam, at=exam.closes_at + timedelta(minutes=1))

    decision = decide_exam(exam=exam)

    assert (decision.outcome, decision.evidence["note"]) == ("not_yet", "closed_early")
    assert decision.evidence["evidence"]["cases"][0]["hits"] == 0


def test_an_authors_proposal_decides_nothing(asha):
    exam = sat_exam(asha)
    for assignment in exam.assignments.select_related("version"):
        correct_gold(assignment.version, provenance="author_proposal")

    decision = decide_exam(exam=exam)

    assert decision.outcome == "undecided"
    assert decision.evidence["evidence"]["cases"] == []
    assert len(decision.evidence["set_aside"]) == 10


def test_the_policy_is_the_one_in_force_when_the_exam_began(asha):
    exam = sat_exam(asha)
    store_policy(exam.enrolment.programme, at=now() + timedelta(minutes=1), cases=20)
    strict = store_policy(exam.enrolment.programme, at=exam.opens_at, attempts=2)

    assert decide_exam(exam=exam).policy == strict


def test_the_clock_decides_every_exam_that_is_over_once(asha):
    exam = sat_exam(asha)
    assert list(exams_to_decide()) == [exam]

    assert decide_exams.func() == 1
    assert decide_exams.func() == 0
    assert exam.decisions.count() == 1


def test_the_clock_comes_back_when_the_added_cases_are_handed_in(asha):
    exam = sat_exam(asha, SLIPS)
    decide_exams.func()
    assert decide_exams.func() == 0

    hand_in_waiting(asha, exam)

    assert decide_exams.func() == 1


def test_a_coordinator_confirms_with_a_reason_and_it_is_on_record(asha, tom):
    computed = decided(asha)

    confirmed = confirm(decision=computed, by=tom.membership, reason="As the policy says.")

    assert (confirmed.basis, confirmed.outcome) == ("confirmed", "passed")
    assert (confirmed.follows, confirmed.by) == (computed, tom.membership)
    assert AuditEntry.objects.filter(verb="decision_confirmed").exists()
    assert decide_exam(exam=computed.exam) == confirmed


def test_of_two_who_decide_at_once_the_second_is_told(asha, tom, north):
    other = make_person("Uma", north, Role.AGENCY_ADMIN)
    computed = decided(asha)
    override(decision=computed, outcome="not_yet", by=tom.membership, reason="A form was mixed up.")

    with pytest.raises(AlreadyDecidedError, match="page was open"):
        confirm(decision=computed, by=other.membership, reason="Fine.")

    assert computed.exam.decisions.count() == 2


def test_a_decision_is_refused_without_reason_role_or_to_oneself(asha, ben, tom, north):
    computed = decided(asha)
    own = asha.user.memberships.create(agency=north, role=Role.COORDINATOR)

    for by, reason in ((tom.membership, " "), (ben.membership, "So."), (own, "So.")):
        with pytest.raises(DecisionRefusedError):
            confirm(decision=computed, by=by, reason=reason)

    assert computed.exam.decisions.count() == 1


def test_a_doubt_is_not_confirmed_but_decided(asha, tom):
    exam = begin_exam(asha, bank=10)
    hand_in_waiting(asha, exam, SLIPS)
    doubt = decide_exam(exam=exam)
    with pytest.raises(DecisionRefusedError, match="undecided"):
        confirm(decision=doubt, by=tom.membership, reason="So.")

    made = override(decision=doubt, outcome="not_yet", by=tom.membership, reason="Too many slips.")

    assert made.outcome == "not_yet"


def test_an_exam_that_still_runs_is_not_overridden(asha, tom):
    doubt = decided(asha, SLIPS)

    with pytest.raises(DecisionRefusedError, match="still runs"):
        override(decision=doubt, outcome="passed", by=tom.membership, reason="Enough.")


def test_a_decided_exam_ends_its_sitting(asha):
    exam = sat_exam(asha)

    decide_exam(exam=exam)

    exam.refresh_from_db()
    assert exam.closed_at is not None
    assert AuditEntry.objects.get(verb="close_exam").detail["before_its_time"]


def test_a_doubt_leaves_the_exam_open_until_a_person_decides(asha, tom):
    exam = begin_exam(asha, bank=10)
    hand_in_waiting(asha, exam, SLIPS)
    doubt = decide_exam(exam=exam)
    exam.refresh_from_db()
    assert exam.closed_at is None

    override(decision=doubt, outcome="passed", by=tom.membership, reason="Looked at it.")

    exam.refresh_from_db()
    assert exam.closed_at is not None
