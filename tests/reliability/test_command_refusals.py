"""Whatever the command cannot follow ends in one sentence and exit status 2."""

import io

import pytest

from reliability.command import main
from tests.reliability.test_command import TIDY, WIDE, refused


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
        ("t,a,b\n", "no row below it"),
        ("t\n1\n", "names only 1 column"),
        ("t,Ann,Ann\n1,1,2\n", "columns 2 and 3 are both called 'Ann'"),
        ("t,Ann,\n1,1,2\n", "column 3 has no name"),
        ("t,a,b\n1,1,2\n1,2,2\n", "rows 2 and 3 are both target '1'"),
        ("t,a,b\n1,1,2,3\n", "row 2 has 4 cells where the header has 3"),
        ("t,a,b\n1,1\n", "row 2 has 2 cells where the header has 3"),
        ("t,a,b\n,1,2\n", "row 2 does not name its target"),
        ("t,a,b\n1,1,x\n", "row 2, column 'b': 'x' is not a number"),
        ("t,a,b\n1,1,NA\n", "leave the cell empty"),
        ('t,a,b\n1,1,"1,5"\n', "write decimals with a point"),
        ("t,a,b\n1,1,1e400\n", "'1e400' is too large for a score"),
        ("t,a,b\n1,1,inf\n", "'inf' is not a number"),
        ('t,a,b\n1,"1,2\n', "quotation mark"),
        ("t,a,b\n1,1,2\n".encode("utf-16"), "UTF-16"),
        ("t,a,b\n1,é,2\n".encode("latin-1"), "not UTF-8: row 2 holds the byte 0xe9"),
        (b"t,a,b\n1,\0,2\n", "row 2 holds a zero byte"),
        ("target,rater,score\n1,a,1\n1,a,2\n", "rows 2 and 3 both hold the score of rater 'a'"),
        ("target,rater,score\n1,,1\n", "row 2, column 'rater' is empty"),
        ("target,rater,score,item\n1,a,1,\n", "row 2, column 'item' is empty"),
    ],
)
def test_a_table_that_cannot_be_read(text, sentence):
    assert sentence in refused(text)


@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        (WIDE, ["--gold", "Zoe"], "there is no rater or column 'Zoe'; the table has 'Ann', 'Bob'"),
        (WIDE, ["--item", "i1"], "the table has no column 'item'"),
        (TIDY, ["--item", "i9"], "there is no item 'i9'; the table has 'i1', 'i2'"),
        (WIDE, ["--categories", "1,2"], "row 3, column 'Bob': '3' is not one of the declared"),
        (WIDE, ["--categories", "low,high"], "'low' is not a number"),
        (WIDE, ["--categories", "1,1"], "list each category once"),
        (WIDE, ["--weights", "cubic"], "unknown weights 'cubic'"),
        (WIDE, ["--ci", "95"], "strictly between 0 and 1"),
        (WIDE, ["--ci", "high"], "strictly between 0 and 1"),
        (WIDE, ["--bootstrap", "-5"], "whole number"),
        (WIDE, ["--bootstrap", "many"], "whole number"),
        (WIDE, ["--seed", "x"], "whole number"),
        (WIDE, ["--level", "metric"], "invalid choice"),
        (WIDE, ["--colour"], "--colour"),
        ("t,a,b\n1,lo,hi\n", ["--level", "interval"], "row 2, column 'a': 'lo' is not a number"),
        ("t,a,b\n1,lo,hi\n", ["--level", "ordinal"], "add --categories"),
        ("t,a,b\n1,lo,HI\n", ["--categories", "lo,hi"], "'HI' is not one of the declared"),
    ],
)
def test_options_that_cannot_be_followed(text, options, sentence):
    assert sentence in refused(text, *options)


def test_files_that_are_not_there(tmp_path):
    for path, sentence in ((tmp_path / "no.csv", "there is no file"), (tmp_path, "is a folder")):
        out, err = io.StringIO(), io.StringIO()
        assert main([str(path)], None, out, err) == 2
        assert sentence in err.getvalue()


def test_no_table_at_all():
    err = io.StringIO()
    assert main([], None, io.StringIO(), err) == 2
    assert "TABLE.csv" in err.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not json", "not a JSON file"),
        (b"[]", 'no list "vectors"'),
        (b'{"vectors": [{"name": "x", "kind": "ratings"}]}', "vector 'x' has no 'ratings'"),
        (
            b'{"vectors": [{"name": "x", "kind": "ratings", "ratings": [[1, "a"]]}]}',
            "vector 'x' cannot be computed: the table mixes",
        ),
    ],
)
def test_a_vector_file_that_cannot_be_read(content, sentence):
    out, err = io.StringIO(), io.StringIO()
    assert main(["vectors", "-", "--json"], io.BytesIO(content), out, err) == 2
    assert sentence in err.getvalue()
    assert out.getvalue() == ""
