"""Files as people bring them, and the way from a file to what was checked."""

import io
import zipfile

from reliability.studies.blinding import Blinder
from reliability.studies.checking import check
from reliability.studies.guessing import guess
from reliability.studies.reading import open_table

KEY = b"a key that an agency has"
TOOL = "static-99r"
NAMES = ["file", "assessor", *(f"item {n}" for n in range(1, 11))]
GOOD = ["F1", "A1", "1", *("0" for _ in range(9))]

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINK = '<Relationship Id="{id}" Type="' + _OFFICE + '/{kind}" Target="{target}"/>'


def csv_of(*rows, end="\n", encoding="utf-8"):
    return end.join(",".join(map(str, row)) for row in rows).encode(encoding)


def row(**cells):
    """A good row with other cells: row(file="F2", i3="7")."""
    found = dict(zip(["file", "rater", *(f"i{n}" for n in range(1, 11))], GOOD, strict=True))
    return list((found | cells).values())


def table(content, name="codings.csv", **choices):
    return open_table(io.BytesIO(content), name, **choices)


def blinded(content, tool=TOOL, today=None, **choices):
    """The blinded table and its rows."""
    blind = Blinder(KEY).table(table(content, **choices), tool, today=today)
    return blind, list(blind.rows)


def checked(content, kind="between", tool=TOOL, mapping=None, today=None, aliases=None):
    blind, rows = blinded(content, tool, today)
    mapping = mapping or guess(blind.headers, blind.columns, tool, blind.first_row)
    return check(
        rows,
        mapping,
        tool,
        kind,
        aliases,
        hide=Blinder(KEY).identifier,
        headers=blind.headers,
        today=today,
    )


def kinds(found):
    """Row and kind of every finding."""
    return [(finding.row, finding.kind) for finding in found.findings]


def xlsx(*sheets, shared="", styles="", extra=None, workbook="", before=""):
    """A workbook written by hand: each sheet is the XML inside its sheetData."""
    made = io.BytesIO()
    links = "".join(
        _LINK.format(id=f"s{n}", kind="worksheet", target=f"worksheets/sheet{n}.xml")
        for n in range(len(sheets))
    )
    links += _LINK.format(id="x", kind="sharedStrings", target="sharedStrings.xml")
    links += _LINK.format(id="y", kind="styles", target="styles.xml")
    listed = "".join(
        f'<sheet name="S{n}" sheetId="{n + 1}" r:id="s{n}"/>' for n in range(len(sheets))
    )
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        root = _LINK.format(id="w", kind="officeDocument", target="xl/workbook.xml")
        archive.writestr("_rels/.rels", f"<Relationships>{root}</Relationships>")
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{links}</Relationships>")
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns:r="{_OFFICE}">{workbook}<sheets>{listed}</sheets></workbook>',
        )
        archive.writestr("xl/sharedStrings.xml", f"<sst>{shared}</sst>")
        archive.writestr("xl/styles.xml", f"<styleSheet>{styles}</styleSheet>")
        for n, rows in enumerate(sheets):
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f"{before}<worksheet><sheetData>{rows}</sheetData></worksheet>",
            )
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return made.getvalue()


def texts(number, *cells):
    """A row of texts: without references, so that each follows the one before."""
    inner = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{inner}</row>'
