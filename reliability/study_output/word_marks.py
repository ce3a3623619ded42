"""The few marks of a Word file that python-docx has no name for, each where its schema wants it."""

from __future__ import annotations

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

_PROPERTIES_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def region_of(language: str) -> str:
    """The language as a spelling checker names it."""
    return "fr-CA" if language.startswith("fr") else "en-CA"


def set_language(style: ParagraphStyle, language: str) -> None:
    """The language of every text of the style."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), region_of(language))
    mark.set(qn("w:eastAsia"), region_of(language))
    properties.append(mark)


def set_font(style: ParagraphStyle, name: str) -> None:
    """The font for every alphabet; a font of the theme would win over it."""
    style.font.name = name
    fonts = style.element.get_or_add_rPr().rFonts
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), name)


def set_side_line(style: ParagraphStyle, colour: str) -> None:
    """One coloured line on the left instead of the borders that the style came with."""
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for key, value in {"val": "single", "sz": "18", "space": "8", "color": colour}.items():
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    properties.insert_element_before(borders, *_PROPERTIES_AFTER_BORDERS)


def add_field(paragraph: Paragraph, name: str) -> None:
    """A field that Word fills in, such as PAGE."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def describe(shape: InlineShape, title: str, description: str) -> None:
    """What a picture shows, for who does not see it."""
    properties = shape._inline.docPr
    properties.set("title", title)
    properties.set("descr", description)


def repeat_header(row: _Row) -> None:
    """The row stands again at the head of every page that the table reaches."""
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", "w:tblHeader"):
        properties.append(OxmlElement(name))


def keep_whole(row: _Row) -> None:
    """No page break inside the row."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def set_table_lines(table: Table, colour: str) -> None:
    """A thin line below every row, and no other."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for key, value in {"val": "single", "sz": "4", "space": "0", "color": colour}.items():
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    properties.insert_element_before(
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption"
    )


def describe_table(table: Table, caption: str) -> None:
    """The caption as the table's own name, which screen readers say."""
    mark = OxmlElement("w:tblCaption")
    mark.set(qn("w:val"), caption)
    table._tbl.tblPr.append(mark)


def paint(cell: _Cell, colour: str) -> None:
    """A background behind the words."""
    mark = OxmlElement("w:shd")
    for key, value in {"val": "clear", "color": "auto", "fill": colour}.items():
        mark.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(mark)
