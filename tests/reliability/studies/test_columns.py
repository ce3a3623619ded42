"""Columns: keys there and back, choices for every layout, and what a mapping lacks."""

import pytest

from instruments.catalogue import tools
from reliability.studies.blinding import ColumnSeen
from reliability.studies.blinding_columns import PERSONAL
from reliability.studies.columns import (
    FLAGS,
    LAYOUTS,
    Column,
    Mapping,
    choices,
    described,
    problems,
)

TOOL = "static-99r"


def mapping(layout, *keys):
    return Mapping(layout, tuple(Column.from_key(key) for key in keys))


def said(found):
    return " ".join(text.en for text in found)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("tool_id", [tool.id for tool in tools()])
def test_every_choice_is_a_column_with_a_name_in_both_languages(tool_id, layout):
    keys = [key for key, _ in choices(tool_id, layout)]

    assert len(keys) == len(set(keys))
    for key, name in choices(tool_id, layout):
        column = Column.from_key(key)
        assert column.key == key
        assert name.fr != name.en or column.role == "total"
        if (layout, key) != ("pairs", "rater"):
            assert name == described(column, tool_id)


@pytest.mark.parametrize(
    "key",
    ["", "name", "item", "item:", "target:x", "flag:tall", "target@1", "item:i1@3", "item:i1 "],
)
def test_a_key_outside_the_list_is_refused(key):
    with pytest.raises(ValueError, match="column"):
        Column.from_key(key)


def test_a_mapping_survives_its_json():
    whole = Mapping("pairs", (Column("target"), Column("item", "i3", 2)), first_row=4)

    assert Mapping.from_json(whole.as_json()) == whole


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"layout": "long", "columns": []},
        {"layout": "codings", "columns": "target"},
        {"layout": "codings", "columns": ["who"]},
        {"layout": "codings", "columns": [], "first_row": "2"},
    ],
)
def test_a_mapping_from_elsewhere_is_refused(told):
    with pytest.raises(ValueError, match=r"mapping|column"):
        Mapping.from_json(told)


def test_a_whole_mapping_has_no_problem():
    assert (
        problems(mapping("codings", "target", "rater", "item:i1", "ignore", "ignore"), TOOL) == ()
    )
    assert problems(mapping("ratings", "target", "rater", "item_name", "score"), TOOL) == ()
    assert problems(mapping("pairs", "target", "item:i1@1", "item:i1@2"), TOOL) == ()


@pytest.mark.parametrize(
    ("layout", "keys", "says"),
    [
        ("codings", ["rater", "item:i1"], "which file was scored"),
        ("codings", ["target", "item:i1"], "who scored"),
        ("codings", ["target", "rater"], "No column holds the score"),
        ("codings", ["target", "rater", "item:i1", "item:i1"], "said to be the same"),
        ("codings", ["target", "target", "rater", "item:i1"], "columns 1, 2"),
        ("codings", ["target", "rater", "item:i14"], "no item 14; it has 10"),
        ("codings", ["target", "rater", "item:i1@1"], "does not go with the layout"),
        ("codings", ["target", "rater", "item:i1", "score"], "does not go with the layout"),
        ("ratings", ["target", "rater", "score"], "which item"),
        ("ratings", ["target", "rater", "item:i1", "score"], "which item"),
        ("pairs", ["target"], "No column holds the score"),
        ("pairs", ["target", "item:i1@1", "item:i2@2"], "not have the same items"),
        ("pairs", ["target", "item:i1@1"], "not have the same items"),
        ("pairs", ["target", "rater@1", "item:i1@1", "item:i1@2"], "Only one of the two"),
        ("pairs", ["target", "total", "item:i1@1", "item:i1@2"], "does not go with the layout"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said(layout, keys, says):
    assert says in said(problems(mapping(layout, *keys), TOOL))


def test_a_refused_column_cannot_be_used():
    seen = [ColumnSeen("client", "A", refused=PERSONAL), ColumnSeen("b", "B")]
    whole = mapping("codings", "target", "rater", "item:i1")

    assert "“client” was refused" in said(problems(whole, TOOL, seen))


def test_a_mapping_has_as_many_columns_as_the_table():
    seen = [ColumnSeen("a", "A"), ColumnSeen("b", "B")]
    whole = mapping("codings", "target", "rater", "item:i1")

    assert "does not go with" in said(problems(whole, TOOL, seen))


def test_flags_are_those_that_rules_read():
    assert "csem_only" in FLAGS
