"""A report as tagged PDF: the same edition, the same bytes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from reliability.credentials.pdf import compiled
from reliability.reports.studies.document import (
    Block,
    Bullets,
    Cell,
    Facts,
    Paragraph,
    Picture,
    Section,
    StudyReport,
    Table,
)
from reliability.reports.study_edition import LOCALES
from reliability.study_output.widths import inches, size_of

PAGE_INCHES = 6.8
_ROWS_TOGETHER = 8


def pdf_of(report: StudyReport, on: date) -> bytes:
    """The report with real headings, headed tables, alternative texts and its language.

    Raises `reliability.credentials.pdf.PdfRefusedError` where no font has a letter that it needs.
    """
    with translation.override(LOCALES[report.language]):
        page_word = _("Page %(page)s of %(pages)s")
    return compiled(
        "study.typ",
        {
            "lang": report.language[:2],
            "title": report.title,
            "subtitle": report.subtitle,
            "author": report.agency,
            "on": [on.year, on.month, on.day],
            "footer": report.footer,
            "page_word": page_word,
            "facts": [[fact.label, fact.value] for fact in report.facts],
            "notices": [_block(notice) for notice in report.notices],
            "sections": [_section(section) for section in report.sections],
        },
    )


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "blocks": [_block(block) for block in section.blocks],
        "sections": [_section(inner) for inner in section.sections],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text, "tone": block.kind}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": list(block.items)}
    if isinstance(block, Facts):
        return {"kind": "facts", "rows": [[fact.label, fact.value] for fact in block.rows]}
    if isinstance(block, Table):
        return _table(block)
    return _picture(block)


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": table.caption,
        "heads": [column.label for column in table.columns],
        "numbers": [column.is_number for column in table.columns],
        "widths": inches(table, PAGE_INCHES, size_of(table)),
        "size": size_of(table),
        "whole": len(table.rows) <= _ROWS_TOGETHER,
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "note": table.note,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"text": cell.text, "note": cell.note, "shade": cell.shade}


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        "kind": "picture",
        "title": picture.title,
        "alt": picture.description,
        "svg": picture.svg,
        "share": share_of_page(picture),
    }


def share_of_page(picture: Picture) -> float:
    """How much of the width of a page the picture takes: a narrow one is not blown up."""
    return round(min(1.0, max(0.4, picture.width / 640)), 2)
