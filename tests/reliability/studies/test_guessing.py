"""Guesses from headers in English and French, and from what cells look like."""

import pytest

from instruments.catalogue import tool, tools
from reliability.studies.columns import problems
from reliability.studies.guessing import guess
from reliability.studies.guessing_headers import told_by
from tests.reliability.studies.brought import TOOL, blinded, csv_of


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("file", "target"), ("Case ID", "target"), ("N\u00b0 de dossier", "target"),
        ("caseNumber", "target"), ("rater", "rater"), ("Scored by", "rater"), ("coder_id", "rater"),
        ("\u00c9valuatrice", "rater"), ("Nom de l'\u00e9valuateur", "rater"),
        ("Cot\u00e9 par", "rater"),
        ("case manager", "rater"), ("Date coded", "coded_on"), ("coded on", "coded_on"),
        ("Date de cotation", "coded_on"), ("Total score", "total"), ("Somme", "total"),
        ("Risk level", "band"), ("Niveau de risque", "band"), ("csem_only", "flag:csem_only"),
        ("MESE seulement", "flag:csem_only"), ("i3", "item:i3"), ("Q3", "item:i3"),
        ("3", "item:i3"), ("Item_03", "item:i3"), ("\u00c9l\u00e9ment 3", "item:i3"),
        ("3. Index non-sexual violence, any conviction", "item:i3"),
        ("Prior sexual offences", "item:i5"), ("Prior sexual offenses", "item:i5"),
        ("Infractions sexuelles ant\u00e9rieures", "item:i5"), ("item 3 rater 2", "item:i3@2"),
        ("i3_2", "item:i3@2"), ("i3b", "item:i3@2"), ("R1_i3", "item:i3@1"),
        ("coder2.item10", "item:i10@2"), ("Rater 2", "rater@2"), ("total_1", "total@1"),
        ("item:i4", "item:i4"), ("item 14", "item:i14"), ("occasion", "occasion"),
        ("year", "part"), ("score", "score"), ("element", "item_name"),
    ],
)  # fmt: skip
def test_a_header_tells_its_column(header, key):
    assert told_by(header, TOOL).key == key


@pytest.mark.parametrize("header", ["xyz", "B", "height", "release date", "offence date"])
def test_a_header_that_says_nothing_is_not_guessed(header):
    assert told_by(header, TOOL) is None


@pytest.mark.parametrize("tool_id", [one.id for one in tools()])
def test_every_items_name_is_known_in_both_languages(tool_id):
    for item in tool(tool_id).items:
        for name in (item.name.en, item.name.fr, f"{item.id[1:]}. {item.name.en}"):
            assert told_by(name, tool_id).key == f"item:{item.id}"


def guessed(content, tool_id=TOOL):
    blind, _ = blinded(content, tool_id)
    found = guess(blind.headers, blind.columns, tool_id, blind.first_row)
    return found.layout, [column.key for column in found.columns], found


def test_two_sets_of_items_are_pairs():
    layout, keys, found = guessed(
        csv_of(
            ["file", "rater1", "i1a", "i2a", "rater2", "i1b", "i2b", "x"],
            ["F1", "A1", 1, 0, "A2", 1, 1, 5],
        )
    )

    assert layout == "pairs"
    assert keys == [
        "target", "rater@1", "item:i1@1", "item:i2@1", "rater@2", "item:i1@2", "item:i2@2",
        "ignore",
    ]  # fmt: skip
    assert problems(found, TOOL) == ()


def test_one_score_in_each_row_is_ratings():
    layout, keys, _ = guessed(
        csv_of(["case", "coder", "item", "rating"], ["F1", "A1", "i1", 1], ["F1", "A1", "i2", 1])
    )

    assert (layout, keys) == ("ratings", ["target", "rater", "item_name", "score"])


def test_beside_items_one_score_is_the_total():
    _, keys, _ = guessed(csv_of(["case", "coder", "i1", "score"], ["F1", "A1", 1, 1]))

    assert keys == ["target", "rater", "item:i1", "total"]


def test_cells_tell_what_a_header_does_not():
    cells = [["F-0001234", "XY-12", f"item {n}", 1] for n in (1, 2, 3, 4)]
    layout, keys, _ = guessed(csv_of(["xx", "yy", "zz", "rating"], *cells))

    assert (layout, keys) == ("ratings", ["target", "rater", "item_name", "score"])


def test_a_refused_or_empty_column_is_left_out():
    _, keys, _ = guessed(
        csv_of(["case", "coder", "i1", "dob", "i2"], ["F1", "A1", 1, "1970-01-01", ""])
    )

    assert keys == ["target", "rater", "item:i1", "ignore", "ignore"]


def test_what_seems_the_same_is_taken_once_and_items_are_left_to_a_person():
    _, keys, found = guessed(
        csv_of(["case", "coder", "assessor", "i1", "item 1"], ["F1", "A1", "A1", 1, 1])
    )

    assert keys == ["target", "rater", "ignore", "item:i1", "item:i1"]
    assert "the same" in problems(found, TOOL)[0].en
