"""A workbook: weighed before it is unpacked, and read without a tree."""

import io
import struct
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter

from reliability.studies import reading_zip
from reliability.studies.reading import RefusedError
from reliability.studies.reading_parts import Styles, Targets
from reliability.studies.reading_xml import parsed
from tests.reliability.studies.brought import GOOD, NAMES, table, texts, xlsx


def written(*rows, **options):
    """A workbook as the library that reports use writes it."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, **options})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(number, place, cell, day)
            else:
                sheet.write(number, place, cell)
    book.close()
    return made.getvalue()


def refusal(content, **choices):
    with pytest.raises(RefusedError) as refused:
        list(table(content, "codings.xlsx", **choices).rows)
    return refused.value


def test_numbers_dates_and_truths_come_as_a_person_sees_them():
    content = written(
        ["file", "date coded", "item 1", "item 2", "csem_only"],
        ["F1", datetime(2024, 5, 1, 13), 3, 2.5, True],
        [1234567, datetime(2024, 2, 29), -1, 0.0, False],
    )

    assert list(table(content, "x.xlsx").rows) == [
        ["F1", "2024-05-01", "3", "2.5", "true"],
        ["1234567", "2024-02-29", "-1", "0", "false"],
    ]


def test_another_library_and_the_count_from_1904_give_the_same():
    book = openpyxl.Workbook()
    book.active.append(["file", "assessor", "date coded"])
    book.active.append(["F1", "A é", date(2024, 5, 1)])
    made = io.BytesIO()
    book.save(made)

    assert list(table(made.getvalue(), "x.xlsx").rows) == [["F1", "A é", "2024-05-01"]]
    from_1904 = written(["a", "b"], ["x", datetime(2024, 5, 1)], default_date_format="yyyy-mm-dd")
    assert list(table(from_1904, "x.xlsx").rows) == [["x", "2024-05-01"]]


def test_days_counted_from_1904():
    content = xlsx(
        texts(1, "a", "b") + '<row r="2"><c><v>7</v></c><c s="1"><v>44316</v></c></row>',
        styles='<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
        workbook='<workbookPr date1904="1"/>',
    )

    assert list(table(content, "x.xlsx").rows) == [["7", "2025-05-01"]]


def test_a_formula_counts_by_its_stored_result():
    content = xlsx(
        texts(1, "a", "b")
        + '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><v>1</v></c></row>'
    )

    assert list(table(content, "x.xlsx").rows) == [["2", "1"]]


def test_a_formula_without_a_result_is_refused():
    content = xlsx(texts(1, "a", "b") + '<row r="2"><c r="A2"><f>1+1</f></c><c><v>1</v></c></row>')

    assert "Row 2 has a formula whose result is not stored" in refusal(content).text.en


def test_shared_texts_prefixes_and_reading_aids():
    content = xlsx(
        '<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
        '<row r="3"><x:c r="B3" t="s"><x:v>1</x:v></x:c></row>',
        shared="<si><r><t>fi</t></r><r><t>le</t></r></si><si><t>b</t><rPh><t>no</t></rPh></si>",
    )

    found = table(content, "x.xlsx")

    assert found.headers == ("file", "b")
    assert list(found.rows) == [[], ["", "b"]]


def test_one_sheet_holds_the_table_or_a_person_chooses():
    notes, codings = texts(1, "How to fill") + texts(2, "in"), texts(1, "a", "b") + texts(2, 1, 2)

    assert list(table(xlsx(notes, codings), "x.xlsx").rows) == [["1", "2"]]
    refused = refusal(xlsx(codings, notes, codings))
    assert refused.sheets == 2
    chosen = xlsx(codings, notes, texts(1, "a", "b") + texts(2, 8, 9))
    assert list(table(chosen, "x.xlsx", sheet=2).rows) == [["8", "9"]]
    assert refusal(chosen, sheet=3).sheets == 2


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><c r="ALL1"><v>1</v></c></row>',
        '<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>',
        '<row r="1">' + "<c><v>1</v></c>" * 50_000 + "</row>",
    ],
)
def test_a_million_columns_are_refused(row):
    assert "beyond column 200" in refusal(xlsx(row)).text.en


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('<row r="3000000000">' + "<c><v>1</v></c></row>", "rows"),
        ('<row r="2"><c><v>1</v></c></row><row r="1"/>', "damaged"),
        ('<row r="x"><c><v>1</v></c></row>', "damaged"),
        ('<row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>', "damaged"),
        ('<row><c r="*1"><v>1</v></c></row>', "damaged"),
        ('<row><c t="s"><v>99</v></c></row>', "damaged"),
        ('<row><c t="s"><v>-1</v></c></row>', "damaged"),
        ("<row><c><v>nan</v></c></row>", "damaged"),
        ("<row><c><v>one</v></c></row>", "damaged"),
        ("<row><c>", "damaged"),
        ("<row>" + "<c>" * 100, "unpack"),
        ('<row><c t="str"><v>' + "x" * 2001 + "</v></c></row>", "longer than 2000"),
    ],
)
def test_a_forged_sheet_is_refused(row, says):
    assert says in refusal(xlsx(row)).text.en


def test_entities_are_refused_before_they_unfold():
    bomb = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;&b;">]>'

    assert "damaged" in refusal(xlsx(texts(1, "&c;", "b"), before=bomb)).text.en


@pytest.mark.parametrize("place", ["shared", "styles", "workbook"])
def test_entities_are_refused_in_every_part(place):
    declared = {place: "<!DOCTYPE a []>"}

    assert "damaged" in refusal(xlsx(texts(1, "a", "b"), **declared)).text.en


def test_a_zip_bomb_is_refused_unopened():
    content = xlsx(texts(1, "a", "b"), extra={"xl/media/x.xml": "0" * 60_000_000})

    assert len(content) < 100_000
    assert "unpack to far more" in refusal(content).text.en


def test_many_entries_and_a_long_directory_are_refused(monkeypatch):
    many = xlsx(texts(1, "a", "b"), extra={f"x{n}": "" for n in range(1_100)})
    assert "unpack to far more" in refusal(many).text.en

    monkeypatch.setattr(reading_zip, "MAX_DIRECTORY", 50)
    assert "unpack to far more" in refusal(written(NAMES, GOOD)).text.en


def test_the_sum_of_all_entries_counts(monkeypatch):
    monkeypatch.setattr(reading_zip, "MAX_UNPACKED", 1_000)

    assert "unpack to far more" in refusal(written(NAMES, GOOD)).text.en


def test_an_archive_that_speaks_of_a_longer_end_is_refused():
    content = written(NAMES, GOOD)
    end = content.rfind(b"PK\x05\x06")

    assert "unpack" in refusal(content[:end] + b"PK\x06\x07" + b"\0" * 16 + content[end:]).text.en


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ({"xl/vbaProject.bin": "x"}, "macros"),
        ({"xl/embeddings/oleObject1.bin": "x"}, "other files"),
        ({"nested.zip": "x"}, "other files"),
    ],
)
def test_what_a_table_needs_not_is_refused(extra, says):
    assert says in refusal(xlsx(texts(1, "a", "b"), extra=extra)).text.en


def test_a_password_is_told_as_such():
    content = bytearray(written(NAMES, GOOD))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(signature, at + 4)

    assert "without a password" in refusal(bytes(content)).text.en


def test_a_sheet_with_nothing_in_it_is_refused():
    assert "is empty" in refusal(written()).text.en
    assert "nothing below it" in refusal(written(NAMES)).text.en


def test_what_only_calls_itself_a_workbook_is_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("hello.txt", "x")

    for content in (
        made.getvalue(),
        b"PK\x03\x04" + b"\0" * 100,
        struct.pack("<4s", b"PK\x03\x04"),
    ):
        assert "damaged" in refusal(content).text.en


def test_bytes_changed_on_the_way_are_refused():
    content = bytearray(written(NAMES, *[GOOD] * 50))
    at = content.find(b"sheet1.xml") + 40
    content[at : at + 20] = b"\xff" * 20

    assert "damaged" in refusal(bytes(content)).text.en


@pytest.mark.parametrize(
    ("part", "piece"),
    [
        (Styles, '<numFmt numFmtId="{n}" formatCode="0"/>'),
        (Styles, '<cellXfs><xf numFmtId="{n}"/></cellXfs>'),
        (Targets, '<Relationship Id="r{n}" Type="t/x" Target="x"/>'),
    ],
)
def test_formats_and_links_without_end_do_not_fill_the_memory(part, piece):
    xml = "<x>" + "".join(piece.format(n=n) for n in range(70_100)) + "</x>"

    with pytest.raises(RefusedError, match="unpack"):
        list(parsed(io.BytesIO(xml.encode()), part()))
