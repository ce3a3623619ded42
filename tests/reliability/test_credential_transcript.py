import json

import pytest
from django.urls import reverse
from django.utils.timezone import now

from reliability.reports.transcript import as_data, transcript
from reliability.reports.transcript_words import worded
from tests.factories import make_person
from tests.reliability.certificates import certify, coordinator_of, make_decision
from tests.training.factories import assign, gold_of, hand_in
from tests.vignettes.factories import make_version
from training.models import Reading

pytestmark = pytest.mark.usefixtures("unscoped", "badge_keys")


@pytest.fixture
def record(asha, tom):
    """Two attempts, the second certified, one page read and one case practised."""
    first = make_decision(asha, outcome="not_yet")
    Reading.objects.create(enrolment=first.enrolment, page="rules", passed_at=now())
    certify(asha, tom, attempt=2)
    version = make_version("maple-crossing")
    hand_in(asha, assign(asha, version), gold_of(version).scores)
    return asha


def test_transcript_holds_the_whole_record(record):
    told = transcript(record.user, now())

    (programme,), (practice,), (certificate,) = told.programmes, told.practice, told.certificates
    assert (programme.title, programme.n_pages_read) == ("Certification", 1)
    assert [attempt.decisions[0].outcome for attempt in programme.attempts] == ["not_yet", "passed"]
    assert (practice.tool, practice.n_cases) == ("static-99r", 1)
    assert certificate.status == "valid"
    assert None not in {attempt.closed_on for attempt in programme.attempts}


def test_transcript_of_one_agency_holds_nothing_of_another(record, south, tom):
    elsewhere = make_person("Asha at South", south, email="asha@south.example")
    elsewhere.membership.user = record.user
    elsewhere.membership.save()
    certify(elsewhere, coordinator_of(south))

    whole = transcript(record.user, now())
    part = transcript(record.user, now(), agency=south)

    assert {one.agency for one in whole.certificates} == {"North Agency", "South Agency"}
    assert {one.agency for one in part.certificates} == {"South Agency"}
    assert {one.agency for one in part.programmes} == {"South Agency"}


def test_transcript_as_data_is_plain_and_names_its_layout(record):
    told = json.loads(json.dumps(as_data(transcript(record.user, now()))))

    assert told["schema"] == "plumbline-transcript-1"
    assert told["certificates"][0]["address"].startswith("https://training.example/verify/")
    assert told["programmes"][0]["attempts"][0]["decisions"][0]["basis"] == "computed"


def test_transcript_of_a_newcomer_says_what_is_not_there(ben):
    words = worded(transcript(ben.user, now()))

    assert all(not table.rows and table.none for table in words.tables)


def test_transcript_pages(client, record):
    client.force_login(record.user)

    page = client.get(reverse("reliability:transcript"))
    pdf = client.get(reverse("reliability:transcript_pdf"))
    data = client.get(reverse("reliability:transcript_json"))

    assert "Passed (Confirmed by a person)" in page.text
    assert pdf.content.startswith(b"%PDF")
    assert data.json()["name"] == "Asha"


def test_transcript_of_a_person_is_for_coordinators_of_the_agency(client, record, tom, ana, south):
    names = ("transcript_of", "transcript_of_pdf", "transcript_of_json")
    urls = [reverse(f"reliability:{name}", args=[record.user.pk]) for name in names]
    client.force_login(tom.user)
    assert [client.get(url).status_code for url in urls] == [200, 200, 200]
    client.force_login(coordinator_of(south).user)
    assert [client.get(url).status_code for url in urls] == [404, 404, 404]
    client.force_login(ana.user)
    assert [client.get(url).status_code for url in urls] == [403, 403, 403]


def test_transcript_asks_the_database_the_same_number_of_times_for_more(
    record, tom, django_assert_num_queries
):
    with django_assert_num_queries(5):
        transcript(record.user, now())
    certify(record, tom, attempt=3)

    with django_assert_num_queries(5):
        transcript(record.user, now())
