"""The file of readings beside a case: its form, and that nothing else takes it for the case."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.vignettes.factories import make_case_folder
from vignettes import actions, archive
from vignettes.bank import cases_of_folder
from vignettes.bank.case import UnreadableCaseError
from vignettes.casefile import FILES, LIBRARY, read_case
from vignettes.linter import lint, short
from vignettes.readings import findings, read_readings

READING = """
[[reading]]
language = "en"
reader = "B"
date = 2026-01-15
digest = "0123456789abcdef"
tools = ["static-99r"]
"""
DIFFERENCE = """
[[reading.differences]]
tool = "static-99r"
item = "i4"
read = 0
computed = 1
cause = "text"
mended = "The table names the court now."
"""


@pytest.fixture
def folder(tmp_path):
    return make_case_folder(tmp_path)


def keep(folder, words):
    (folder / "readings.toml").write_text(words, encoding="utf-8")


def test_readings_of_the_form_are_nothing_to_mend(folder):
    keep(folder, READING + DIFFERENCE)

    assert lint(folder) == []
    assert read_readings(folder)[0][0].differences[0].read == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"B"', '"Bo"', "reading/0/reader"),
        ('"en"', '"de"', "reading/0/language"),
        ("2026-01-15", '"soon"', "reading/0/date"),
        ("0123456789abcdef", "0123", "reading/0/digest"),
        ("[[reading]]", "[[reeding]]", "reading"),
        ('cause = "text"', 'cause = "luck"', "differences/0/cause"),
        ('cause = "text"', "", "Say where the fault lay"),
        ('mended = "The table names the court now."', "", "Say where the fault lay"),
        ('"i4"', '"i44"', "no tool has this item"),
        ('["static-99r"]', '["static"]', "static is no tool"),
        ("table names", 'table \\"names\\"', "quotation mark"),
        ("[[reading]]", "[[reading", "This is not TOML"),
    ],
)
def test_what_is_wrong_with_a_file_of_readings_is_a_finding(folder, old, new, told):
    whole = READING + DIFFERENCE
    assert old in whole
    keep(folder, whole.replace(old, new, 1))

    found = lint(folder)

    assert [one.rule for one in found] == ["reading"]
    assert told in found[0].message


def test_a_bank_with_unreadable_readings_is_not_measured(folder):
    keep(folder, "[[reading]]\n")

    with pytest.raises(UnreadableCaseError, match=r"readings\.toml"):
        cases_of_folder(folder.parent)


@pytest.mark.django_db
def test_readings_are_not_published_and_make_no_new_version(folder):
    first = actions.load_vignette(folder=folder)
    keep(folder, READING)

    assert first.is_new
    assert not actions.load_vignette(folder=folder).is_new


def test_a_zip_of_a_folder_is_read_without_its_readings(folder):
    keep(folder, READING)
    packed = BytesIO()
    with ZipFile(packed, "w") as made:
        for path in folder.iterdir():
            made.write(path, f"{folder.name}/{path.name}")

    name, sources = archive.read(packed.getvalue())

    assert (name, set(sources)) == (folder.name, set(FILES))
    case, _ = read_case(folder)
    assert set(ZipFile(BytesIO(archive.written(case.code, case.sources))).namelist()) == {
        f"{case.code}/{name}" for name in FILES
    }


def test_readings_of_shipped_cases_are_well_formed_and_every_difference_is_settled():
    folders = [path for path in LIBRARY.iterdir() if path.is_dir()]

    assert [one for folder in folders for one in findings(folder, short.fault)] == []
