"""Remedies: given, done, rechecked, judged; each refusal in a sentence."""

import pytest

from reliability.actions.monitoring.alerting import AlertRefusedError, close_alert
from reliability.actions.monitoring.remedying import (
    Offer,
    assign_remedy,
    finish_if_done,
    read_page,
    recheck,
)
from reliability.actions.monitoring.running import monitor_agency
from reliability.actions.monitoring.watching import watched
from reliability.models import Alert, AlertStep, Remedy, RemedyCase
from tests.reliability.monitored import GOLD, check_series
from tests.reliability.monitoring_engine.engine import (
    AFTER,
    BAD,
    DUE,
    RULE,
    WRONG,
    alert_on_rule,
    cases,
    later,
)
from tests.training.factories import hand_in
from training.models import Assignment, Coding, Mode


@pytest.fixture
def alert(enrolment, bank):
    return alert_on_rule(enrolment, bank)


def give(alert, tom, offer=None):
    return assign_remedy(alert=alert, offer=offer or cases(), by=tom.membership, at=later(1))


def hand_in_all(person, remedy, purpose, scores=None):
    """What was given for this purpose, handed in."""
    for one in remedy.cases.filter(purpose=purpose):
        hand_in(person, one.assignment, scores or GOLD.scores)


def done(person, tom, alert):
    remedy = give(alert, tom)
    hand_in_all(person, remedy, "practise")
    monitor_agency(alert.agency, later(3))
    remedy.refresh_from_db()
    return remedy


def rechecked(person, tom, alert, scores):
    remedy = done(person, tom, alert)
    recheck(remedy=remedy, by=tom.membership, at=later(4))
    hand_in_all(person, remedy, "recheck", scores)
    monitor_agency(alert.agency, later(6))
    remedy.refresh_from_db()
    return remedy


def kinds(alert):
    return [step.kind for step in alert.steps.order_by("pk")]


def test_three_cases_that_turn_on_the_rule_and_were_never_met(alert, bank, tom, enrolment):
    met = set(Coding.objects.values_list("version", flat=True))
    remedy = give(alert, tom)

    given = Assignment.objects.filter(remedy_case__remedy=remedy)
    assert {one.mode for one in given} == {Mode.PRACTICE}
    assert given.count() == 3
    assert not met & set(given.values_list("version", flat=True))
    step = alert.steps.get(kind=AlertStep.Kind.ASSIGNED)
    assert (step.by, step.detail["cases"], step.detail["wanted"]) == (tom.membership, 3, 3)


def test_fewer_cases_where_the_bank_has_fewer_and_a_sentence_where_it_has_none(alert, bank, tom):
    for version in bank[:11] + bank[12:]:
        version.vignette.retired_at = AFTER
        version.vignette.save()

    remedy = give(alert, tom)
    assert remedy.cases.count() == 1
    assert alert.steps.get(kind="assigned").detail["cases"] == 1
    Remedy.objects.filter(pk=remedy.pk).update(done_at=later(2))
    with pytest.raises(AlertRefusedError, match="No case that brings this rule into play is left"):
        give(alert, tom)
    with pytest.raises(AlertRefusedError, match="left to recheck with"):
        recheck(remedy=remedy, by=tom.membership, at=later(3))
    assert Remedy.objects.count() == 1


def test_the_whole_way_to_closing(alert, tom, asha):
    remedy = rechecked(asha, tom, alert, GOLD.scores)
    close_alert(alert=alert, by=tom.membership, reason="Read right again.", at=later(7))

    assert remedy.helped is True
    assert kinds(alert) == ["raised", "assigned", "done", "noted", "rechecked", "closed"]
    told = alert.steps.get(kind="rechecked").detail
    assert told["rules"][RULE] < 0
    assert len(told["cases"]) == 3
    assert monitor_agency(alert.agency, later(8)).raised == 0


def test_a_recheck_read_otherwise_shows_that_it_has_not_helped_yet(alert, tom, asha):
    remedy = rechecked(asha, tom, alert, WRONG)
    monitor_agency(alert.agency, later(8))

    assert remedy.helped is False
    assert kinds(alert).count("rechecked") == 1
    more = give(alert, tom, Offer(Remedy.Kind.PAGE, DUE))
    assert more.kind == "page"


def test_recheck_cases_are_unseen_check_cases_that_are_announced(alert, tom, asha):
    remedy = done(asha, tom, alert)
    before = set(Coding.objects.values_list("version", flat=True))
    n = recheck(remedy=remedy, by=tom.membership, at=later(4))

    given = Assignment.objects.filter(remedy_case__purpose=RemedyCase.Purpose.RECHECK)
    assert n == given.count() == 3
    assert {(one.mode, one.is_announced) for one in given} == {(Mode.CHECK, True)}
    assert not before & set(given.values_list("version", flat=True))


def test_one_thing_at_a_time(alert, tom, asha):
    remedy = give(alert, tom)

    with pytest.raises(AlertRefusedError, match="under way already"):
        give(alert, tom)
    with pytest.raises(AlertRefusedError, match="not done yet"):
        recheck(remedy=remedy, by=tom.membership, at=later(2))
    hand_in_all(asha, remedy, "practise")
    assert finish_if_done(remedy, later(3))
    assert not finish_if_done(remedy, later(3))
    recheck(remedy=remedy, by=tom.membership, at=later(4))
    with pytest.raises(AlertRefusedError, match="given out already"):
        recheck(remedy=remedy, by=tom.membership, at=later(4))


def test_a_page_is_done_when_its_assessor_has_read_it(alert, tom, asha, ben):
    remedy = give(alert, tom, Offer(Remedy.Kind.PAGE, DUE))

    with pytest.raises(AlertRefusedError, match="somebody else's"):
        read_page(remedy=remedy, by=ben.membership, at=later(2))
    first = read_page(remedy=remedy, by=asha.membership, at=later(2))
    again = read_page(remedy=remedy, by=asha.membership, at=later(3))

    assert first.done_at == again.done_at == again.read_at == later(2)
    assert kinds(alert) == ["raised", "assigned", "done"]


def test_declined_cases_are_not_waited_for_and_told(alert, tom, asha):
    remedy = give(alert, tom)
    first, *rest = remedy.cases.order_by("pk")
    hand_in(asha, first.assignment, GOLD.scores)
    Assignment.objects.filter(remedy_case__in=rest).update(declined_at=later(2))
    monitor_agency(alert.agency, later(3))

    told = alert.steps.get(kind="done").detail
    assert (told["cases"], told["declined"]) == (1, 2)
    remedy.refresh_from_db()
    assert recheck(remedy=remedy, by=tom.membership, at=later(4)) == 3
    Assignment.objects.filter(mode=Mode.CHECK, codings=None).update(declined_at=later(5))
    monitor_agency(alert.agency, later(6))
    remedy.refresh_from_db()
    assert remedy.helped is None
    assert recheck(remedy=remedy, by=tom.membership, at=later(7)) > 0


def test_a_fall_without_a_rule_gets_various_cases_and_no_page(enrolment, bank, tom, asha):
    check_series(enrolment, bank[:12], [{}] * 6 + [BAD] * 6)
    monitor_agency(enrolment.agency, AFTER)
    alert = Alert.objects.get()
    assert (alert.kind, alert.rules) == ("accuracy", [])

    with pytest.raises(AlertRefusedError, match="No rule is named"):
        give(alert, tom, Offer(Remedy.Kind.PAGE, DUE))
    remedy = give(alert, tom, Offer(Remedy.Kind.CASES, DUE))
    assert remedy.cases.count() == 3
    hand_in_all(asha, remedy, "practise")
    monitor_agency(alert.agency, later(3))
    remedy.refresh_from_db()
    recheck(remedy=remedy, by=tom.membership, at=later(4))
    hand_in_all(asha, remedy, "recheck")
    monitor_agency(alert.agency, later(5))
    remedy.refresh_from_db()
    assert remedy.helped is True


def test_somebody_who_left_is_given_nothing(alert, tom, enrolment):
    enrolment.left_at = later(0)
    enrolment.save()
    alert.refresh_from_db()

    with pytest.raises(AlertRefusedError, match="has left the programme"):
        give(alert, tom)
    close_alert(alert=alert, by=tom.membership, reason="Left us.", at=later(1))


def test_the_charts_begin_anew_when_the_remedy_is_done(alert, tom, asha, enrolment):
    done(asha, tom, alert)
    found = watched(enrolment, alert.tool)

    assert found.alarms == ()
    assert found.earlier[0].rules[0] == RULE
