"""A booster: page and cases, then one more attempt at the exam, decided by a person."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from reliability.actions.monitoring.alerting import AlertRefusedError
from reliability.actions.monitoring.remedying import (
    Offer,
    assign_remedy,
    finish_if_done,
    read_page,
    recheck,
)
from reliability.models import Outcome, Remedy
from tests.reliability.certificates import certify, make_decision
from tests.reliability.monitored import GOLD, make_alert
from tests.reliability.monitoring_engine.engine import RULE, regold
from tests.training.factories import TOOL, hand_in
from training.attempts import refusals
from training.models import Programme, Retake
from training.tables.exams import ExamStage, exam_state


@pytest.fixture
def certified(enrolment, asha, tom):
    """Passed at the first attempt, in a programme that asks for no more practice."""
    Programme.objects.update(practice_cases=0, needs_reading=False)
    enrolment.refresh_from_db()
    certify(asha, tom, at=now() - timedelta(days=200))
    exam = enrolment.exams.get()
    exam.opens_at, exam.closed_at = now() - timedelta(days=210), now() - timedelta(days=205)
    exam.save()
    enrolment.programme.refresh_from_db()
    return enrolment


@pytest.fixture
def remedy(certified, tom):
    alert = make_alert(certified, rules=[RULE], kind="rule")
    return boost(alert, tom)


def boost(alert, tom):
    due = (now() + timedelta(days=30)).date()
    offer = Offer(Remedy.Kind.BOOSTER, due, note="Take your time.")
    return assign_remedy(
        alert=alert, offer=offer, by=tom.membership, at=now() - timedelta(days=100)
    )


def practised(remedy, asha):
    read_page(remedy=remedy, by=asha.membership, at=now() - timedelta(days=90))
    for one in remedy.cases.all():
        hand_in(asha, one.assignment, GOLD.scores)
    return finish_if_done(remedy, now() - timedelta(days=80))


def test_whoever_passed_may_sit_once_more_when_page_and_cases_are_done(certified, remedy, asha):
    shut = refusals(certified, TOOL, now())
    is_done = practised(remedy, asha)

    assert shut == ["You have passed this exam."]
    assert not is_done
    assert Retake.objects.get().opened_by == remedy.assigned_by
    assert refusals(certified, TOOL, now()) == []
    assert exam_state(certified, TOOL, now()).stage is ExamStage.READY
    assert not finish_if_done(remedy, now())
    assert Retake.objects.count() == 1


def test_no_exam_is_opened_before_the_page_is_read(certified, remedy, asha):
    for one in remedy.cases.all():
        hand_in(asha, one.assignment, GOLD.scores)

    assert not finish_if_done(remedy, now())
    assert not Retake.objects.exists()


@pytest.mark.parametrize(("outcome", "helped"), [(Outcome.PASSED, True), (Outcome.NOT_YET, False)])
def test_the_exam_says_whether_it_helped(certified, remedy, asha, tom, outcome, helped):
    practised(remedy, asha)
    make_decision(asha, outcome=outcome, attempt=2)
    assert not finish_if_done(remedy, now())
    make_decision(asha, outcome=outcome, attempt=2, basis="confirmed", by=tom)

    assert finish_if_done(remedy, now())
    remedy.refresh_from_db()
    assert remedy.helped is helped
    steps = remedy.alert.steps.order_by("pk")
    assert [step.kind for step in steps] == ["raised", "assigned", "done", "rechecked"]
    with pytest.raises(AlertRefusedError, match="given out already"):
        recheck(remedy=remedy, by=tom.membership, at=now())


def test_a_booster_needs_an_exam_that_can_be_sat(certified, bank, tom):
    alert = make_alert(certified, rules=[RULE], kind="rule")
    Programme.objects.update(tools=[])
    with pytest.raises(AlertRefusedError, match="holds no exam on this tool"):
        boost(alert, tom)
    Programme.objects.update(tools=[TOOL])
    for version in bank:
        regold(version, provenance="author_proposal")
    with pytest.raises(AlertRefusedError, match="No panel has confirmed gold"):
        boost(type(alert).objects.get(), tom)
    assert not Remedy.objects.exists()
