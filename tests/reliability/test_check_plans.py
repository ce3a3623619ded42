"""The editors of check cases and of limits: what they keep, refuse, and tell beforehand."""

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from agencies.models import AuditEntry, Role
from reliability.models import MonitorRules
from tests.factories import make_person
from tests.reliability.monitored import enrolled
from tests.training.factories import TOOL
from training.actions.checks import check_plan
from training.models import CheckPlan

RULES = reverse("monitoring:rules", args=[TOOL])
PLAN = {
    "per_month": 3,
    "is_announced": "on",
    "comes_back_after": 9,
    "again_every": 4,
}


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def as_tom(client, tom):
    client.force_login(tom.user)
    return client


@pytest.fixture
def programme(asha):
    return enrolled(asha).programme


@pytest.fixture
def url(programme):
    return reverse("monitoring:plan", args=[programme.pk, TOOL])


def test_a_plan_is_a_new_row_each_time_it_changes(as_tom, programme, url):
    as_tom.post(url, PLAN)
    as_tom.post(url, PLAN)
    as_tom.post(url, PLAN | {"per_month": 1})

    kept = check_plan(programme, TOOL)
    assert CheckPlan.objects.count() == 2
    assert (kept.per_month, kept.is_announced, kept.certified_only) == (1, True, False)
    assert (kept.comes_back_after, kept.again_every) == (9, 4)
    assert AuditEntry.objects.filter(verb="set_check_plan").count() == 2
    listed = as_tom.get(reverse("monitoring:plans")).text
    assert "everybody" in listed
    assert "4 months" in listed


@pytest.mark.parametrize("sent", [{"per_month": 21}, {"comes_back_after": 0}, {"again_every": ""}])
def test_a_plan_that_makes_no_sense_is_not_kept(as_tom, url, sent):
    answer = as_tom.post(url, PLAN | sent)

    assert answer.status_code == 422
    assert "Nothing was saved." in answer.text
    assert not CheckPlan.objects.exists()


def test_limits_tell_what_they_do_before_they_are_kept(as_tom, programme):
    few = as_tom.post(RULES, {"run_length": 100, "action": "show"}).context["effect"]
    many = as_tom.post(RULES, {"run_length": 400}, headers={"HX-Request": "true"})

    assert not MonitorRules.objects.exists()
    assert "<html" not in many.text
    assert many.context["effect"].run_length == 400
    for sooner, later in zip(few.falls, many.context["effect"].falls, strict=True):
        assert sooner.median < later.median
    assert as_tom.get(RULES).context["effect"].run_length == 180


def test_limits_are_kept_for_the_tool(as_tom, tom, programme):
    as_tom.post(RULES, {"run_length": 250, "alerts_a_month": "1.5"})
    as_tom.post(RULES, {"run_length": 250, "alerts_a_month": "1.5"})

    kept = MonitorRules.objects.get()
    assert (kept.agency, kept.run_length, str(kept.alerts_a_month)) == (tom.agency, 250, "1.5")
    assert kept.made_by == tom.membership


def test_limits_out_of_reach_are_refused(as_tom, programme):
    answer = as_tom.post(RULES, {"run_length": 5})

    assert answer.status_code == 422
    assert not MonitorRules.objects.exists()


def test_a_programme_of_another_agency_is_not_found(client, url, south):
    client.force_login(make_person("Sid", south, Role.COORDINATOR).user)

    assert client.get(url).status_code == 404
    assert client.post(url, PLAN).status_code == 404
