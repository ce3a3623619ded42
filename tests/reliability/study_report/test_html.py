import re

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from reliability.reports.study_edition import report_for
from tests.reliability.study_report.made import make_edition


def page(report):
    with override("fr-ca" if report.language == "fr" else "en"):
        return render_to_string("reliability/studies/report/_report.html", {"report": report})


def test_every_table_has_a_caption_and_headers_for_columns_and_rows(report):
    html = page(report)
    tables = re.findall(r"<table.*?</table>", html, re.DOTALL)

    assert len(tables) > 30
    for table in tables:
        assert "<caption>" in table
        assert table.count('<th scope="row">') == table.count("<tr>") - 1
        assert '<th scope="col"' in table


def test_pictures_have_words_and_the_page_no_style_or_script_of_its_own(report):
    html = page(report)

    assert html.count("<svg") == html.count('role="img" aria-label="') == 5
    assert "style=" not in html
    assert "<script" not in html


def test_regions_and_ids_are_told_apart(report):
    html = page(report)
    names = re.findall(r'role="region" aria-label="([^"]*)"', html)
    ids = re.findall(r'\bid="([^"]*)"', html)

    assert len(names) == len(set(names))
    assert len(ids) == len(set(ids))


def test_contents_lead_to_every_section(report):
    html = page(report)

    for section in report.sections:
        assert f'<a href="#{section.id}">' in html
        assert f'<h2 id="{section.id}">' in html


def test_the_page_says_in_which_language_it_is(rapport):
    assert 'lang="fr"' in page(rapport)


@pytest.mark.django_db
def test_what_people_wrote_is_shown_as_text(unscoped, north):
    edition = make_edition(north, title="<b>=cmd()</b>")
    edition.study.statements = {"population": "<script>alert(1)</script>"}
    html = page(report_for(edition, language="en"))

    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "<b>=cmd" not in html


@pytest.mark.django_db
def test_a_withdrawn_study_says_so_before_any_figure(unscoped, north):
    edition = make_edition(north)
    edition.study.withdrawn_at = edition.made_at
    edition.study.withdrawn_because = "Two files were the same."
    html = page(report_for(edition, language="en"))

    assert html.index("This study was withdrawn on") < html.index("<table")
    assert "Two files were the same." in html


@pytest.mark.django_db
def test_a_corrected_study_names_the_one_in_its_place(unscoped, north):
    edition = make_edition(north)
    corrected = make_edition(north, title="Back-reading 2026, corrected").study
    corrected.replaces, corrected.because = edition.study, "One total was typed wrong."
    corrected.save()

    told = report_for(edition, language="en").notices

    assert "read “Back-reading 2026, corrected” in its place" in told[-1].text
