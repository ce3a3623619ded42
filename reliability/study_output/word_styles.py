"""The looks of a Word report: set on styles, so that whoever edits the file can change them."""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Inches, Pt, RGBColor

from reliability.study_output import word_marks

INK, QUIET, TEXT = "143D53", "4A5560", "16202A"
_FONT = "Arial"
"""Or what stands for it: everywhere there is a font of the same widths."""
_HEADINGS = {"Heading 1": 20.0, "Heading 2": 14.0, "Heading 3": 11.5}


def set_styles(document: Document, language: str) -> None:
    """Letter paper, one font, a language for the spelling checker, and the project's colours."""
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(0.9)
    section.top_margin, section.bottom_margin = Inches(0.8), Inches(0.9)
    document.styles.add_style("Small print", WD_STYLE_TYPE.PARAGRAPH)
    for name in ("Normal", "Small print", "Caption", "Subtitle", "Intense Quote", "Footer"):
        word_marks.set_font(document.styles[name], _FONT)
    normal = document.styles["Normal"]
    normal.font.size, normal.font.color.rgb = Pt(10.5), RGBColor.from_string(TEXT)
    normal.paragraph_format.space_after = Pt(6)
    word_marks.set_language(normal, language)
    _set_headings(document)
    _set_small(document)
    _set_notice(document)


def _set_headings(document: Document) -> None:
    for name, size in _HEADINGS.items():
        style = document.styles[name]
        word_marks.set_font(style, _FONT)
        style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(INK)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt(size)
        style.paragraph_format.space_after = Pt(4)


def _set_small(document: Document) -> None:
    sizes = {"Small print": 9.0, "Caption": 9.0, "Subtitle": 12.0, "Footer": 7.5}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(QUIET)
        style.font.italic = False
        style.font.bold = name == "Caption"
        style.paragraph_format.space_after = Pt(4)
    document.styles["Subtitle"].paragraph_format.space_after = Pt(10)


def _set_notice(document: Document) -> None:
    style = document.styles["Intense Quote"]
    style.font.italic = style.font.bold = False
    style.font.color.rgb = RGBColor.from_string(TEXT)
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Inches(0.15)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(6)
    word_marks.set_side_line(style, "B26A00")
