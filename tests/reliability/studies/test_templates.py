"""Templates: a filled one is read without a word of mapping."""

import io

import pytest

from instruments.catalogue import tool, tools
from reliability.studies.blinding import Blinder
from reliability.studies.checking import check
from reliability.studies.columns import LAYOUTS, problems
from reliability.studies.guessing import guess
from reliability.studies.reading import RefusedError, open_table
from reliability.studies.templates import heads, template_csv, template_xlsx

KEY = b"k" * 32
IDS = [tool.id for tool in tools()]


def filled(tool_id, layout, language):
    """The CSV template with one row in which every item has its first score."""
    columns = heads(tool_id, layout, language)
    first = tool(tool_id).items[0]
    cells = [
        {
            "date": "2024-05-01",
            "yes": "oui",
            "whole": str(first.values[0]),
            "score": str(head.item.values[0]) if head.item else "",
        }.get(head.kind, f"{'item 1' if head.name in ('item', 'élément') else 'K-' + str(n)}")
        for n, head in enumerate(columns)
    ]
    return template_csv(tool_id, layout, language) + (",".join(cells) + "\r\n").encode()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("tool_id", IDS)
def test_a_filled_template_is_mapped_by_its_headers_alone(tool_id, layout, language):
    content = filled(tool_id, layout, language)
    blind = Blinder(KEY).table(open_table(io.BytesIO(content), "t.csv"), tool_id)
    rows = list(blind.rows)

    mapping = guess(blind.headers, blind.columns, tool_id, blind.first_row)

    assert mapping.layout == layout
    assert problems(mapping, tool_id, blind.columns) == ()
    assert all(column.role != "ignore" for column in mapping.columns)
    checked = check(rows, mapping, tool_id, "between", hide=Blinder(KEY).identifier)
    assert checked.counts.errors == 0
    assert checked.counts.taken == (2 if layout == "pairs" else 1)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_workbook_has_the_same_headers_and_its_guide_is_no_table(layout, language):
    content = template_xlsx("static-99r", layout, language)

    with pytest.raises(RefusedError) as refused:
        open_table(io.BytesIO(content), "t.xlsx")

    assert "nothing below it" in refused.value.text.en
    assert template_xlsx("static-99r", layout, language) == content


def test_a_long_range_of_scores_is_a_range_and_not_a_list():
    assert template_xlsx("pcra", "codings", "en")[:4] == b"PK\x03\x04"
