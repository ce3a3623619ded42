"""Points: each coding once, failures told, and a second misread rule seen beside a known one."""

from reliability.actions.monitoring import points as engine
from reliability.actions.monitoring.points import write_points
from reliability.actions.monitoring.running import monitor_agency
from reliability.models import MonitorPoint
from tests.reliability.monitored import GOLD, check, check_series
from tests.reliability.monitoring_engine.engine import AFTER, RULE, alert_on_rule, later
from tests.training.factories import with_changes


def test_a_coding_that_cannot_be_held_is_told_and_stops_no_other(enrolment, bank, monkeypatch):
    codings = check_series(enrolment, bank[:3])
    held = engine.case_evidence

    def breaks(coding, gold, policy):
        if coding == codings[1]:
            raise KeyError("i99")
        return held(coding, gold, policy)

    monkeypatch.setattr(engine, "case_evidence", breaks)
    run = monitor_agency(enrolment.agency, AFTER)

    assert MonitorPoint.objects.count() == 2
    assert f"point of coding {codings[1].pk}" in run.error
    assert run.finished_at is not None
    monkeypatch.undo()
    assert monitor_agency(enrolment.agency, later(1)).error == ""
    assert MonitorPoint.objects.count() == 3


def test_nothing_is_written_twice(enrolment, bank):
    check_series(enrolment, bank[:3])

    assert write_points(enrolment.agency).n == 3
    assert write_points(enrolment.agency).n == 0


def test_queries_do_not_grow_with_the_codings(
    enrolment, bank, django_assert_num_queries, django_assert_max_num_queries
):
    check_series(enrolment, bank[:2])
    with django_assert_max_num_queries(20) as few:
        write_points(enrolment.agency)
    check_series(enrolment, bank[2:14])
    with django_assert_num_queries(len(few)):
        write_points(enrolment.agency)


def test_while_an_alert_on_a_rule_is_open_others_are_judged_beside_it(enrolment, bank, tom):
    alert = alert_on_rule(enrolment, bank)
    both = with_changes(GOLD.scores, i2=1, i5=1)
    check(enrolment, bank[11], later(1), scores=both)
    monitor_agency(enrolment.agency, later(2))
    beside = support_in(bank[11], "S99R-I5-IDX")
    known = support_in(bank[11], RULE)
    type(alert).objects.update(closed_at=later(3))
    check(enrolment, bank[12], later(4), scores=both)
    monitor_agency(enrolment.agency, later(5))

    assert beside > support_in(bank[12], "S99R-I5-IDX") > 0
    assert known == support_in(bank[12], RULE) > 0


def support_in(version, rule):
    rules = MonitorPoint.objects.get(version=version).findings["rules"]
    return next(one["support"] for one in rules if one["rule"] == rule)
