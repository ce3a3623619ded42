"""Alerts: raised once, with evidence, for those who may act; closed, and then not raised again."""

import pytest
from django.db import IntegrityError, transaction

from agencies.models import AuditEntry
from reliability.actions.monitoring.alerting import (
    AlertRefusedError,
    Sight,
    close_alert,
    escalate_alert,
    note_on_alert,
    raise_alert,
)
from reliability.actions.monitoring.running import monitor_agency
from reliability.models import Alert, AlertStep, Watch
from tests.reliability.monitored import START, check, check_series, enrolled
from tests.reliability.monitoring_engine.engine import AFTER, RULE, WRONG, alert_on_rule, later
from tests.training.factories import TOOL


def test_a_newly_misread_rule_is_named_with_the_cases_that_show_it(enrolment, bank):
    alert = alert_on_rule(enrolment, bank)

    assert (alert.kind, alert.rules[0]) == ("rule", RULE)
    assert alert.evidence["value"] > alert.evidence["limit"]
    assert {one["case"] for one in alert.evidence["cases"]} <= {
        version.vignette.code for version in bank[6:11]
    }
    assert RULE in alert.evidence["sentence"]["en"]


@pytest.mark.parametrize("evidence", [{}, {"cases": []}, {"sentence": {"en": "A feeling."}}])
def test_no_alert_without_a_case_that_speaks_for_it(enrolment, north, evidence):
    sight = Sight(Alert.Kind.RULE, TOOL, "rule", evidence, [RULE], enrolment)

    with pytest.raises(ValueError, match="names no case"):
        raise_alert(agency=north, sight=sight, at=AFTER)
    assert not Alert.objects.exists()


def test_the_database_takes_no_alert_without_evidence_and_none_about_nobody(enrolment, north):
    fields = {"agency": north, "tool": TOOL, "key": "k", "kind": "rule", "evidence": {"cases": [1]}}

    for wrong in ({"evidence": {}, "enrolment": enrolment}, {"enrolment": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Alert.objects.create(**fields | wrong)


def test_an_alert_that_was_closed_is_not_raised_again_from_the_same_cases(enrolment, bank, tom):
    alert = alert_on_rule(enrolment, bank)
    close_alert(alert=alert, by=tom.membership, reason="We talked it through.", at=later(1))
    again = monitor_agency(enrolment.agency, later(2))

    assert again.raised == 0
    assert Alert.objects.get().closed_at == later(1)
    assert Watch.objects.get().signal == ""
    assert [step.kind for step in alert.steps.all()] == ["raised", "closed"]


def test_after_closing_new_cases_raise_a_new_alert(enrolment, bank, tom):
    alert = alert_on_rule(enrolment, bank)
    close_alert(alert=alert, by=tom.membership, reason="We talked it through.", at=later(1))
    for n, version in enumerate(bank[11:17]):
        check(enrolment, version, later(2 + n), scores=WRONG)
    monitor_agency(enrolment.agency, later(20))

    fresh = Alert.objects.get(closed_at=None)
    assert fresh.rules[0] == RULE
    assert {one["case"] for one in fresh.evidence["cases"]} <= {
        version.vignette.code for version in bank[11:17]
    }


def test_an_open_alert_is_raised_once_however_many_cases_follow(enrolment, bank):
    alert_on_rule(enrolment, bank)
    check(enrolment, bank[11], later(1), scores=WRONG)

    assert monitor_agency(enrolment.agency, later(2)).raised == 0
    assert Alert.objects.count() == 1


def test_every_act_is_on_record_with_its_reason(enrolment, bank, tom):
    alert = alert_on_rule(enrolment, bank)
    note_on_alert(alert=alert, by=tom.membership, note="Asked for a talk.", at=later(1))
    escalate_alert(alert=alert, by=tom.membership, reason="Needs the panel.", at=later(2))
    close_alert(alert=alert, by=tom.membership, reason="Settled.", at=later(3))

    kinds = [step.kind for step in alert.steps.all()]
    verbs = AuditEntry.objects.filter(object_type="reliability.alert").order_by("pk")
    assert kinds == ["raised", "noted", "escalated", "closed"]
    assert list(verbs.values_list("verb", flat=True)) == [
        "raise_alert",
        "alert_noted",
        "alert_escalated",
        "alert_closed",
    ]
    with pytest.raises(AlertRefusedError, match="closed"):
        note_on_alert(alert=alert, by=tom.membership, note="Late.", at=later(4))


def test_a_step_is_never_changed(enrolment, bank):
    step = alert_on_rule(enrolment, bank).steps.get()

    with pytest.raises(Exception, match=r"append|never|change"), transaction.atomic():
        AlertStep.objects.filter(pk=step.pk).update(note="otherwise")


@pytest.mark.parametrize("act", [close_alert, escalate_alert])
def test_a_reason_is_asked_for(enrolment, bank, tom, act):
    alert = alert_on_rule(enrolment, bank)

    with pytest.raises(AlertRefusedError, match="Say why"):
        act(alert=alert, by=tom.membership, reason="  ", at=later(1))
    assert alert.steps.count() == 1


@pytest.mark.parametrize("who", ["asha", "ana", "sara"])
def test_only_coordinators_of_the_agency_act_on_an_alert(enrolment, bank, request, who):
    alert = alert_on_rule(enrolment, bank)
    member = request.getfixturevalue(who).membership

    with pytest.raises(AlertRefusedError, match="Coordinators of this agency"):
        close_alert(alert=alert, by=member, reason="No.", at=later(1))


def test_nobody_looks_after_an_alert_about_oneself(tom, bank):
    own = enrolled(tom)
    check_series(own, bank[:11], [{}] * 6 + [{"i2": 1}] * 5, start=START)
    monitor_agency(own.agency, AFTER)

    with pytest.raises(AlertRefusedError, match="about you"):
        close_alert(alert=Alert.objects.get(), by=tom.membership, reason="No.", at=later(1))
