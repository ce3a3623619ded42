"""Every format of a report, in both languages, from one stored edition."""

import csv
import json
import zipfile
from datetime import UTC, datetime
from io import BytesIO, StringIO

import docx
import openpyxl
import pytest
from django_scopes import scopes_disabled

from reliability.reports.study_edition import report_for, results_of
from reliability.study_output import FORMATS
from reliability.study_output.edition_data import NoDataError
from tests.reliability.study_output.made import make_edition, rows_of
from tests.reliability.study_report.made import make_edition as make_rich_edition

TITLES = ["=cmd()", "+1", "@x", "-1+1", "\t=1", "\r=1", "\N{FULLWIDTH EQUALS SIGN}1+1"]
OPEN = ("pdf", "docx", "results")


def made(edition, key, language="en"):
    return b"".join(FORMATS[key].render(edition, language))


def table(content):
    return list(csv.DictReader(StringIO(content.decode(), newline="")))


@pytest.fixture(scope="module")
def few():
    return rows_of("two", targets=12)


def test_only_formats_without_codings_may_be_shared():
    assert [key for key, one in FORMATS.items() if not one.holds_codings] == list(OPEN)


def test_pdf_is_tagged_and_the_same_each_time(edition):
    first, second = made(edition, "pdf", "fr"), made(edition, "pdf", "fr")

    assert first == second
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"pdfuaid:part", b"fr-CA"):
        assert mark in first


def test_bundle_and_word_file_are_the_same_each_time(edition):
    for key in ("bundle", "docx"):
        assert made(edition, key) == made(edition, key)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_word_file_has_every_heading_and_says_what_pictures_show(edition, language):
    report = report_for(edition, language=language)
    document = docx.Document(BytesIO(made(edition, "docx", language)))

    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert headings == [section.title for section in report.sections]
    pictures = [picture for section in report.sections for picture in section.pictures()]
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert told == [picture.description for picture in pictures]
    assert told
    assert report.footer in document.sections[0].footer.paragraphs[0].text
    assert document.core_properties.language == {"en": "en-CA", "fr": "fr-CA"}[language]
    tables = [table for section in report.sections for table in section.tables()]
    body = document.element.body.xml
    assert body.count("<w:tblHeader/>") == body.count("<w:tblCaption ") == len(tables)


def test_a_report_with_every_kind_of_section_can_be_set(unscoped, north):
    rich = make_rich_edition(north)

    assert made(rich, "pdf").startswith(b"%PDF")
    assert made(rich, "docx", "fr").startswith(b"PK")


def test_workbook_holds_report_figures_codings_codebook_and_provenance(edition):
    book = openpyxl.load_workbook(BytesIO(made(edition, "xlsx", "fr")))

    assert book.sheetnames == ["Rapport", "Résultats", "Données", "Dictionnaire", "Provenance"]
    data = list(book["Données"].iter_rows(values_only=True))
    with scopes_disabled():
        stored = list(edition.study.rows.order_by("number"))
    assert len(data) == 1 + len(stored)
    place = data[0].index("i3")
    assert [row[place] for row in data[1:]] == [one.scores.get("i3") for one in stored]
    provenance = dict(book["Provenance"].iter_rows(values_only=True))
    assert provenance["data_digest"] == edition.data_digest


def test_figures_as_csv_are_those_of_the_report(edition):
    rows = {(row["about"], row["name"]): row for row in table(made(edition, "results"))}
    total = results_of(edition).totals[0].figure("icc2.reml").estimate

    row = rows["total", "icc2.reml"]

    assert [float(row[name]) for name in ("value", "low", "high")] == [
        total.value,
        total.low,
        total.high,
    ]
    assert rows["provenance", "data_digest"]["note"] == edition.data_digest


def test_hidden_figures_have_no_number(unscoped, north):
    few = make_edition(north, rows_of("two", targets=3))
    rows = table(made(few, "results"))
    [row] = [row for row in rows if (row["about"], row["name"]) == ("total", "pa.identity")]

    assert row["hidden"] == "small"
    assert [row[name] for name in ("value", "low", "high", "se")] == [""] * 4
    assert not [row for row in rows if row["name"].startswith("pa.identity:")]


def test_json_holds_the_stored_results_and_every_coding(edition):
    told = json.loads(made(edition, "json"))

    assert told["results"] == edition.results
    with scopes_disabled():
        stored = list(edition.study.rows.order_by("number"))
    place = told["columns"].index("target")
    assert [row[place] for row in told["codings"]] == [one.target for one in stored]


def test_codings_as_csv_have_the_computed_total(edition):
    rows = table(made(edition, "data"))
    whole = [row for row in rows if all(row[f"i{n}"] for n in range(1, 11))]

    assert whole
    for row in whole:
        assert int(row["total_total"]) == sum(int(row[f"i{n}"]) for n in range(1, 11))


@pytest.mark.parametrize("title", TITLES)
def test_a_title_that_looks_like_a_formula_is_a_title(unscoped, north, few, title):
    edition = make_edition(north, few, title=title, replicates=20)

    book = openpyxl.load_workbook(BytesIO(made(edition, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert not [cell for cell in cells if cell.data_type == "f"]
    assert title.strip() in str(book["Report"]["A1"].value)
    assert title.strip("\t\r") in json.loads(made(edition, "json"))["provenance"]["title"]


def test_texts_in_the_codings_are_guarded(unscoped, north):
    edition = make_edition(north, rows_of("two", targets=6, parts=("=cmd()",)), replicates=20)

    assert {row["part"] for row in table(made(edition, "data"))} == {"'=cmd()"}


def test_without_codings_the_report_stays(edition):
    edition.study.rows.all().delete()
    edition.study.emptied_at = datetime(2026, 7, 1, 12, tzinfo=UTC)

    for key in ("data", "bundle"):
        assert "2026-07-01" in FORMATS[key].why_not(edition)
        with pytest.raises(NoDataError, match="2026-07-01"):
            FORMATS[key].render(edition, "en")
    assert json.loads(made(edition, "json"))["codings"] is None
    assert "Data" not in openpyxl.load_workbook(BytesIO(made(edition, "xlsx"))).sheetnames
    assert [FORMATS[key].why_not(edition) for key in OPEN] == [""] * 3


def test_a_file_name_tells_edition_language_and_data(edition):
    edition.study.title = "Études de 2026 / “champ”"
    name = FORMATS["pdf"].file_name(edition, "fr-ca")

    assert name == f"etudes-de-2026-champ-1-{edition.data_digest[:8]}-fr.pdf"


def test_codings_are_read_a_few_at_a_time(edition, django_assert_num_queries):
    with django_assert_num_queries(1):
        made(edition, "data")


def test_bundle_has_no_name_but_its_own(edition):
    with zipfile.ZipFile(BytesIO(made(edition, "bundle", "fr"))) as archive:
        names = archive.namelist()
        told = archive.read("README.txt").decode()

    assert names[:7] == [
        "README.txt",
        "data.csv",
        "results.csv",
        "settings.csv",
        "rules.csv",
        "codebook.csv",
        "resamples.bin.gz",
    ]
    assert {"report.R", "report.py", "recompute/__main__.py", "recompute/models.R"} < set(names)
    assert told.startswith("UN RAPPORT SUR L'ACCORD")


@pytest.mark.parametrize("key", ["pdf", "docx", "xlsx"])
def test_signs_that_no_file_can_hold_stop_no_report(unscoped, north, few, key):
    north.name = "North & \x01G"
    north.save()
    title = "Field\x0b &G&[Picture] \ufffe"
    edition = make_edition(north, few, title=title, replicates=20)
    edition.study.statements = {"raters": "Trained\x08 alike"}

    assert made(edition, key)
