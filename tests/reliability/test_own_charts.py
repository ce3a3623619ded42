"""What an assessor sees of monitoring: the own charts, and what was given to help."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now
from django_scopes import scopes_disabled

from reliability.actions.monitoring.remedying import Offer, assign_remedy
from reliability.actions.monitoring.running import monitor_agency
from reliability.models import Remedy
from tests.reliability.monitored import (
    RULE,
    START,
    check_series,
    enrolled,
    make_alert,
    make_checks_bank,
    month_of,
)
from tests.training.factories import TOOL
from training.models import Assignment, Draft, Mode

HOME = reverse("training:home")
MINE = reverse("monitoring:mine")


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def as_asha(client, asha):
    client.force_login(asha.user)
    return client


@pytest.fixture
def bank(db):
    return make_checks_bank(6)


def test_without_a_check_case_there_is_nothing_to_draw(as_asha):
    assert "Nothing to draw yet." in as_asha.get(MINE).text
    assert MINE not in as_asha.get(HOME).text


def test_every_check_case_handed_in_is_a_dot_that_opens_its_feedback(as_asha, asha, bank, north):
    codings = check_series(enrolled(asha), bank[:4], [{}, {"i9": 1}])
    monitor_agency(north, START + timedelta(days=90))

    page = as_asha.get(MINE).text
    assert MINE in as_asha.get(HOME).text
    for coding in codings:
        assert f'href="{reverse("training:feedback", args=[coding.assignment_id])}"' in page
    assert "8 of 9 items like gold" in page
    assert "median of the others" not in page


def test_a_check_case_that_waits_is_not_told_apart(as_asha, asha, bank, north):
    enrolment = enrolled(asha)
    check_series(enrolment, bank[:2])
    waiting = Assignment.objects.create(
        agency=north,
        assessor=asha.membership,
        version=bank[3],
        tool=TOOL,
        mode=Mode.CHECK,
        month=month_of(enrolment, START),
    )
    Draft.objects.create(assignment=waiting)
    monitor_agency(north, START + timedelta(days=40))

    assert bank[3].vignette.code not in as_asha.get(MINE).text
    assert "Check case" not in as_asha.get(reverse("training:notice", args=[waiting.pk])).text


def test_another_persons_points_are_not_shown(as_asha, ben, bank, north):
    check_series(enrolled(ben), bank[:3])
    monitor_agency(north, START + timedelta(days=90))

    assert "Nothing to draw yet." in as_asha.get(MINE).text


@pytest.fixture
def remedy(asha, tom):
    alert = make_alert(enrolled(asha), rules=[RULE])
    offer = Offer(
        kind=Remedy.Kind.PAGE, due_on=localdate() + timedelta(days=9), note="Worth a quiet hour."
    )
    return assign_remedy(alert=alert, offer=offer, by=tom.membership, at=now())


def test_a_remedy_stands_on_the_start_page_with_one_action(as_asha, remedy):
    page = as_asha.get(HOME).text
    own = reverse("monitoring:own_remedy", args=[remedy.pk])

    assert "Worth a quiet hour." in page
    assert f'href="{own}"' in page
    assert "I have read it" in as_asha.get(own).text


def test_read_once_it_is_done_and_leaves_the_start_page(as_asha, remedy):
    url = reverse("monitoring:read_remedy", args=[remedy.pk])
    assert as_asha.post(url).url == HOME
    as_asha.post(url)

    remedy.refresh_from_db()
    assert remedy.done_at is not None
    assert remedy.alert.steps.filter(kind="done").count() == 1
    assert "Worth a quiet hour." not in as_asha.get(HOME).text


def test_nobody_else_reads_it(client, ben, cara, tom, remedy):
    url = reverse("monitoring:own_remedy", args=[remedy.pk])
    for person, status in ((ben, 404), (cara, 404), (tom, 403)):
        client.force_login(person.user)
        assert client.get(url).status_code == status
