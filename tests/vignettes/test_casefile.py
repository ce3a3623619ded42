"""Folders that cannot be read are refused with the file and what to do."""

from typing import get_args

import pytest

from tests.vignettes.factories import make_case_folder
from vignettes import casefile
from vignettes.models import Difficulty, Kind


def findings_of(folder):
    case, findings = casefile.read_case(folder)
    assert case is None
    return [str(finding) for finding in findings]


def test_read_case_reads_the_four_files(tmp_path):
    case, findings = casefile.read_case(make_case_folder(tmp_path))

    assert findings == []
    assert (case.code, case.sheet.kind, case.facts.case) == (
        "maple-crossing",
        "contact_child",
        "maple-crossing",
    )
    assert case.texts["fr"].startswith("## Feuille sommaire (2021-03-02)")


def test_read_case_says_that_a_folder_is_missing(tmp_path):
    (found,) = findings_of(tmp_path / "nowhere")

    assert "This folder does not exist." in found


@pytest.mark.parametrize("name", casefile.FILES)
def test_read_case_names_a_missing_file(tmp_path, name):
    folder = make_case_folder(tmp_path)
    (folder / name).unlink()

    (found,) = findings_of(folder)

    assert found.startswith(f"{name}:1:1: format: The file is missing.")


def test_read_case_refuses_a_file_it_does_not_know(tmp_path):
    folder = make_case_folder(tmp_path)
    (folder / "photo.png").write_bytes(b"\x89PNG")

    (found,) = findings_of(folder)

    assert found.startswith("photo.png:1:1: format:")
    assert "Remove this file." in found


def test_read_case_refuses_a_symbolic_link(tmp_path):
    folder = make_case_folder(tmp_path)
    outside = tmp_path / "outside.md"
    outside.write_text("secret")
    (folder / "case.en.md").unlink()
    (folder / "case.en.md").symlink_to(outside)

    assert findings_of(folder)[0].startswith("case.en.md:1:1: format: The file is missing.")


def test_read_case_refuses_other_encodings_and_long_files(tmp_path):
    folder = make_case_folder(tmp_path)
    (folder / "case.fr.md").write_bytes("été".encode("latin-1"))
    (folder / "case.en.md").write_text("x" * (casefile.LARGEST + 1))

    english, french = findings_of(folder)

    assert "200,001 bytes; at most 200,000 are read" in english
    assert "Byte 1 is not UTF-8" in french


def test_read_case_names_the_line_of_an_impossible_fact(tmp_path):
    folder = make_case_folder(tmp_path, facts=('"age": 9', '"age": -1'))

    (found,) = findings_of(folder)

    assert "victims/v1/age: found -1" in found
    line = int(found.split(":")[1])
    assert '"v1"' in (folder / "facts.json").read_text().splitlines()[line - 1]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('code = "maple-crossing"', "code = maple", "This is not TOML"),
        ('kind = "contact_child"', 'kind = "weather"', 'kind: found "weather"'),
        ('difficulty = "middle"', 'difficulty = "fine"', 'difficulty: found "fine"'),
        ('fr = "Passage des Érables"', "", "title/fr"),
        ("s-born =", "born =", "spans/born"),
        ("[gold.static-99r]", "[silver]\n[gold.static-99r]", "silver"),
    ],
)
def test_read_case_names_what_is_wrong_in_the_sheet(tmp_path, old, new, message):
    found = findings_of(make_case_folder(tmp_path, gold=(old, new)))

    assert any(line.startswith("gold.toml:") and message in line for line in found), found


def test_kinds_and_difficulties_are_one_list():
    fields = casefile.GoldSheet.model_fields

    assert set(get_args(fields["kind"].annotation)) == set(Kind.values)
    assert set(get_args(fields["difficulty"].annotation)) == set(Difficulty.values)
