"""What waits, at the head of the coordinator's first page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from agencies.models import Role
from reliability.actions.appealing import appeal
from reliability.actions.deciding import confirm
from tests.factories import make_person
from tests.reliability.certificates import confirmed
from tests.reliability.deciding import OFTEN_WRONG, decided
from tests.training.exam_bank import enrol
from tests.training.factories import TOOL
from training.actions.learning import About, ask
from training.models import Enrolment
from training.tables.waiting import waiting_for

GROUP = reverse("training:cohort")


def words(person):
    return [one.words for one in waiting_for(person.membership, now())]


def test_nothing_waits_and_the_page_says_so(as_tom, tom):
    assert words(tom) == []
    assert "Nothing waits for you." in as_tom.get(GROUP).text


def test_results_appeals_and_certificates_wait_with_links(as_tom, asha, ben, tom, north):
    decision = decided(asha, OFTEN_WRONG)
    assert words(tom) == ["1 exam result to confirm or to decide"]

    standing = confirm(decision=decision, by=tom.membership, reason="As it stands.")
    appeal(decision=standing, by=asha.membership, reason="The time was cut short.")
    confirmed(ben, make_person("Uma", north, Role.AGENCY_ADMIN))
    page = as_tom.get(GROUP)

    assert words(tom) == ["1 appeal to answer", "1 certificate to issue"]
    assert f'href="{reverse("reliability:decisions")}#appeals"' in page.text
    assert f'href="{reverse("reliability:certificates")}"' in page.text


def test_an_agency_admin_sees_decisions_and_no_learners(asha, north):
    uma = make_person("Uma", north, Role.AGENCY_ADMIN)
    decided(asha)
    Enrolment.objects.update(due_on=localdate() - timedelta(days=1))

    assert words(uma) == ["1 exam result to confirm or to decide"]


def test_who_only_reads_is_told_of_nothing(client, ana):
    client.force_login(ana.user)

    assert waiting_for(ana.membership, now()) is None
    assert "What waits for you" not in client.get(GROUP).text


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({"due_on": localdate() - timedelta(days=1)}, True),
        ({"enrolled_at": now() - timedelta(days=15)}, True),
        ({"due_on": localdate()}, False),
        ({"enrolled_at": now() - timedelta(days=15), "on_leave_since": localdate()}, False),
        ({"enrolled_at": now() - timedelta(days=15), "left_at": now()}, False),
    ],
)
def test_learners_who_are_late_or_still_are_named(tom, asha, fields, is_told):
    enrol(asha)
    Enrolment.objects.update(**fields)

    found = waiting_for(tom.membership, now())

    assert [one.names for one in found] == ([("Asha",)] if is_told else [])


def test_whoever_has_passed_is_not_stuck(tom, asha):
    confirmed(asha, tom)
    Enrolment.objects.update(due_on=localdate() - timedelta(days=1))

    assert all("learner" not in told for told in words(tom))


def test_a_coding_question_waits(tom, asha):
    about = About(TOOL, "S99R-I1-AGE", "", None)
    ask(asker=asha.membership, about=about, text="From which day?", at=now())

    assert words(tom) == ["1 coding question to answer"]


def test_queries_do_not_grow(tom, north, asha, django_assert_max_num_queries):
    def add(name):
        person = make_person(name, north)
        enrol(person, due_on=localdate() - timedelta(days=1))
        confirmed(person, tom)

    add("Dan")
    with django_assert_max_num_queries(40) as few:
        waiting_for(tom.membership, now())
    for name in ("Ed", "Flo", "Gus"):
        add(name)

    with django_assert_max_num_queries(len(few)):
        waiting_for(tom.membership, now())
