"""The charts of one assessor: what a coordinator sees, and what is put on record there."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from django_scopes import scopes_disabled

from agencies.models import Role
from reliability.actions.monitoring.running import monitor_agency
from reliability.models import OutsideTraining
from tests.factories import make_person
from tests.reliability.monitored import (
    START,
    THREE_WRONG,
    check,
    check_series,
    enrolled,
    make_checks_bank,
)
from tests.training.factories import TOOL

AFTER = START + timedelta(days=400)
TOLD = {
    "title": "A day on records",
    "provider": "Another agency",
    "taken_on": "2026-02-03",
    "tool": TOOL,
    "hours": "6.5",
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
def bank(db):
    return make_checks_bank(14)


@pytest.fixture
def enrolment(asha):
    return enrolled(asha)


def url_of(enrolment, name="person"):
    return reverse(f"monitoring:{name}", args=[enrolment.pk, TOOL])


def test_without_a_check_case_the_page_says_so(as_tom, enrolment):
    page = as_tom.get(url_of(enrolment))

    assert "there is nothing to draw" in page.text
    assert "<svg" not in page.text


def test_one_check_case_is_drawn_and_named_too_few(as_tom, enrolment, bank, north):
    check_series(enrolment, bank[:1])
    monitor_agency(north, AFTER)

    assert "One case so far." in as_tom.get(url_of(enrolment)).text


def test_every_point_opens_its_case_and_stands_in_the_table(as_tom, enrolment, bank, north):
    codings = check_series(enrolment, bank, [{}] * 8 + [THREE_WRONG] * 6)
    monitor_agency(north, AFTER)
    page = as_tom.get(url_of(enrolment))

    for coding in codings:
        link = reverse("training:feedback", args=[coding.assignment_id])
        assert page.text.count(f'href="{link}"') >= 3  # accuracy, totals, table
    assert len(page.context["page"].accuracy.dots) == 14
    assert "scores 180 check cases, on" in page.text
    assert page.context["page"].rules[0].is_named
    assert page.context["page"].alerts


def test_others_are_drawn_as_their_median(as_tom, asha, enrolment, bank, north):
    check_series(enrolment, bank[:6])
    for number in range(3):
        other = enrolled(make_person(f"Other{number}", north, Role.ASSESSOR))
        check_series(other, bank[:6], [{"i9": 1}] * 6)
    monitor_agency(north, AFTER)
    page = as_tom.get(url_of(enrolment))

    assert page.context["page"].has_group
    assert "median of the others" in page.text


def test_two_others_are_no_group(as_tom, enrolment, bank, north):
    check_series(enrolment, bank[:6])
    for number in range(2):
        check_series(enrolled(make_person(f"Other{number}", north, Role.ASSESSOR)), bank[:6])
    monitor_agency(north, AFTER)

    assert not as_tom.get(url_of(enrolment)).context["page"].has_group


def test_the_same_case_again_is_compared(as_tom, enrolment, bank, north):
    check_series(enrolment, bank[:3])
    check(enrolment, bank[0], START + timedelta(days=380))
    monitor_agency(north, AFTER)
    intra = as_tom.get(url_of(enrolment)).context["page"].intra

    assert (intra.cases, intra.days, intra.exact.value) == (1, 380, 1.0)


def test_a_gap_of_more_than_a_year_begins_the_charts_anew(as_tom, enrolment, bank, north):
    check_series(enrolment, bank[:3])
    check(enrolment, bank[3], START + timedelta(days=500))
    monitor_agency(north, START + timedelta(days=600))
    page = as_tom.get(url_of(enrolment))

    assert [dot.kind for dot in page.context["page"].accuracy.dots] == ["earlier"] * 3 + ["now"]
    assert "the charts begin anew" in page.text


def test_the_list_is_filtered(as_tom, asha, ben, bank, north):
    check_series(enrolled(asha), bank, [{}] * 8 + [THREE_WRONG] * 6)
    check_series(enrolled(ben), bank)
    monitor_agency(north, AFTER)
    url = reverse("monitoring:people")

    assert len(as_tom.get(url).context["rows"]) == 2
    assert [row.who for row in as_tom.get(url, {"signal": "1"}).context["rows"]] == ["Asha"]
    assert [row.who for row in as_tom.get(url, {"name": "ben"}).context["rows"]] == ["Ben"]
    assert as_tom.get(url, {"name": "nobody"}).context["rows"] == []


def test_training_elsewhere_is_recorded_and_withdrawn(as_tom, enrolment):
    assert as_tom.post(url_of(enrolment, "record_training"), TOLD).status_code == 302
    assert "A day on records" in as_tom.get(url_of(enrolment)).text

    kept = OutsideTraining.objects.get()
    as_tom.post(reverse("monitoring:withdraw_training", args=[kept.pk]))
    kept.refresh_from_db()
    assert kept.withdrawn_at is not None
    assert "A day on records" not in as_tom.get(url_of(enrolment)).text


def test_training_to_come_is_not_recorded(as_tom, enrolment):
    late = TOLD | {"taken_on": (localdate() + timedelta(days=2)).isoformat()}
    answer = as_tom.post(url_of(enrolment, "record_training"), late)

    assert answer.status_code == 422
    assert "This day is still to come." in answer.text
    assert not OutsideTraining.objects.exists()


def test_the_supervision_note_begins_with_what_goes_well(as_tom, enrolment, bank, north):
    check_series(enrolment, bank, [{}] * 8 + [THREE_WRONG] * 6)
    monitor_agency(north, AFTER)
    page = as_tom.get(url_of(enrolment, "supervision"))

    assert page.context["note"].strengths
    assert page.context["note"].to_work_on
    assert page.text.index("Goes well") < page.text.index("Worth a look together")


@pytest.mark.parametrize("language", ["en", "fr-ca"])
def test_the_supervision_note_is_one_page_of_pdf(as_tom, enrolment, bank, north, language):
    check_series(enrolment, bank, [{}] * 8 + [THREE_WRONG] * 6)
    monitor_agency(north, AFTER)
    as_tom.post(reverse("agencies:language"), {"language": language})
    answer = as_tom.get(url_of(enrolment, "supervision_pdf"))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert re.findall(rb"/Type\s*/Pages\s*/Count\s+(\d+)", answer.content) == [b"1"]


def test_own_charts_are_not_opened_by_the_coordinators_door(client, tom, north, bank):
    own = tom.user.memberships.create(agency=north, role=Role.ASSESSOR)
    enrolment = enrolled(tom._replace(membership=own))
    client.force_login(tom.user)

    assert client.get(url_of(enrolment)).status_code == 404
    assert client.get(url_of(enrolment, "supervision")).status_code == 404
