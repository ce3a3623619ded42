"""The coordinator's morning: what it lists, for whom, and how often it asks the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now
from django_scopes import scopes_disabled

from agencies.models import Role
from reliability.actions.monitoring.remedying import Offer, assign_remedy, read_page
from reliability.models import Alert, Remedy, Watch
from tests.factories import Person, make_person
from tests.reliability.monitored import RULE, enrolled, make_alert
from tests.training.factories import TOOL
from training.models import Cohort, Enrolment

URL = "/morning/"


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def as_tom(client, tom):
    client.force_login(tom.user)
    return client


def test_a_quiet_morning_says_so(as_tom):
    page = as_tom.get(URL).text

    assert "Nothing needs you today" in page
    assert "Nobody is enrolled in a programme yet." in page


def test_an_open_alert_needs_somebody(as_tom, asha, north):
    alert = make_alert(enrolled(asha))

    page = as_tom.get(URL).text

    assert "1 thing needs you today" in page
    assert str(asha.user) in page
    assert reverse("monitoring:alert", args=[alert.pk]) in page


def test_a_remedy_comes_back_when_it_is_done_or_late(as_tom, asha, tom):
    alert = make_alert(enrolled(asha), rules=[RULE])
    offer = Offer(kind=Remedy.Kind.PAGE, due_on=localdate() + timedelta(days=7))
    remedy = assign_remedy(alert=alert, offer=offer, by=tom.membership, at=now())

    assert "Nothing needs you today" in as_tom.get(URL).text

    Remedy.objects.update(due_on=localdate() - timedelta(days=1))
    assert "past its day" in as_tom.get(URL).text

    read_page(remedy=remedy, by=asha.membership, at=now())
    assert "done; ready to recheck" in as_tom.get(URL).text


def test_nobody_is_shown_an_alert_about_oneself(as_tom, tom, north):
    as_assessor = tom.user.memberships.create(agency=north, role=Role.ASSESSOR)
    make_alert(enrolled(Person(tom.user, as_assessor)))

    assert "Nothing needs you today" in as_tom.get(URL).text


def test_another_agency_sees_nothing_of_it(client, cara, asha, south):
    make_alert(enrolled(asha))
    sid = make_person("Sid", south, Role.COORDINATOR)
    client.force_login(sid.user)

    assert str(asha.user) not in client.get(URL).text


def test_cohorts_are_counted(as_tom, asha, ben, north):
    cohort = Cohort.objects.create(agency=north, name="Spring")
    make_alert(enrolled(asha, cohort=cohort, due_on=localdate() - timedelta(days=3)))
    enrolled(ben, cohort=cohort)

    row = as_tom.get(URL).context["cohorts"][0]

    assert (row.cohort, row.n, row.n_overdue, row.n_alerts) == ("Spring", 2, 1, 1)


def crowd(north, tom, name, n):
    """People of a cohort of their own, each with an alert; every other one with a remedy."""
    cohort = Cohort.objects.create(agency=north, name=name)
    for number in range(n):
        alert = make_alert(
            enrolled(make_person(f"{name}{number}", north, Role.ASSESSOR), cohort=cohort),
            rules=[RULE],
        )
        if number % 2:
            offer = Offer(kind=Remedy.Kind.PAGE, due_on=localdate())
            assign_remedy(alert=alert, offer=offer, by=tom.membership, at=now())
    Remedy.objects.update(due_on=localdate() - timedelta(days=1))


def test_the_number_of_queries_does_not_grow(as_tom, tom, north):
    crowd(north, tom, "few", 3)
    as_tom.get(URL)
    with CaptureQueriesContext(connection) as few:
        as_tom.get(URL)
    crowd(north, tom, "many", 19)
    with CaptureQueriesContext(connection) as many:
        page = as_tom.get(URL)

    assert len(many) == len(few)
    crowd(north, tom, "more", 60)
    with CaptureQueriesContext(connection) as more:
        page = as_tom.get(URL)
    assert len(more) == len(few)
    assert len(page.context["lists"][0].rows) == 20
    assert page.context["lists"][0].n == Alert.objects.filter(remedies=None).count()
    assert f"All {page.context['lists'][0].n}" in page.text
    assert not [query for query in more if "training_rating" in query["sql"]]


def test_the_first_page_of_the_group_tells_of_alerts_too(as_tom, asha, north):
    make_alert(enrolled(asha))

    page = as_tom.get(reverse("training:cohort")).text

    assert "1 alert to look at" in page
    assert f'href="{URL}#alerts"' in page


@pytest.mark.parametrize("name", ["alerts", "people"])
def test_the_lists_behind_it_ask_no_more_for_many(as_tom, tom, north, name):
    def asked():
        as_tom.get(reverse(f"monitoring:{name}"))
        with CaptureQueriesContext(connection) as found:
            as_tom.get(reverse(f"monitoring:{name}"))
        return len(found)

    crowd(north, tom, "few", 2)
    watch_all(north)
    few = asked()
    crowd(north, tom, "many", 15)
    watch_all(north)

    assert asked() == few


def watch_all(north):
    for enrolment in Enrolment.objects.filter(agency=north, watches=None):
        Watch.objects.create(agency=north, enrolment=enrolment, tool=TOOL, points=3)
