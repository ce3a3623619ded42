"""The list of studies, one study, and the agency's rules."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from agencies.models import Role
from reliability.models import Intake, StudyJob, StudyRules
from tests.factories import make_person
from tests.reliability.study_pages.made import make_frozen
from tests.reliability.study_pages.tables import brought

LIST = reverse("studies:studies")


def test_the_list_shows_state_size_and_last_report(as_ana, frozen):
    page = as_ana.get(LIST).text

    assert "Double codings of 2026" in page
    assert "16 codings, 8 files, 2 assessors" in page
    assert "frozen" in page
    assert reverse("studies:report", args=[frozen.pk, 1]) in page


def test_an_empty_list_says_how_to_begin(as_ana):
    page = as_ana.get(LIST).text

    assert "No study yet. Bring a spreadsheet" in page
    assert reverse("studies:new") in page


def test_the_list_holds_the_own_agency_only(as_ana, south):
    make_frozen(make_person("Sue", south, Role.ANALYST), title="Southern study")

    assert "Southern study" not in as_ana.get(LIST).text


def test_the_list_leads_to_what_is_not_finished(as_ana, ana, north):
    intake = brought(as_ana)
    job = StudyJob.objects.create(
        agency=north, kind="make", by=ana.membership, settings={"title": "Under way"}
    )
    page = as_ana.get(LIST).text

    assert reverse("studies:columns", args=[intake.pk]) in page
    assert "16 rows brought" in page
    assert reverse("studies:job", args=[job.pk]) in page
    assert "Under way" in page


def test_a_table_past_its_day_is_in_no_list(as_ana):
    intake = brought(as_ana)
    Intake.objects.update(expires_at=now() - timedelta(seconds=1))

    assert "Double codings of 2026" not in as_ana.get(LIST).text
    assert as_ana.get(reverse("studies:columns", args=[intake.pk])).status_code == 404


def test_the_list_asks_as_often_for_many_studies(
    as_ana, ana, frozen, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20) as one:
        as_ana.get(LIST)
    for n in range(3):
        make_frozen(ana, title=f"Study {n}")

    with django_assert_num_queries(len(one)):
        as_ana.get(LIST)


def test_a_study_shows_its_facts_and_its_digest(as_ana, frozen):
    page = as_ana.get(reverse("studies:study", args=[frozen.pk])).text

    assert frozen.digest in page
    assert "160" in page
    assert "Open the report" in page
    assert "The programming interface" in page


def test_a_study_of_another_agency_is_not_found(as_ana, south):
    other = make_frozen(make_person("Sue", south, Role.ANALYST))

    for name, args in (("study", []), ("report", [1]), ("links", [1]), ("withdraw", [])):
        url = reverse(f"studies:{name}", args=[other.pk, *args])
        assert as_ana.get(url).status_code == 404, url


def test_rules_are_set_within_their_bounds(as_ana, north):
    url = reverse("studies:rules")

    refused = as_ana.post(url, {"smallest_cell": "0", "keep_months": "12"})
    assert refused.status_code == 422
    assert "greater than or equal to 1" in refused.text

    assert as_ana.post(url, {"smallest_cell": "10", "keep_months": "12"}).status_code == 302
    assert StudyRules.objects.get(agency=north).smallest_cell == 10


@pytest.mark.parametrize(("language", "words"), [("en", "New study"), ("fr-ca", "Nouvelle étude")])
def test_the_list_reads_in_both_languages(as_ana, frozen, language, words):
    assert words in as_ana.get(LIST, headers={"accept-language": language}).text
