"""The checklist in docs/security.md is whole, and each test that it names is there."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+?) \|$", TEXT, re.MULTILINE)
TESTS = sorted(set(re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", TEXT)))
ANSWERS = {"met", "in part", "**not met**", "does not apply", "the installer's"}
SIZES = (38, 53, 18, 9, 30, 13, 12, 15, 7, 5, 8, 15, 13, 23)
"""How many requirements of levels 1 and 2 the chapters of ASVS 4.0.3 have."""


def test_every_requirement_has_one_row():
    numbers = [row[0] for row in ROWS]

    assert [number for number, times in Counter(numbers).items() if times > 1] == []
    assert Counter(int(number.split(".")[0]) for number in numbers) == dict(enumerate(SIZES, 1))


def test_every_row_has_an_answer_and_a_reason():
    for number, words, answer, reason in ROWS:
        assert answer in ANSWERS, number
        assert min(len(words), len(reason)) > 3, number


@pytest.mark.parametrize(("file", "name"), TESTS)
def test_every_test_that_is_named_is_there(file, name):
    source = ROOT / "tests" / file

    assert source.is_file()
    assert not name or re.search(rf"^def {name}\(", source.read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize("answer", ["**not met**", "in part"])
def test_what_is_not_met_stands_at_the_top(answer):
    before_the_rows = TEXT.partition("### V1")[0]

    for number, _, found, _ in ROWS:
        if found == answer:
            assert f"**{number}**" in before_the_rows


def test_the_figures_are_those_of_the_rows():
    told = Counter(row[2] for row in ROWS)

    for words, answer in (("met", "met"), ("not met", "**not met**")):
        assert f"| {words} | {told[answer]} |" in TEXT
