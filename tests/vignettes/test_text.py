"""Case texts: what they hold, and that nothing in them breaks out of the page."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vignettes import text

CASE = """## Face sheet (2021-03-02)

He was [born 1981-09-14]{#s-born}. He lives in Ontario. He works.

- [in custody]{#s-custody} since spring
- *no* alert

## Record (2021-02-11)

| Date | Offence |
| --- | --- |
| [1998-05-20]{#s-date} | [theft]{#s-theft} |
| 2006-11-08 | fraud |
"""


def html_of(source, lit=()):
    return "".join(document.html for document in text.rendered(source, "en", lit))


def test_documents_are_split_at_their_headings():
    face_sheet, record = text.documents(CASE)

    assert (face_sheet.title, face_sheet.dated, face_sheet.line) == (
        "Face sheet",
        date(2021, 3, 2),
        1,
    )
    assert (record.number, record.line) == (2, 8)
    assert "theft" in record.body
    assert "theft" not in face_sheet.body


def test_spans_know_their_document_and_quote_a_whole_row():
    born, custody, day, theft = text.spans(CASE)

    assert (born.text, born.quote, born.document) == ("born 1981-09-14", "born 1981-09-14", 1)
    assert custody.document == 1
    assert (theft.text, theft.quote, theft.document) == ("theft", "1998-05-20 · theft", 2)
    assert day.quote == theft.quote


def test_rendered_leaves_no_trace_of_spans_that_are_not_lit():
    html = html_of(CASE)

    assert 'born <span class="day">1981-09-14</span>' in html
    assert "mark" not in html
    assert not re.search(r"s-born|s-date|s-theft|data-span|\{#", html)


def test_rendered_is_the_same_wherever_the_spans_lie():
    moved = CASE.replace("[born 1981-09-14]{#s-born}", "born [1981-09-14]{#s-born}")

    assert html_of(CASE) == html_of(moved) == html_of(text.unmarked(CASE))


def test_rendered_marks_the_lit_spans_only():
    html = html_of(CASE, lit={"s-theft"})

    assert '<mark class="span" id="s-theft" data-span="s-theft">theft</mark>' in html
    assert html.count("<mark") == 1
    assert "s-date" not in html


def test_rendered_numbers_paragraphs_entries_and_rows():
    face_sheet, record = text.rendered(CASE, "en")

    assert re.findall(r'id="(d\d-p\d)"', face_sheet.html) == ["d1-p1", "d1-p2", "d1-p3"]
    assert re.findall(r'<tr id="(d\d-p\d)"', record.html) == ["d2-p1", "d2-p2"]
    assert '<th scope="col">Date</th>' in record.html


def test_rendered_anchors_sentences_once_even_where_a_span_breaks_them():
    html = html_of(CASE, lit={"s-born"})

    assert html.count('id="d1-p1-s1"') == 1
    assert html.count('data-sentence="d1-p1-s1"') == 3
    assert re.findall(r'data-sentence="d1-p1-s(\d)"', html)[-1] == "3"


def test_rendered_names_the_language_of_the_words():
    assert {d.lang for d in text.rendered(CASE, "fr")} == {"fr-CA"}
    assert {d.lang for d in text.rendered(CASE, "en")} == {"en-CA"}
    assert 'aria-label="Tableau 2.1"' in text.rendered(CASE, "fr")[1].html


BREAK_OUTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[press](javascript:alert(1))",
    "![x](https://tracker.invalid/x.png)",
    "<https://tracker.invalid>",
    '[words]{#s-a" onmouseover="alert(1)}',
    "[<svg/onload=alert(1)>]{#s-a}",
    "<style>*{display:none}</style>",
    "<iframe src=//x.invalid></iframe>",
    "| a |\n| --- |\n| <script>alert(1)</script> |",
    "[x]: javascript:alert(1)\n\n[x]",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
]


@pytest.mark.parametrize("attack", BREAK_OUTS)
def test_rendered_shows_a_break_out_as_plain_words(attack):
    html = html_of(f"## Note (2021-01-01)\n\n{attack}\n", lit={"s-a", 's-a"'})

    inside_tags = "".join(re.findall(r"<[^>]*>", html))
    assert not re.search(r"script|style|iframe|img|svg|href|src|onerror|onmouse", inside_tags)
    assert "alert" not in inside_tags


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab.[]{}#s-<>\"'|*_`\n !()&;/="), max_size=80))
def test_rendered_never_lets_markup_through(body):
    html = html_of(f"## Note (2021-01-01)\n\n{body}\n", lit=())

    names = set(re.findall(r"</?([a-z0-9]+)", html))
    assert names <= text.ALLOWED_TAGS
    assert "<mark" not in html


def test_plain_words_leave_the_marks_out():
    assert text.plain_words("He is [not there]{#s-a} at 9") == [
        "He",
        "is",
        "not",
        "there",
        "at",
        "9",
    ]


def test_a_heading_of_spaces_is_read_at_once():
    # It took hours when the spaces before and after the title could be told apart in many ways.
    assert text.documents("## " + " " * 100_000) == ()
    assert text.documents("##   Intake  (note)   (2020-01-01) ")[0].title == "Intake  (note)"
