"""Reports: read, computed anew with a comparison, and taken along as files."""

import re

import pytest
from django.urls import reverse

from reliability.models import ReportEdition, StudyJob
from reliability.study_output import FORMATS
from tests.reliability.api.conftest import Program, make_secret
from tests.reliability.study_pages.made import make_frozen
from tests.reliability.study_pages.tables import finished
from tests.training.factories import assign
from tests.vignettes.factories import make_version


@pytest.fixture
def new_url(frozen):
    return reverse("studies:new_report", args=[frozen.pk])


def test_a_report_is_read_with_its_footer(as_ana, frozen):
    page = as_ana.get(reverse("studies:report", args=[frozen.pk, 1])).text

    assert "The design: who scored what" in page
    assert frozen.digest[:12] in page
    assert not re.search(r"\bnan\b", page, re.IGNORECASE)


def test_a_report_reads_in_french(as_ana, frozen):
    url = reverse("studies:report", args=[frozen.pk, 1])
    page = as_ana.get(url, headers={"accept-language": "fr-ca"}).text

    assert 'lang="fr"' in page
    assert "L'emporter en fichier" in page.replace("&#x27;", "'")


def test_a_report_that_is_not_there_is_not_found(as_ana, frozen):
    assert as_ana.get(reverse("studies:report", args=[frozen.pk, 2])).status_code == 404


@pytest.mark.parametrize("key", list(FORMATS))
def test_every_format_downloads(as_ana, frozen, key):
    url = reverse("studies:download", args=[frozen.pk, 1, key, "fr"])
    response = as_ana.get(url)

    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    assert len(b"".join(response.streaming_content if response.streaming else [response.content]))


@pytest.mark.parametrize(("key", "language"), [("docm", "en"), ("pdf", "de")])
def test_another_format_or_language_is_not_found(as_ana, frozen, key, language):
    url = reverse("studies:download", args=[frozen.pk, 1, key, language])

    assert as_ana.get(url).status_code == 404


def test_a_new_report_is_compared_with_last_years(as_ana, ana, frozen, new_url):
    earlier = make_frozen(ana, title="Double codings of 2025").editions.get()
    fields = {"confidence": "0.9", "replicates": "200", "seed": "7", "compared_with": earlier.pk}

    assert as_ana.post(new_url, fields).status_code == 302
    finished(StudyJob.objects.latest("pk"))

    made = ReportEdition.objects.get(study=frozen, number=2)
    assert made.compared_with == earlier
    assert (made.settings["confidence"], made.settings["seed"]) == (0.9, 7)
    page = as_ana.get(reverse("studies:report", args=[frozen.pk, 2])).text
    assert "Double codings of 2025" in page


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"replicates": "10"}, "replicates"), ({"seed": "-1"}, "seed"), ({"confidence": "2"}, "conf")],
)
def test_settings_out_of_bounds_are_refused_beside_their_field(as_ana, new_url, changed, field):
    fields = {"confidence": "0.95", "replicates": "200", "seed": "1", **changed}
    response = as_ana.post(new_url, fields)

    assert response.status_code == 422
    assert f"id_{field}" in response.text
    assert 'aria-invalid="true"' in response.text


@pytest.mark.parametrize("key", [key for key, file in FORMATS.items() if file.holds_codings])
def test_who_still_has_to_score_a_case_does_not_get_what_others_scored(as_ana, ana, frozen, key):
    version = make_version()
    frozen.versions.add(version)
    place = reverse("studies:download", args=[frozen.pk, 1, key, "en"])
    assert as_ana.get(place).status_code == 200
    assign(ana, version)

    assert as_ana.get(place).status_code == 403
    assert (
        Program(make_secret(ana)).get(f"/studies/{frozen.pk}/reports/1/files/{key}/").status_code
        == 403
    )
    assert as_ana.get(reverse("studies:report", args=[frozen.pk, 1])).status_code == 200


def test_a_number_beyond_every_study_is_not_found(as_ana):
    long = 39393094415203934208

    assert as_ana.get(reverse("studies:report", args=[long, 1])).status_code == 404
    assert as_ana.get(reverse("studies:report", args=[1, long])).status_code == 404
