"""Pairs, first and second codings, and who may have made them."""

from tests.reliability.studies.brought import NAMES, checked, csv_of, kinds, row

PAIR = ["file", "rater 1", "i1_1", "i2_1", "rater 2", "i1_2", "i2_2"]


def codings(*rows):
    return csv_of(NAMES, *rows)


def test_pairs_are_two_codings_of_one_row():
    found = checked(csv_of(PAIR, ["F1", "A1", 1, 0, "A2", 0, 1], ["F2", "A1", 1, 0, "A1", 0, 1]))

    assert [coding.scores for coding in found.rows] == [{"i1": 1, "i2": 0}, {"i1": 0, "i2": 1}]
    assert kinds(found) == [(3, "same-person"), (0, "item-without-column")]


def test_an_error_on_one_side_of_a_pair_leaves_out_both():
    found = checked(csv_of(PAIR, ["F1", "A1", 1, 0, "A2", 0, 7], ["F2", "A1", 1, 0, "A2", 0, 1]))

    assert kinds(found)[0] == (2, "not-permitted")
    assert len(found.rows) == 2


def test_pairs_without_assessors_are_told_apart_by_the_column():
    names = [name for name in PAIR if "rater" not in name]
    found = checked(csv_of(names, ["F1", 1, 0, 0, 1]))

    assert [coding.rater for coding in found.rows] == ["coder-1", "coder-2"]
    assert (0, "raters-by-column") in kinds(found)


def test_assessors_with_themselves_by_date_by_column_and_by_order():
    dated = [*NAMES, "date coded"]
    by_date = csv_of(dated, [*row(), "2024-06-01"], [*row(i1="0"), "2024-05-01"])
    by_column = csv_of([*NAMES, "occasion"], [*row(), 2], [*row(i1="0"), "first"], [*row(), 2])

    assert [coding.occasion for coding in checked(by_date, "within").rows] == [2, 1]
    found = checked(by_column, "within")
    assert [coding.occasion for coding in found.rows] == [2, 1]
    assert kinds(found) == [(4, "same-occasion-twice")]
    found = checked(codings(row(), row(), row(rater="A2")), "within")
    assert [coding.occasion for coding in found.rows] == [1, 2, 1]
    assert kinds(found) == [(0, "order-of-rows")]


def test_an_occasion_is_a_number_from_one():
    content = csv_of([*NAMES, "occasion"], [*row(), "soon"], [*row(), "0"], [*row(), ""])

    assert [kind for _, kind in kinds(checked(content, "within"))] == ["not-an-occasion"] * 3


def test_a_pair_by_one_person_is_a_coding_and_its_repetition():
    names = ["file", "rater", "i1_1", "i2_1", "i1_2", "i2_2"]

    found = checked(csv_of(names, ["F1", "A1", 1, 0, 0, 1], ["F2", "A2", 1, 0, 1, 0]), "within")

    assert [coding.occasion for coding in found.rows] == [1, 2, 1, 2]
    assert len({coding.rater for coding in found.rows}) == 2
    assert found.counts.errors == 0


def test_whoever_reads_back_is_another_person():
    dated = [*NAMES, "date coded"]
    content = csv_of(
        dated,
        [*row(), "2024-05-01"],
        [*row(rater="A2"), "2024-06-01"],
        [*row(file="F2"), "2024-05-01"],
        [*row(file="F2"), "2024-06-01"],
    )

    found = checked(content, "back-reading")

    assert [(coding.occasion) for coding in found.rows] == [1, 2, 1]
    assert kinds(found) == [(5, "same-back-reader")]


def test_a_pair_is_a_coding_and_its_back_reading():
    found = checked(
        csv_of(PAIR, ["F1", "A1", 1, 0, "A2", 0, 1], ["F2", "A1", 1, 0, "A1", 0, 1]), "back-reading"
    )

    assert [coding.occasion for coding in found.rows] == [1, 2]
    assert (3, "same-person") in kinds(found)
