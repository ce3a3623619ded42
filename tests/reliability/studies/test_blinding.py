"""Blinding: what may be kept of a cell, and which columns are not taken at all."""

from datetime import date

import pytest

from reliability.studies.blinding import Blinder, ColumnSeen
from reliability.studies.reading import RefusedError
from tests.reliability.studies.brought import GOOD, KEY, NAMES, blinded, csv_of

TODAY = date(2026, 11, 22)


def column(header, *cells, beside=("file", "assessor", "item 1")):
    """One column as it comes out, and what was seen of it, beside a file, a rater and an item."""
    rows = [["F1", "A1", "1", f'"{cell}"'] for cell in cells]
    blind, found = blinded(csv_of([*beside, header], *rows), today=TODAY)
    return [row[3] for row in found], blind.columns[3]


def test_the_same_identifier_has_one_hash_however_it_is_typed():
    same = {"AB 12", " ab  12 ", "Ab\u00a012", "\uff21\uff22 12", "AB\u200b 12"}

    hashes = {Blinder(KEY).identifier(raw) for raw in same}

    assert len(hashes) == 1
    assert len(hashes.pop()) == 17
    assert Blinder(KEY).identifier("AB 13") not in hashes
    assert Blinder(KEY + b"x").identifier("AB 12") != Blinder(KEY).identifier("AB 12")
    assert Blinder(KEY).identifier("  ") == ""


def test_a_short_key_is_a_programmers_mistake():
    with pytest.raises(ValueError, match="16 bytes"):
        Blinder(b"short")


def test_identifiers_are_hashed_whatever_they_look_like():
    blind, rows = blinded(csv_of(NAMES, ["17", "NA", *GOOD[2:]], ["no", "2024-05-01", *GOOD[2:]]))

    assert all(cell.startswith("#") and len(cell) == 17 for row in rows for cell in row[:2])
    assert rows[0][2:] == GOOD[2:]
    assert [seen.is_identifier for seen in blind.columns[:3]] == [True, True, False]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("3", "3"),
        ("-3", "-3"),
        ("\u22123", "-3"),
        ("3.0", "3"),
        ("3,00", "3"),
        ("999", "999"),
        ("2.5", "2.5"),
        ("2,5", "2.5"),
        ("Oui", "yes"),
        ("FALSE", "no"),
        ("N/A", ""),
        ("-", ""),
        ("", ""),
        ("1000", "?text"),
        ("-21", "?text"),
        ("007", "?text"),
        ("seen", "?text"),
        ("=1+1", "?formula"),
        ("@SUM(A1)", "?formula"),
        ("2024-05-01", "?date"),
    ],
)
def test_of_a_score_only_what_can_be_one_is_kept(cell, kept):
    cells, _ = column("item 2", cell, "1", "0", "1", "0")

    assert cells[0] == kept


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("2024-05-01", "2024-05-01"),
        ("2024/5/1", "2024-05-01"),
        ("20240501", "2024-05-01"),
        ("2024-05-01T08:30:00Z", "2024-05-01"),
        ("1.5.2024", "2024-05-01"),
        ("1er mai 2024", "2024-05-01"),
        ("1 août 2024", "2024-08-01"),
        ("February 29, 2024", "2024-02-29"),
        ("13/05/2024", "2024-05-13"),
        ("05/13/2024", "2024-05-13"),
        ("04/04/2024", "2024-04-04"),
        ("03/04/2024", "?date"),
        ("1998-05-01", "?old"),
        ("45413", "?serial"),
        ("30 February 2024", "?text"),
        ("soon", "?text"),
    ],
)
def test_dates_are_read_where_they_can_be_read_in_one_way(cell, kept):
    cells, seen = column("date coded", cell, "2024-05-02", "2024-05-03", "2024-05-03")

    assert cells[0] == kept
    assert seen.refused is None


@pytest.mark.parametrize(
    ("other", "meant"), [("13/05/2024", "2024-04-03"), ("05/13/2024", "2024-03-04")]
)
def test_other_dates_of_the_column_tell_which_comes_first(other, meant):
    cells, _ = column("date coded", "03/04/2024", other)

    assert cells[0] == meant


@pytest.mark.parametrize(
    ("header", "cells", "says"),
    [
        ("client name", ["x", "y"], "tells who somebody is"),
        ("Date de naissance", ["1990-01-01"], "tells who somebody is"),
        ("DOB", ["1"], "tells who somebody is"),
        ("health card no", ["1"], "tells who somebody is"),
        ("adresse", ["1"], "tells who somebody is"),
        ("remarks", ["none"], "tells who somebody is"),
        ("release date", ["2024-01-01"], "tells who somebody is"),
        ("date", ["1970-01-01", "1985-03-04", "2024-01-01"], "15 years back"),
        ("xyz", ["1970-01-01", "1985-03-04"], "15 years back"),
        ("xyz", ["he came in and said so"] * 3, "several words"),
        ("item 2", ["he came in and said so"] * 3, "several words"),
        ("xyz", ["Anna Example", "Ben Example"], "names or addresses"),
        ("xyz", ["anna@example.org"], "names or addresses"),
        ("item 2", ["FPS-1234567", "FPS-7654321"], "not scores"),
        ("total", ["1234567", "7654321"], "not scores"),
        ("date coded", ["45413", "45414"], "stored as numbers"),
        ("xyz", ["FPS-1234567", "FPS-7654321"], "file numbers"),
    ],
)
def test_a_column_that_may_tell_who_is_not_taken_at_all(header, cells, says):
    kept, seen = column(header, *cells)

    assert set(kept) == {""}
    assert says in seen.refused.en
    assert seen.refused.fr != seen.refused.en


def test_names_of_assessors_are_hashed_and_said_so():
    blind, rows = blinded(csv_of(["file", "rater name", "item 1"], ["F1", "Anna Example", 1]))

    assert rows[0][1].startswith("#")
    assert "look like names" in blind.columns[1].note.en
    assert blind.columns[1].refused is None


def test_file_numbers_under_an_unknown_header_are_hashed_where_a_file_is_missing():
    kept, seen = column("xyz", "FPS-1234567", beside=("assessor", "item 1", "item 2"))

    assert kept[0].startswith("#")
    assert seen.refused is None


def test_items_levels_and_occasions_are_words_of_closed_lists():
    content = csv_of(
        ["file", "assessor", "item", "score", "risk level", "occasion", "year"],
        ["F1", "A1", "Item 3", "1", "Level IVb", "first", "2024"],
        ["F1", "A1", "Ever lived with a lover", "0", "niveau iii", "2e", "2023"],
        ["F1", "A1", "7", "0", "none such", "3", "Region A"],
    )

    _, rows = blinded(content)

    assert [row[2] for row in rows] == ["i3", "i2", "i7"]
    assert [row[4] for row in rows] == ["IVb", "III", "?text"]
    assert [row[5] for row in rows] == ["1", "2", "3"]
    assert [row[6] for row in rows][:2] == ["2024", "2023"]
    assert rows[2][6].startswith("#")


def test_what_comes_after_the_first_rows_is_blinded_as_strictly():
    rows = [[f"F{n}", "A1", 1] for n in range(1_100)]
    content = csv_of(["file", "assessor", "item 1"], *rows, ["F9", "A1", "Anna Example"])

    _, found = blinded(content)

    assert found[-1][2] == "?text"


def test_nothing_raw_is_left_in_what_is_told_of_a_column():
    blind, rows = blinded(csv_of(NAMES, ["Secret File", "Anna Example", *GOOD[2:]]))

    told = str([seen.as_json() for seen in blind.columns]) + str(rows)

    assert "secret" not in told.lower()
    assert "anna" not in told.lower()
    for seen in blind.columns:
        assert ColumnSeen.from_json(seen.as_json()) == seen


def test_a_table_without_a_header_is_refused_before_anything_is_kept():
    rows = [["F-0001", "Anna Example", f"item {n}", n % 2] for n in (3, 3, 4, 5)]

    with pytest.raises(RefusedError, match="Row 1 looks like a coding"):
        blinded(csv_of(*rows))


def test_the_counts_tell_what_a_column_looks_like():
    _, seen = column("item 2", "1", "0", "2.5", "yes", "x1", "")

    assert (seen.filled, seen.numbers, seen.decimals, seen.words, seen.hidden) == (5, 2, 1, 1, 1)
    assert (seen.low, seen.high, seen.letter) == (0, 1, "D")


@pytest.mark.parametrize(
    ("header", "kept"),
    [
        ("Jean Tremblay", "D"),
        ("Иванов", "D"),
        ("jean.tremblay@example.org", "D"),
        ("F-2019-00123", "D"),
        ("1954-03-02", "D"),
        ("item 2 (Tremblay)", "item 2 …"),
        ("Rater 1 - Marie Roy", "Rater 1 - …"),
        (
            "Age at release from index sexual offence Roy",
            "Age at release from index sexual offence …",
        ),
        ("Prior sex ofences", "Prior sex ofences"),
        ("Static-99R Item 5", "Static-99R Item 5"),
        ("R1_i3", "R1_i3"),
        ("N° de dossier", "N° de dossier"),
        ("no_sexual_conviction", "no_sexual_conviction"),
    ],
)
def test_names_and_numbers_of_people_above_a_column_are_not_kept(header, kept):
    _, seen = column(header, "1", "0")

    assert seen.header == kept


@pytest.mark.parametrize("cell", ["123,456", "123.456", "123,000", "456.000"])
@pytest.mark.parametrize("header", ["xyz", "item 2"])
def test_a_file_number_with_a_mark_for_thousands_is_no_score(header, cell):
    kept, seen = column(header, cell, "1", "0", "1", beside=("assessor", "item 1", "item 3"))

    assert kept[0] == "?text" or kept[0].startswith("#")
    assert (seen.low, seen.high, seen.decimals) == (0, 1, 0)


def test_a_year_of_birth_under_year_is_hashed():
    kept, _ = column("year", "1954", "2024", "2027", "2031")

    assert kept[0].startswith("#")
    assert kept[1:3] == ["2024", "2027"]
    assert kept[3].startswith("#")
