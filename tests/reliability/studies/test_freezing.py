"""The digest depends on the codings alone, and the arrays come in one order."""

import hashlib
import json
import time
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from reliability.studies.frame import CodingRow
from reliability.studies.freezing import as_codings, canonical, digest

ROWS = (
    CodingRow(1, "#T2", "#A", {"i2": 1, "i1": -1}, flags={"csem_only": False}),
    CodingRow(2, "#T1", "#B", {"i1": 0}, coded_on=date(2024, 5, 1), total=3, band="II"),
    CodingRow(3, "#T1", "#A", {"i1": 1}, part="2023"),
    CodingRow(4, "#T1", "#A", {"i1": 1}, occasion=2),
)


def test_the_digest_is_of_lines_that_anybody_can_write_again():
    lines = (
        '["","#T1","#A",2,null,{"i1":1},null,"",{}]\n'
        '["","#T1","#B",1,"2024-05-01",{"i1":0},3,"II",{}]\n'
        '["","#T2","#A",1,null,{"i1":-1,"i2":1},null,"",{"csem_only":false}]\n'
        '["2023","#T1","#A",1,null,{"i1":1},null,"",{}]\n'
    )

    assert digest(ROWS) == hashlib.sha256(lines.encode()).hexdigest()


def test_the_order_and_the_numbers_of_a_file_do_not_matter():
    turned = [replace(row, number=10 - row.number) for row in reversed(ROWS)]

    assert digest(turned) == digest(ROWS)


@pytest.mark.parametrize(
    "change",
    [
        {"target": "#T9"},
        {"rater": "#Z"},
        {"scores": {"i1": 1}},
        {"occasion": 3},
        {"part": "x"},
        {"coded_on": date(2024, 5, 2)},
        {"total": 4},
        {"band": "I"},
        {"flags": {"csem_only": True}},
    ],
)
def test_whatever_changes_in_a_coding_changes_the_digest(change):
    assert digest([replace(ROWS[1], **change)]) != digest([ROWS[1]])


def test_arrays_are_in_canonical_order():
    codings = as_codings(ROWS, "static-99r", "between")

    assert [row.number for row in canonical(ROWS)] == [4, 2, 1, 3]
    assert codings.numbers.tolist() == [4, 2, 1, 3]
    assert codings.targets == ("#T1", "#T2", "#T1")
    assert codings.target_of.tolist() == [0, 0, 1, 2]
    assert (codings.raters, codings.rater_of.tolist()) == (("#A", "#B"), [0, 1, 0, 0])
    assert (codings.parts, codings.part_of.tolist()) == (("", "2023"), [0, 0, 0, 1])
    assert codings.occasion.tolist() == [2, 1, 1, 1]
    assert codings.scores.shape == (4, 10)
    assert codings.scores[2, :2].tolist() == [-1, 1]
    assert codings.n_ratings == 5
    assert np.isnan(codings.total_given[0])
    assert codings.total_given[1] == 3
    assert codings.flags["csem_only"].tolist() == [-1, -1, 0, -1]
    assert codings.band_given[1] == "II"


def test_no_coding_is_a_study_without_one():
    codings = as_codings([], "static-99r", "between")

    assert (len(codings), codings.scores.shape) == (0, (0, 10))
    assert digest([]) == hashlib.sha256(b"").hexdigest()


def test_an_item_nobody_knows_is_a_programmers_mistake():
    with pytest.raises(ValueError, match="does not have"):
        as_codings([CodingRow(1, "#T", "#A", {"i99": 1})], "static-99r", "between")


def test_a_quarter_of_the_largest_field_study_is_frozen_in_a_few_times_of_writing_it_down():
    items = [f"i{n}" for n in range(1, 11)]
    rows = [
        CodingRow(n, f"#{n * 7919 % 5_500:016}", f"#{n}", dict.fromkeys(items, n % 2))
        for n in range(11_000)
    ]

    begun = time.process_time()
    [json.dumps([row.target, row.rater, dict(row.scores)]) for row in rows]
    written = time.process_time()
    digest(rows)
    as_codings(rows, "static-99r", "between")
    frozen = time.process_time()

    # 4 times when this was written; comparing rows with each other would make it thousands
    assert frozen - written < 30 * (written - begun)
