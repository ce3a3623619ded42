"""The run over an agency: what it writes, what it raises, and that running twice does nothing."""

from datetime import timedelta

import pytest
from django_scopes import scopes_disabled

from reliability.actions.monitoring.running import monitor_agency
from reliability.models import Alert, MonitorPoint, Watch
from tests.reliability.monitored import (
    START,
    THREE_WRONG,
    check_series,
    enrolled,
    make_checks_bank,
)
from tests.reliability.monitoring_engine.engine import BAD
from tests.training.factories import TOOL

AFTER = START + timedelta(days=400)


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def bank(db):
    return make_checks_bank(14)


@pytest.fixture
def enrolment(asha, bank):
    return enrolled(asha)


def test_a_point_is_written_for_every_check_case_and_none_twice(enrolment, bank, north):
    check_series(enrolment, bank[:3], [{}, {"i9": 1}])
    monitor_agency(north, AFTER)
    first = list(MonitorPoint.objects.values_list("coding", "items", "hits", "deviation"))
    monitor_agency(north, AFTER)

    assert [(items - hits, deviation) for _, items, hits, deviation in first] == [
        (0, 0),
        (1, 1),
        (0, 0),
    ]
    assert list(MonitorPoint.objects.values_list("coding", "items", "hits", "deviation")) == first
    assert Watch.objects.get().points == 3


def test_sound_scoring_raises_nothing(enrolment, bank, north):
    check_series(enrolment, bank)
    run = monitor_agency(north, AFTER)

    assert (run.to_do, run.done, run.raised, run.error) == (1, 1, 0, "")
    assert not Alert.objects.exists()


def test_a_fall_is_raised_once_with_the_cases_that_show_it(enrolment, bank, north):
    codings = check_series(enrolment, bank, [{}] * 8 + [THREE_WRONG] * 6)
    monitor_agency(north, AFTER)
    again = monitor_agency(north, AFTER + timedelta(days=1))

    alert = Alert.objects.get()
    named = {one["coding"] for one in alert.evidence["cases"]}
    assert again.raised == 0
    assert alert.enrolment == enrolment
    assert named
    assert named <= {coding.pk for coding in codings[8:]}
    assert alert.evidence["sentence"]["fr"]
    assert alert.steps.count() == 1
    assert Watch.objects.get(enrolment=enrolment, tool=TOOL).signal == alert.kind


def test_what_was_a_lean_on_an_earlier_night_is_no_second_alert(enrolment, bank, north):
    check_series(enrolment, bank, [{}] * 8 + [BAD] * 6)
    monitor_agency(north, AFTER)
    first = Alert.objects.get()
    other = {"accuracy": "bias", "bias": "accuracy"}[first.kind]
    Alert.objects.update(kind=other, key=f"{other} {enrolment.pk} {TOOL}")

    assert monitor_agency(north, AFTER + timedelta(days=1)).raised == 0

    Alert.objects.update(evidence={**first.evidence, "cases": [{"coding": 0, "case": "another"}]})
    assert monitor_agency(north, AFTER + timedelta(days=2)).raised == 1
