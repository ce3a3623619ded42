"""A report as a Word file: its own heading styles, repeated table headers, alternative texts."""

from __future__ import annotations

from datetime import date, datetime
from functools import singledispatch
from io import BytesIO

import docx
from docx.document import Document
from docx.shared import Inches

from reliability.reports.studies.document import (
    Block,
    Bullets,
    Facts,
    Paragraph,
    Picture,
    Section,
    StudyReport,
    Table,
)
from reliability.study_output import word_marks
from reliability.study_output.pdf import share_of_page
from reliability.study_output.raster import png_of
from reliability.study_output.word_styles import set_styles
from reliability.study_output.word_tables import PAGE_INCHES, facts_table, headed_table
from reliability.study_output.zipping import fixed


def docx_of(report: StudyReport, on: date) -> bytes:
    """The report as a .docx file; the same edition gives the same bytes."""
    document = docx.Document()
    set_styles(document, report.language)
    _set_properties(document, report, on)
    _set_footer(document, report)
    document.add_heading(report.title, 1)
    document.add_paragraph(report.subtitle, "Subtitle")
    for notice in report.notices:
        _add(notice, document)
    facts_table(document, [(fact.label, fact.value) for fact in report.facts])
    for section in report.sections:
        _add_section(document, section, 2)
    written = BytesIO()
    document.save(written)
    return fixed(written.getvalue())


def _set_properties(document: Document, report: StudyReport, on: date) -> None:
    at = datetime(on.year, on.month, on.day)
    told = document.core_properties
    told.title, told.subject, told.author = report.title, report.subtitle, report.agency
    told.language = word_marks.region_of(report.language)
    told.comments, told.keywords, told.last_modified_by = "", "", report.agency
    told.created = told.modified = at
    told.revision = 1


def _set_footer(document: Document, report: StudyReport) -> None:
    """Where the figures come from, and the number of the page, on every page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles["Footer"]
    paragraph.add_run(f"{report.footer}   ")
    word_marks.add_field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    word_marks.add_field(paragraph, "NUMPAGES")


def _add_section(document: Document, section: Section, level: int) -> None:
    document.add_heading(section.title, level)
    for block in section.blocks:
        _add(block, document)
    for inner in section.sections:
        _add_section(document, inner, level + 1)


@singledispatch
def _add(block: Block, document: Document) -> None:
    raise TypeError(f"no form in Word for a block of {type(block).__name__}")


@_add.register
def _(block: Paragraph, document: Document) -> None:
    styles = {"": "Normal", "notice": "Intense Quote", "small": "Small print"}
    document.add_paragraph(block.text, styles[block.kind])


@_add.register
def _(block: Bullets, document: Document) -> None:
    for item in block.items:
        document.add_paragraph(item, "List Bullet")


@_add.register
def _(block: Facts, document: Document) -> None:
    facts_table(document, [(fact.label, fact.value) for fact in block.rows])


@_add.register
def _(block: Table, document: Document) -> None:
    caption = document.add_paragraph(block.caption, "Caption")
    caption.paragraph_format.keep_with_next = True
    headed_table(document, block)
    document.add_paragraph(block.note, "Small print")


@_add.register
def _(block: Picture, document: Document) -> None:
    document.add_paragraph(block.title, "Caption").paragraph_format.keep_with_next = True
    width = Inches(PAGE_INCHES * share_of_page(block))
    shape = document.add_paragraph().add_run().add_picture(BytesIO(png_of(block)), width=width)
    word_marks.describe(shape, block.title, block.description)
