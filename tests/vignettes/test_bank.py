"""The bank is measured: what it covers, how it reads, how long it lasts, and its floor."""

import json
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.vignettes.factories import MODEL_CASE, make_case_folder, make_version
from vignettes.bank import cases_of_folder, cases_of_versions, floor, measure
from vignettes.bank.supply import Supply, supply
from vignettes.bank.wording import near_duplicates, prose, reading_grade
from vignettes.casefile import LIBRARY
from vignettes.management.commands import bank as command
from vignettes.models import VignetteVersion


@pytest.fixture(scope="module")
def one_case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bank")
    shutil.copytree(MODEL_CASE, folder / MODEL_CASE.name)
    return measure(cases_of_folder(folder))


def bank(*arguments):
    out = StringIO()
    call_command("bank", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_a_case_exercises_the_rules_whose_misreading_changes_it(one_case):
    static = one_case.tool("static-99r")
    exercised = {rule.rule for rule in static.rules if rule.cases}

    assert "S99R-I4-JUV" in exercised
    assert "S99R-I9-NET" not in exercised
    assert {rule.rule for rule in static.thin} == {rule.rule for rule in static.rules}


def test_scores_and_levels_of_one_case_are_those_of_its_gold(one_case):
    static = one_case.tool("static-99r")

    assert static.answers == {"yes": 1}
    assert static.scores["i4"] == {0: 0, 1: 1}
    assert sum(static.bands["total"].values()) == 1
    assert one_case.kinds["contact_child"] == 1


@pytest.mark.full  # `./run check` asks the same of every commit
def test_the_shipped_library_reaches_what_the_last_release_reached():
    printed = bank()

    assert "near-duplicates" in printed
    assert "differences between English and French: 0" in printed


def test_a_bank_below_its_floor_is_told_by_figure(one_case, tmp_path):
    held = tmp_path / "floor.toml"
    held.write_text('"cases" = 2\n"kind.luring" = 1\n"kind.contact_child" = 1\n')

    assert floor.below(one_case, held) == [
        "cases: 1, and the last release reached 2.",
        "kind.luring: 0, and the last release reached 1.",
    ]


def test_a_floor_written_from_a_bank_is_reached_by_it(one_case, tmp_path):
    held = tmp_path / "floor.toml"
    held.write_text(floor.as_toml(one_case))

    assert floor.below(one_case, held) == []


def test_json_holds_every_figure(tmp_path):
    make_case_folder(tmp_path)

    told = json.loads(bank(tmp_path, "--json"))

    assert told["cases"] == ["maple-crossing"]
    static = next(tool for tool in told["tools"] if tool["tool"] == "static-99r")
    assert "S99R-EL-OFFREE" in static["thin"]
    assert {own["tool"] for own in told["supply"]} >= {"static-99r", "cport"}


def test_two_cases_that_share_their_words_are_near_duplicates(tmp_path):
    make_case_folder(tmp_path)
    make_case_folder(tmp_path, "oak-crossing")

    cases = cases_of_folder(tmp_path)

    assert [(pair.first, pair.second, pair.share) for pair in near_duplicates(cases)] == [
        ("maple-crossing", "oak-crossing", 1.0)
    ]
    with pytest.raises(CommandError, match="Too much alike: maple-crossing and oak-crossing"):
        bank(tmp_path)


def test_a_difference_between_the_languages_fails_the_bank(tmp_path):
    make_case_folder(tmp_path, fr=("un cours de 10 semaines", "un cours de 11 semaines"))

    with pytest.raises(CommandError, match="English and French differ: maple-crossing"):
        bank(tmp_path)


def test_a_folder_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(CommandError, match="nowhere is not a folder"):
        bank(tmp_path / "nowhere")
    (make_case_folder(tmp_path) / "case.fr.md").unlink()
    with pytest.raises(CommandError, match=r"maple-crossing cannot be measured: .*missing"):
        bank(tmp_path)


@pytest.mark.django_db
def test_what_an_agency_has_published_is_measured_alike(asha, one_case):
    make_version()

    published = measure(cases_of_versions(VignetteVersion.objects.all()))

    assert published.tools == one_case.tools
    assert published.wording == one_case.wording
    assert published.boundaries == one_case.boundaries
    assert "1 cases" in bank("--published", asha.agency.slug)
    with pytest.raises(CommandError, match="no agency with the short name nowhere"):
        bank("--published", "nowhere")


def test_floor_is_written_from_the_shipped_library_only(tmp_path, monkeypatch):
    cases, held = tmp_path / "cases", tmp_path / "floor.toml"
    make_case_folder(cases)
    held.write_text('"cases" = 0\n"kind.contact_child" = 1\n')
    monkeypatch.setattr(floor, "FLOOR", held)
    for option in ("--write-floor", "--write-difficulty"):
        with pytest.raises(CommandError, match="leave out the folder"):
            bank(cases, option)

    monkeypatch.setattr(command, "LIBRARY", cases)
    printed = bank("--write-floor")

    assert "  cases: 0 -> 1" in printed
    assert "  kind.luring: new -> 0" in printed
    assert "kind.contact_child:" not in printed
    assert '"kind.luring" = 0' in held.read_text()
    assert "differs in 0 figures" in bank()


def test_json_of_a_bank_that_fell_is_whole_and_the_status_tells(tmp_path, monkeypatch):
    cases, held = tmp_path / "cases", tmp_path / "floor.toml"
    make_case_folder(cases)
    held.write_text('"cases" = 2\n')
    monkeypatch.setattr(floor, "FLOOR", held)
    monkeypatch.setattr(command, "LIBRARY", cases)
    out = StringIO()

    with pytest.raises(CommandError, match="cases: 1, and the last release") as fallen:
        call_command("bank", "--json", stdout=out)

    assert fallen.value.returncode == 1
    assert json.loads(out.getvalue())["floor_changes"]["cases"] == [2, 1]


@pytest.mark.parametrize(
    ("cases", "decides", "attempts", "months"),
    [(7, True, 0, 0), (18, True, 1, 0), (35, True, 2, 3), (80, True, 4, None), (35, False, 0, 3)],
)
def test_supply_counts_unseen_cases(cases, decides, attempts, months):
    """Four in ten to practise: 8, then 2 checks a month, back after 12; the others: exams of 10."""
    assert supply("x", cases, decides=decides) == Supply("x", cases, attempts, months)


def test_reading_grade_is_that_of_the_published_formula():
    """Three words of one syllable: 0.39 x 3 + 11.8 x 1 - 15.59; Kandel and Moles 1958 likewise."""
    assert reading_grade("The cat sat.", "en") == pytest.approx(0.39 * 3 + 11.8 - 15.59)
    assert reading_grade("Le chat dort.", "fr") == pytest.approx(207 - 1.015 * 3 - 73.6)
    assert reading_grade("no sentence", "en") is None


def test_prose_leaves_out_tables_headings_and_marks():
    source = "## Sheet (2020-01-01)\n\n[He works.]{#s-a}\n\n| a | b |\n| --- | --- |\n- item\n"

    assert prose(source) == "He works."


def test_library_folder_is_the_default():
    assert cases_of_folder(LIBRARY)
