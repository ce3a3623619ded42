"""A text table is read record by record, and refused in sentences that name no cell."""

import io

import pytest

from reliability.studies import reading_csv, reading_refused
from reliability.studies.reading import RefusedError, open_table, table_from_rows
from tests.reliability.studies.brought import GOOD, NAMES, csv_of, table


def refusal(content, **choices):
    with pytest.raises(RefusedError) as refused:
        list(table(content, **choices).rows)
    return refused.value


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_sign_that_divides_the_first_line_is_found(sign):
    content = "\n".join(sign.join(cells) for cells in (NAMES, GOOD)).encode()

    found = table(content)

    assert (list(found.headers), found.first_row) == (NAMES, 2)
    assert list(found.rows) == [GOOD]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_by_its_mark(encoding):
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")

    found = table(mark + "dossier,évaluateur,cote\nd,é,1\n".encode(encoding))

    assert found.headers == ("dossier", "évaluateur", "cote")
    assert list(found.rows) == [["d", "é", "1"]]


def test_another_encoding_is_asked_for_and_never_guessed():
    content = "dossier,évaluateur,cote\nd,Zoë,1\n".encode("cp1252")

    refused = refusal(content)

    assert "not in UTF-8" in refused.text.en
    letters = {one.encoding: one.letters for one in refused.candidates}
    assert letters["cp1252"] == "é ë"
    assert letters["mac-roman"] == "È Î"
    assert "Zo" not in str(refused.candidates)
    assert list(table(content, encoding="cp1252").rows) == [["d", "Zoë", "1"]]


def test_mixed_encodings_are_refused_wherever_they_begin():
    body = "\n".join("é,b,1" for _ in range(30_000)).encode()
    found = table("dossier,évaluateur,cote\n".encode() + body + b"\n\xe9,b,1\n")

    with pytest.raises(RefusedError, match="not in UTF-8"):
        list(found.rows)


def test_an_encoding_nobody_offered_is_a_programmers_mistake():
    with pytest.raises(ValueError, match="encoding must be one of"):
        list(table(b"a,b\n1,2\n", encoding="rot13").rows)


def test_rows_are_counted_as_in_the_file():
    content = b"Double codings 2024\n\nfile,assessor,item 1\nF1,A1,1\n,,\n\nF2,A1,0\n,,\n"

    found = table(content)

    assert found.first_row == 4
    assert list(found.rows) == [["F1", "A1", "1"], [], [], ["F2", "A1", "0"]]


def test_the_line_by_which_spreadsheets_tell_their_sign_is_no_row():
    found = table(b"sep=;\nfile;assessor;item 1\nF1;A1;1\n")

    assert (found.headers, found.first_row) == (("file", "assessor", "item 1"), 3)


def test_columns_without_a_name_are_called_as_spreadsheets_call_them():
    found = table(b"file,,item 1,,\nF1,A1,1\n")

    assert found.headers == ("file", "B", "item 1")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\n\n,,\n", "is empty"),
        (b"file\nF1\n", "one column only"),
        (b"file,assessor\n", "nothing below it"),
        (b"F1,A1,0,1,2\nF2,A1,1,1,1\n", "looks like a coding"),
        (b"2024-05-01,3,4\n1,2,3\n", "looks like a coding"),
        (b"a,b\n1,2,3\n", "more cells than the header"),
        (b'a,b\n"1,2\n3,4\n', "quotation mark"),
        (b'a,b\n"1"x,2\n', "quotation mark"),
        (b"a,b\n1," + b"x" * 2001 + b"\n", "longer than 2000 characters"),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", "longer than 2000 characters"),
        (b"a" * 1_200_000, "far more than the columns"),
        (b"a,b\n\0,1\n", "neither an XLSX workbook nor a text table"),
        (b"%PDF-1.7\n", "neither an XLSX workbook nor a text table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "neither an XLSX workbook nor a text table"),
    ],
)
def test_what_is_no_table_is_refused(content, says):
    refused = refusal(content)

    assert says in refused.text.en
    assert refused.text.fr != refused.text.en


def test_a_million_columns_are_refused():
    assert "longer than 1,000,000" in refusal(b"a," * 1_000_000 + b"\n1\n").text.en
    assert "beyond column 200" in refusal(b"a," * 300 + b"a\n1,2\n").text.en


def test_item_numbers_as_headers_are_no_data():
    content = csv_of(["file", "rater", *range(1, 11), "total"], [*GOOD, "1"])

    assert table(content).headers[2:12] == tuple(map(str, range(1, 11)))


def test_a_decimal_comma_that_divides_a_cell_is_told_as_such():
    refused = refusal(b"file,assessor,item 1\nF1,A1,2,5\n")

    assert "decimal comma" in refused.text.en
    assert "virgule décimale" in refused.text.fr


def test_there_is_a_limit_to_rows_and_bytes(monkeypatch):
    monkeypatch.setattr("reliability.studies.reading.MAX_ROWS", 3)
    assert "more than 3 rows" not in str(list(table(b"a,b\n1,2\n1,2\n1,2\n").rows))
    with pytest.raises(RefusedError, match="rows"):
        list(table(b"a,b\n1,2\n1,2\n1,2\n1,2\n").rows)

    monkeypatch.setattr(reading_csv, "MAX_BYTES", 10)
    with pytest.raises(RefusedError, match="MB"):
        list(table(b"aa,bb\n11,22\n").rows)


def test_a_file_is_never_held_whole():
    class Endless(io.RawIOBase):
        """A table that goes on as long as it is read."""

        read_bytes = 0

        def read(self, size=-1):
            self.read_bytes += size
            return (b"F1,A1,1\n" * (size // 8 + 1))[:size]

        def seek(self, *where):
            self.read_bytes = 0

    stream = Endless()
    rows = open_table(stream, "x.csv").rows

    for _ in range(1000):
        next(rows)

    assert stream.read_bytes <= 2 * reading_csv.CHUNK


def test_rows_without_a_file_have_the_same_limits():
    assert list(table_from_rows(["a", "b"], [["1", "2"]]).rows) == [["1", "2"]]
    with pytest.raises(RefusedError, match="longer than"):
        list(table_from_rows(["a", "b"], [["1", "x" * (reading_refused.MAX_CELL + 1)]]).rows)
