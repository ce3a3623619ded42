"""Rules that cases tell apart, and the reasons on file for those that none can."""

import shutil

import pytest

from instruments import catalogue
from tests.vignettes.factories import MODEL_CASE
from vignettes.bank import cases_of_folder, floor, measure, never, printing
from vignettes.bank.coverage import coverage
from vignettes.casefile import LIBRARY

STATIC = catalogue.tool("static-99r")


@pytest.fixture(scope="module")
def model_case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bank")
    shutil.copytree(MODEL_CASE, folder / MODEL_CASE.name)
    return cases_of_folder(folder)


@pytest.fixture
def reasons(tmp_path, monkeypatch):
    """Writes the file of reasons that is read from then on."""

    def write(words):
        path = tmp_path / "never.toml"
        path.write_text(words, encoding="utf-8")
        read = never.read
        monkeypatch.setattr(never, "read", lambda: read(path))

    return write


def close(cases):
    found = coverage(STATIC, cases).close
    return {(pair.first, pair.second): pair for pair in found}


def test_two_rules_with_one_effect_are_told_apart_by_no_case(model_case):
    assert close(model_case)["S99R-I6-DATES", "S99R-I6-TECH"].cases == ()


def test_two_rules_with_different_effects_in_one_case_are_told_apart_by_it_alone(model_case):
    assert close(model_case)["S99R-I4-JUV", "S99R-I6-TECH"].cases == ("maple-crossing",)


def test_two_cases_are_enough(model_case):
    twice = [*model_case, *model_case]

    assert ("S99R-I6-DATES", "S99R-I6-TECH") in close(twice)
    assert ("S99R-I4-JUV", "S99R-I6-TECH") not in close(twice)


def test_a_case_that_exercises_only_one_of_two_rules_tells_them_apart():
    cases = [
        case for case in cases_of_folder(LIBRARY) if case.code in ("tin-kettle", "wicker-gauge")
    ]

    assert close(cases)["S99R-I7-LIVE", "S99R-I7-CHARGE"].cases == ("wicker-gauge",)


def test_a_reason_stands_beside_its_pair_and_its_rule(model_case, reasons):
    reasons(
        '[[pair]]\ntool = "static-99r"\nrules = ["S99R-I6-TECH", "S99R-I6-DATES"]\n'
        'reason = "No file tells them apart, for a test."\n'
        '[[rule]]\ntool = "static-99r"\nrule = "S99R-I9-NET"\n'
        'reason = "Nobody needs a case of it, for a test."\n'
    )

    bank = measure(model_case)
    printed = "\n".join(printing.lines(bank))

    assert floor.faults(bank) == []
    assert "no case (on file: No file tells them apart, for a test.)" in printed
    assert "S99R-I9-NET" in printed
    assert "no case (on file: Nobody needs a case of it, for a test.)" in printed


def test_a_reason_that_a_case_contradicts_is_a_fault(model_case, reasons):
    reasons(
        '[[pair]]\ntool = "static-99r"\nrules = ["S99R-I4-JUV", "S99R-I6-TECH"]\n'
        'reason = "They can never be told apart, it says."\n'
        '[[rule]]\ntool = "static-99r"\nrule = "S99R-I4-JUV"\n'
        'reason = "Never three cases of it, it says."\n'
    )

    found = floor.faults(measure([*model_case] * 3))

    assert any("S99R-I4-JUV and S99R-I6-TECH can never be told apart" in one for one in found)
    assert any("why S99R-I4-JUV stays below 3 cases" in one for one in found)


def test_a_reason_for_no_rule_and_one_too_short_are_refused(model_case, reasons, tmp_path):
    short = tmp_path / "short.toml"
    short.write_text('[[rule]]\ntool = "cport"\nrule = "CPORT-I1-INV"\nreason = "no"\n')
    with pytest.raises(ValueError, match=r"short\.toml: rule/0/reason"):
        never.read(short)

    reasons('[[rule]]\ntool = "cport"\nrule = "CPORT-X"\nreason = "It is not there at all, so."\n')

    assert floor.faults(measure(model_case)) == [
        "never.toml names CPORT-X, which cport does not have: correct the entry."
    ]
