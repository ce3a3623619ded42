"""When everybody moves, and when gold is missed by those who are strong: nobody is blamed alone."""

from datetime import timedelta

import pytest

from agencies.models import Role
from reliability.actions.monitoring.alerting import close_alert
from reliability.actions.monitoring.running import monitor_agency
from reliability.models import Alert, MonitorPoint, Watch
from tests.factories import make_person
from tests.reliability.monitored import GOLD, check, check_series, enrolled
from tests.reliability.monitoring_engine.engine import AFTER, BAD, MISREAD, RULE, later, regold
from tests.training.factories import with_changes

RECENTLY = AFTER - timedelta(days=150)


@pytest.fixture
def group(north, bank):
    return [enrolled(make_person(f"Person {n}", north, Role.ASSESSOR)) for n in range(6)]


def wrong_gold(version, **changes):
    regold(version, scores=with_changes(GOLD.scores, **changes))


def all_score(group, bank, wrong):
    for enrolment in group:
        check_series(enrolment, bank[: len(wrong)], wrong, start=RECENTLY)


def test_gold_that_strong_assessors_miss_is_one_alert_about_the_gold(group, bank, north):
    wrong_gold(bank[2], i9=1)
    all_score(group, bank, [{}] * 8)
    run = monitor_agency(north, AFTER)

    alert = Alert.objects.get()
    assert run.raised == 1
    assert (alert.kind, alert.version, alert.item) == ("gold", bank[2], "i9")
    assert alert.enrolment is None
    assert (alert.evidence["strong"], alert.evidence["missed"], alert.evidence["given"]) == (
        6,
        6,
        0,
    )
    assert bank[2].vignette.code in alert.evidence["sentence"]["en"]
    assert len(alert.evidence["cases"]) == 6


def test_doubted_gold_counts_for_nobody_until_the_alert_is_closed(group, bank, north, tom):
    wrong_gold(bank[2], i9=1)
    all_score(group, bank, [{}] * 8)
    monitor_agency(north, AFTER)
    doubted = Watch.objects.first().state["share"]
    close_alert(
        alert=Alert.objects.get(), by=tom.membership, reason="The panel stands by it.", at=later(1)
    )
    run = monitor_agency(north, later(2))

    assert doubted == 1
    assert Watch.objects.first().state["share"] < 1
    assert run.raised == 0
    assert Alert.objects.count() == 1


def test_corrected_gold_settles_it(group, bank, north, tom):
    wrong_gold(bank[2], i9=1)
    all_score(group, bank, [{}] * 8)
    monitor_agency(north, AFTER)
    regold(bank[2], scores=GOLD.scores)
    close_alert(alert=Alert.objects.get(), by=tom.membership, reason="Corrected.", at=later(1))
    run = monitor_agency(north, later(2))

    assert run.raised == 0
    assert not MonitorPoint.objects.exclude(gold__revision=3).filter(version=bank[2]).exists()
    assert {watch.state["share"] for watch in Watch.objects.all()} == {1}


def test_a_retired_case_is_not_looked_into(group, bank, north):
    wrong_gold(bank[2], i9=1)
    all_score(group, bank, [{}] * 8)
    bank[2].vignette.retired_at = AFTER
    bank[2].vignette.save()

    assert monitor_agency(north, AFTER).raised == 0


def test_a_rule_that_everybody_reads_otherwise_is_one_alert_about_the_rule(group, bank, north):
    all_score(group, bank, [{}] * 6 + [MISREAD] * 5)
    monitor_agency(north, AFTER)
    again = monitor_agency(north, later(1))

    alert = Alert.objects.get()
    assert (alert.kind, alert.enrolment) == ("group", None)
    assert RULE in alert.rules
    assert again.raised == 0
    noted = [one for step in alert.steps.all() for one in step.detail.get("explained", [])]
    assert {one["enrolment"] for one in noted} == {one.pk for one in group}
    assert alert.steps.filter(kind="noted").count() == 1


def test_a_fall_of_everybody_is_nobodys_own(group, bank, north):
    all_score(group, bank, [{}] * 5 + [BAD] * 6)
    monitor_agency(north, AFTER)

    assert [alert.kind for alert in Alert.objects.all()] == ["group"]
    assert Watch.objects.exclude(signal="").count() == len(group)


def test_one_person_among_sound_ones_is_that_persons_own(group, bank, north):
    all_score(group[1:], bank, [{}] * 11)
    check_series(group[0], bank[:11], [{}] * 6 + [MISREAD] * 5, start=RECENTLY)
    monitor_agency(north, AFTER)

    assert Alert.objects.get().enrolment == group[0]


def test_once_the_groups_alert_is_closed_everybody_begins_anew(group, bank, north, tom):
    all_score(group, bank, [{}] * 6 + [MISREAD] * 5)
    monitor_agency(north, AFTER)
    close_alert(
        alert=Alert.objects.get(), by=tom.membership, reason="We told everybody.", at=later(1)
    )
    run = monitor_agency(north, later(2))
    for n, version in enumerate(bank[11:17]):
        check(group[0], version, later(3 + n), scores=with_changes(GOLD.scores, **MISREAD))
    monitor_agency(north, later(20))

    assert run.raised == 0
    fresh = Alert.objects.get(closed_at=None)
    assert (fresh.kind, fresh.enrolment, fresh.rules[0]) == ("rule", group[0], RULE)
