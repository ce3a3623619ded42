"""Whatever a file holds: codings, a finding, or a sentence. Never another exception."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reliability.studies.blinding import Blinder
from reliability.studies.checking import check
from reliability.studies.checking_order import KINDS
from reliability.studies.columns import LAYOUTS, Mapping, choices, problems
from reliability.studies.guessing import guess
from reliability.studies.guessing_headers import told_by
from reliability.studies.reading import RefusedError, open_table
from tests.reliability.studies.brought import (
    GOOD,
    KEY,
    NAMES,
    TOOL,
    checked,
    csv_of,
    kinds,
    row,
    texts,
    xlsx,
)
from tests.test_repository import ROOT

EXAMPLES = ROOT / "examples"
TODAY = date(2026, 11, 22)
ENOUGH = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
CELLS = st.one_of(
    st.sampled_from(
        [
            "", "1", "0", "-3", "2,5", "=1+1", "45413", "2024-05-01", "03/04/2024", "NA", "yes",
            "Anna Example", "1e999", "nan", "\u2212\u0663", "\u0663", "#", "?date", "'", "item 3",
            "x" * 300, "1970-01-01", "\ud7ff", "\u202e1", "F-12345678", "0" * 30, "9" * 400,
        ]
    ),
    st.text(max_size=12),
)  # fmt: skip
HEADERS = st.one_of(
    st.sampled_from(
        ["file", "assessor", "item 1", "i1_1", "i1_2", "rater 1", "rater 2", "item", "score",
         "total", "date", "occasion", "risk level", "csem_only", "year", "name", ""]
    ),
    st.text(max_size=8),
)  # fmt: skip


def through(content, **choices_made):
    """All the way; what every mapping that has no problem gives, or the refusal."""
    try:
        blind = Blinder(KEY).table(open_table(io.BytesIO(content), "x", **choices_made), TOOL)
        rows = list(blind.rows)
    except RefusedError as refused:
        return refused.text.en and refused.text.fr
    mapping = guess(blind.headers, blind.columns, TOOL, blind.first_row)
    if problems(mapping, TOOL, blind.columns):
        return None
    hide = Blinder(KEY).identifier
    return [check(rows, mapping, TOOL, kind, hide=hide, today=TODAY) for kind in KINDS]


@ENOUGH
@given(st.binary(max_size=400))
@example(b"PK\x03\x04")
@example(b"\xff\xfea")
@example(b"sep=;")
@example(b"\r\r\n\x00")
def test_any_bytes_are_refused_or_read(content):
    through(content)
    through(content, encoding="cp1252")


@ENOUGH
@given(st.data())
def test_any_cells_are_refused_or_checked(data):
    headers = data.draw(st.lists(HEADERS, min_size=2, max_size=8))
    rows = data.draw(
        st.lists(st.lists(CELLS, min_size=1, max_size=len(headers)), min_size=1, max_size=8)
    )
    through(
        b"\n".join(
            ",".join('"' + cell.replace('"', '""') + '"' for cell in cells).encode(
                "utf-8", "replace"
            )
            for cells in (headers, *rows)
        )
    )


@ENOUGH
@given(st.data())
def test_any_mapping_without_a_problem_can_be_checked(data):
    layout = data.draw(st.sampled_from(LAYOUTS))
    keys = [key for key, _ in choices(TOOL, layout)]
    said = data.draw(st.lists(st.sampled_from(keys), min_size=2, max_size=8))
    told = {
        "layout": layout,
        "columns": ["target", *(["rater"] if layout != "pairs" else []), *said],
    }
    mapping = Mapping.from_json(told)
    cells = st.one_of(CELLS.filter(lambda cell: len(cell) < 20), st.just("#" + "A" * 16))
    width = len(mapping.columns)
    rows = data.draw(st.lists(st.lists(cells, min_size=width, max_size=width), max_size=6))
    if not problems(mapping, TOOL):
        for kind in KINDS:
            found = check(rows, mapping, TOOL, kind, hide=Blinder(KEY).identifier, today=TODAY)
            keys_of = [(r.part, r.target, r.rater, r.occasion) for r in found.rows]
            assert len(set(keys_of)) == len(keys_of)
            assert all(r.target[0] == "#" and r.scores for r in found.rows)


@pytest.fixture(scope="module")
def workbook():
    return xlsx(
        texts(1, *NAMES) + "".join(texts(n, *row(file=f"F{n}")) for n in range(2, 12)),
        shared="<si><t>x</t></si>",
        styles='<cellXfs><xf numFmtId="14"/></cellXfs>',
    )


@ENOUGH
@given(data=st.data())
def test_a_workbook_changed_anywhere_is_refused_or_read(data, workbook):
    content = bytearray(workbook)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    through(bytes(content[: data.draw(st.integers(1, len(content)))]))


@ENOUGH
@given(data=st.data())
def test_a_sheet_changed_anywhere_is_refused_or_read(data, workbook):
    """The same inside the archive, where no checksum shields the parser."""
    source = zipfile.ZipFile(io.BytesIO(workbook))
    name = data.draw(st.sampled_from(source.namelist()))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for one in source.namelist():
            body = bytearray(source.read(one))
            if one == name:
                place = data.draw(st.integers(0, len(body) - 1))
                body[place : place + data.draw(st.integers(0, 5))] = data.draw(
                    st.binary(max_size=5)
                )
            target.writestr(one, bytes(body))
    through(made.getvalue())


@settings(ENOUGH, max_examples=100)
@given(st.text(max_size=40))
def test_any_header_is_a_column_or_none(header):
    column = told_by(header, TOOL)

    assert column is None or column.key


def test_every_bad_input_of_one_table_is_a_sentence():
    content = csv_of(
        [*NAMES, "item 14", "date coded"],
        [*GOOD, 1, "45413"],
        [*row(file="F2", i1="=1+1"), 1, "45413"],
        [*row(file="F3", i1='"2,5"'), 1, "45413"],
        [*row(file="F4", i1="5"), 1, "45413"],
        [*row(), 1, "45413"],
    )
    blind = Blinder(KEY).table(open_table(io.BytesIO(content), "x"), TOOL, today=TODAY)
    rows = list(blind.rows)
    mapping = guess(blind.headers, blind.columns, TOOL, blind.first_row)

    assert "no item 14" in problems(mapping, TOOL, blind.columns)[0].en
    assert "stored as numbers" in blind.columns[-1].refused.en
    told = mapping.as_json()
    told["columns"][12] = "ignore"
    found = check(
        rows, Mapping.from_json(told), TOOL, "between", hide=Blinder(KEY).identifier, today=TODAY
    )
    assert kinds(found) == [
        (3, "formula"), (4, "decimal"), (5, "not-permitted"), (6, "same-coding-twice"),
    ]  # fmt: skip


@pytest.mark.parametrize("file", ["csv", "xlsx"])
def test_the_demonstration_reads_without_an_error(file):
    found = checked((EXAMPLES / f"double-codings-static-99r.{file}").read_bytes())

    assert (found.counts.rows, found.counts.taken, found.counts.errors) == (234, 234, 0)
    assert sum(row.flags == {"csem_only": True} for row in found.rows) == 6


def test_the_demonstration_of_problems_has_one_of_each():
    content = (EXAMPLES / "double-codings-with-problems.csv").read_bytes()

    found = checked(content, today=TODAY)

    assert set(found.counts.by_kind) == {
        "decimal", "formula", "future-date", "no-rater", "no-scores", "not-a-score",
        "not-permitted", "same-coding-twice", "unknown-flag", "unknown-total",
    }  # fmt: skip
    assert found.counts.empty == 1
