"""A frozen study is corrected, withdrawn, its raters merged, its checklist completed."""

import pytest
from django.db.models import Count
from django.urls import reverse

from reliability.models import RaterAlias, Study, StudyJob
from reliability.reports.studies.checklist import blanks
from tests.reliability.study_pages.made import make_frozen
from tests.reliability.study_pages.tables import (
    checked,
    confirmed,
    csv_of,
    finished,
    form_of,
    rows,
)


def test_a_withdrawn_study_says_why_on_its_pages(as_ana, frozen):
    url = reverse("studies:withdraw", args=[frozen.pk])
    assert as_ana.post(url, {"because": ""}).status_code == 422

    page = as_ana.post(url, {"because": "The wrong year was brought."}, follow=True).text

    assert "This study was withdrawn on" in page
    assert "The wrong year was brought." in page
    assert "New report" not in page
    report = as_ana.get(reverse("studies:report", args=[frozen.pk, 1])).text
    assert "The wrong year was brought." in report


def test_a_withdrawn_study_has_no_new_report(as_ana, frozen):
    as_ana.post(reverse("studies:withdraw", args=[frozen.pk]), {"because": "Wrong year."})
    fields = {"confidence": "0.95", "replicates": "200", "seed": "1"}

    response = as_ana.post(reverse("studies:new_report", args=[frozen.pk]), fields)

    assert response.status_code == 422
    assert frozen.editions.count() == 1


def test_statements_appear_in_the_report(as_ana, frozen):
    url = reverse("studies:statements", args=[frozen.pk])
    key = blanks()[0].key

    assert as_ana.post(url, {key: "Drawn by lot from all files."}).status_code == 302

    assert "Drawn by lot from all files." in as_ana.get(url).text
    report = as_ana.get(reverse("studies:report", args=[frozen.pk, 1])).text
    assert "Drawn by lot from all files." in report
    assert as_ana.post(url, {key: "x" * 2001}).status_code == 422


def test_a_mended_spreadsheet_takes_the_place_of_a_study(as_ana, frozen):
    url = reverse("studies:correct", args=[frozen.pk])
    told = form_of(csv_of(rows(6)))
    refused = as_ana.post(url, told)
    assert refused.status_code == 422
    assert "id_because" in refused.text

    told = form_of(csv_of(rows(6)), because="Two files were of another year.")
    response = as_ana.post(url, told)
    assert response.status_code == 302

    intake = frozen.agency.intakes.get()
    study = confirmed(as_ana, checked(as_ana, intake))
    assert study.replaces == frozen
    page = as_ana.get(reverse("studies:study", args=[frozen.pk])).text
    assert "A corrected study took the place of this one:" in page
    assert "Two files were of another year." in page


@pytest.fixture
def renamed(ana):
    """Ben scored every file; Asha the first eight, under another name the last four."""
    table = [
        [file, "A. Berger" if rater == "Asha" and file >= "2026-0008" else rater, *rest]
        for file, rater, *rest in rows(12)
    ]
    return make_frozen(ana, table)


def by_codings(study):
    """The hashes of the raters, the one with the fewest codings first."""
    counted = study.rows.values_list("rater").annotate(n=Count("pk")).order_by("n")
    return [rater for rater, _n in counted]


def test_raters_who_are_one_person_are_merged(as_ana, renamed):
    url = reverse("studies:raters", args=[renamed.pk])
    berger, asha, _ben = by_codings(renamed)
    assert f'value="{berger}"' in as_ana.get(url).text

    told = {"rater": berger, "same_as": asha, "because": "A change of name in March."}
    assert as_ana.post(url, told).status_code == 302
    finished(StudyJob.objects.latest("pk"))

    merged = Study.objects.get(replaces=renamed)
    assert (merged.raters, merged.codings) == (2, 24)
    assert RaterAlias.objects.get().same_as == asha


def test_raters_who_scored_the_same_file_are_two(as_ana, renamed):
    url = reverse("studies:raters", args=[renamed.pk])
    _berger, asha, ben = by_codings(renamed)

    for rater, same_as in ((ben, asha), (asha, asha)):
        told = {"rater": rater, "same_as": same_as, "because": "One person."}
        assert as_ana.post(url, told).status_code == 422
    assert not RaterAlias.objects.exists()
