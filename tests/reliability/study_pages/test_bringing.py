"""From a file to a report, page by page, and what a page says when something is wrong."""

import pytest
from django.urls import reverse

from reliability.models import Intake, IntakePart, Study
from tests.reliability.study_pages.tables import (
    HEADER,
    as_guessed,
    brought,
    checked,
    confirmed,
    csv_of,
    form_of,
    rows,
)

UPLOAD = reverse("studies:upload")
HTMX = {"HX-Request": "true"}


def test_a_spreadsheet_becomes_a_study_with_a_report(as_ana, ana):
    intake = checked(as_ana, brought(as_ana))
    page = as_ana.get(reverse("studies:findings", args=[intake.pk])).text
    assert "Every row can be taken: 16 codings." in page
    assert "The form of ICC that follows from the design" in page

    study = confirmed(as_ana, intake)

    assert (study.targets, study.raters, study.codings) == (8, 2, 16)
    assert study.is_frozen
    assert study.created_by == ana.membership
    assert not Intake.objects.exists()
    assert as_ana.get(reverse("studies:report", args=[study.pk, 1])).status_code == 200


def test_no_figure_stands_on_the_page_before_the_study_is_confirmed(as_ana):
    intake = checked(as_ana, brought(as_ana))
    page = as_ana.get(reverse("studies:findings", args=[intake.pk])).text

    assert page.index("The design: who scored what") < page.index("Freeze the study")
    assert "Same total" not in page
    assert not Study.objects.exists()


def test_the_upload_page_says_what_becomes_of_identifiers(as_ana):
    page = as_ana.get(UPLOAD).text

    assert "The file itself is never stored." in page
    assert "becomes a code" in page


def test_nobody_finds_an_identifier_again(as_ana):
    intake = checked(as_ana, brought(as_ana))
    shown = as_ana.get(reverse("studies:columns", args=[intake.pk])).text
    shown += as_ana.get(reverse("studies:findings", args=[intake.pk])).text

    assert "2026-0001" not in shown
    assert "Asha" not in shown
    assert not IntakePart.objects.filter(body__contains=b"Asha").exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": ""}, "This field is required."),
        ({"keep_until": "2020-01-01"}, "This day is over. Choose a day after today."),
        ({"keep_until": "2199-01-01"}, "By the rules of your agency no later than"),
        ({"tool": "no-such-tool"}, "Select a valid choice."),
        ({"file": ""}, "Choose a file. It is not kept when a page comes back."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_stays(as_ana, changed, sentence):
    response = as_ana.post(UPLOAD, form_of(csv_of(rows()), **changed))

    assert response.status_code == 422
    assert sentence in response.text
    assert ('value="Double codings of 2026"' in response.text) == ("title" not in changed)
    assert "Nothing was stored." in response.text
    assert not Intake.objects.exists()


def test_a_file_that_cannot_be_read_stores_nothing(as_ana):
    response = as_ana.post(UPLOAD, form_of(b"PK\x03\x04 not a workbook", name="x.xlsx"))

    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    assert not Intake.objects.exists()


def test_a_file_in_another_encoding_is_asked_about(as_ana):
    body = csv_of(rows(), [*HEADER[:-1], "total général"]).decode().encode("cp1252")
    response = as_ana.post(UPLOAD, form_of(body))

    assert response.status_code == 422
    assert "é" in response.text
    assert "<details open>" in response.text

    assert brought(as_ana, body, encoding="cp1252").rows == 16


def test_a_refused_column_has_no_field(as_ana):
    table = [[*row, "Jane Roe"] for row in rows()]
    intake = brought(as_ana, csv_of(table, [*HEADER, "client name"]))
    page = as_ana.get(reverse("studies:columns", args=[intake.pk])).text

    assert "refused" in page
    assert f'name="column-{len(HEADER)}"' not in page
    assert 'name="column-0"' in page
    assert checked(as_ana, intake).findings["counts"]["taken"] == 16


def test_a_mapping_without_a_file_column_says_so_and_keeps_the_rest(as_ana):
    intake = brought(as_ana)
    url = reverse("studies:columns", args=[intake.pk])
    response = as_ana.post(url, as_guessed(intake) | {"column-0": "ignore"})

    assert response.status_code == 422
    assert "No column says which file was scored." in response.text
    assert '<option value="item:i10" selected>' in response.text


def test_another_layout_shows_its_own_choices(as_ana):
    intake = brought(as_ana)
    url = reverse("studies:columns", args=[intake.pk])
    sent = as_guessed(intake) | {"layout": "ratings"}

    part = as_ana.post(url, sent, headers=HTMX)
    assert part.status_code == 200
    assert "<html" not in part.text
    assert 'value="item_name"' in part.text
    assert 'value="item:i1"' not in part.text

    whole = as_ana.post(url, sent | {"action": "show"})
    assert "<html" in whole.text
    assert 'value="item_name"' in whole.text


def test_rows_that_cannot_be_taken_are_listed_and_left_out_on_demand(as_ana):
    table = list(rows())
    table[3][5] = 9
    intake = checked(as_ana, brought(as_ana, csv_of(table)))
    url = reverse("studies:findings", args=[intake.pk])
    page = as_ana.get(url).text
    assert "1 row cannot be taken; the others hold 15 codings." in page
    assert "row left out" in page

    refused = as_ana.post(url)
    assert refused.status_code == 422
    assert "Leave them out, or mend the table" in refused.text

    study = confirmed(as_ana, intake, leave_out="on")
    assert (study.codings, study.left_out) == (15, 1)


def test_the_whole_list_downloads(as_ana):
    table = list(rows())
    table[3][5] = 9
    intake = checked(as_ana, brought(as_ana, csv_of(table)))
    response = as_ana.get(reverse("studies:findings_file", args=[intake.pk]))

    assert response["Content-Type"].startswith("text/csv")
    assert "attachment" in response["Content-Disposition"]
    assert len(response.text.splitlines()) == 2


def test_a_mended_file_takes_the_place_of_the_table(as_ana):
    intake = checked(as_ana, brought(as_ana))
    url = f"{UPLOAD}?instead_of={intake.pk}"
    assert "Double codings of 2026" in as_ana.get(url).text

    response = as_ana.post(url, form_of(csv_of(rows(6))))

    assert response.status_code == 302
    assert Intake.objects.get().rows == 12


def test_a_table_that_is_called_off_is_deleted(as_ana):
    intake = brought(as_ana)
    response = as_ana.post(reverse("studies:call_off", args=[intake.pk]), follow=True)

    assert "Called off." in response.text
    assert not IntakePart.objects.exists()


def test_findings_wait_for_the_check(as_ana):
    intake = brought(as_ana)
    response = as_ana.get(reverse("studies:findings", args=[intake.pk]), follow=True)

    assert "This table is not checked yet." in response.text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_templates_download_for_every_layout(as_ana, kind):
    for layout in ("codings", "ratings", "pairs"):
        url = reverse("studies:template", args=["static-99r", layout, kind])
        response = as_ana.get(url)
        assert response.status_code == 200
        assert f"static-99r-{layout}.{kind}" in response["Content-Disposition"]
    assert as_ana.get(reverse("studies:templates")).text.count("static-99r-") == 0


@pytest.mark.parametrize(
    "args",
    [("static-99r", "sideways", "csv"), ("static-99r", "pairs", "ods"), ("x", "pairs", "csv")],
)
def test_a_template_that_is_not_there_is_not_found(as_ana, args):
    assert as_ana.get(reverse("studies:template", args=args)).status_code == 404


def test_the_example_reads_without_an_error(as_ana):
    body = as_ana.get(reverse("studies:example")).content

    intake = checked(as_ana, brought(as_ana, body, name="example.xlsx"))

    assert intake.findings["counts"]["taken"] > 200
