"""Reading blind: what the reader sees, what differs from the computed scores, and what is kept."""

import tomllib
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from instruments import rulings
from tests.vignettes.factories import make_case_folder
from vignettes.bank import blind, cases_of_folder, measure
from vignettes.casefile import GOLD, LIBRARY, read_case
from vignettes.linter import lint


@pytest.fixture
def folder(tmp_path):
    return make_case_folder(tmp_path)


def read(folder, *arguments, language="en"):
    out = StringIO()
    call_command("read_blind", str(folder), "--language", language, *arguments, stdout=out)
    return out.getvalue()


def right_scores(folder):
    """The computed scores of every tool that rules score, as a reader hands them in."""
    case, _ = read_case(folder)
    sheets = {}
    for tool in blind.tools():
        found = rulings.rulings(tool.id, case.facts)
        sheets[tool.id] = {"eligible": found.eligibility.answer}
        if found.eligibility.answer == "yes":
            sheets[tool.id] |= {i: v for i, v in found.values.items() if v is not None}
    return sheets


def hand_in(folder, sheets, *arguments, language="en"):
    lines = []
    for tool, sheet in sheets.items():
        told = [f'{k} = "{v}"' if isinstance(v, str) else f"{k} = {v}" for k, v in sheet.items()]
        lines += [f"[{tool}]", *told]
    path = folder.parent / "scores.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read(folder, "--scores", str(path), "--reader", "B", *arguments, language=language)


def kept(folder):
    return tomllib.loads((folder / "readings.toml").read_text(encoding="utf-8"))["reading"]


def test_a_reader_sees_the_documents_and_the_sheets_and_nothing_else(folder):
    sheet = (folder / GOLD).read_text(encoding="utf-8")

    for language, title in (("en", "Maple Crossing"), ("fr", "Passage des Érables")):
        page = read(folder, language=language)
        assert "{#s-" not in page
        assert "[cport]" in page
        assert title in sheet
        assert title not in page
        assert "contact_child" not in page
    assert "[static-99r]" not in read(folder, "--without-sheets")


def test_the_page_of_a_shipped_case_holds_no_mark():
    for case in cases_of_folder(LIBRARY):
        for source in case.texts.values():
            assert not set("[]{}") & set(blind.page(source)), case.code


def test_a_reading_with_the_computed_scores_differs_nowhere(folder):
    assert "0 differences" in hand_in(folder, right_scores(folder))

    assert kept(folder)[0]["tools"] == [tool.id for tool in blind.tools()]
    assert lint(folder) == []


def test_a_difference_is_printed_with_what_decides_it_and_who_misreads(folder):
    sheets = right_scores(folder)
    assert sheets["static-99r"]["i4"] == 1
    sheets["static-99r"]["i4"] = 0

    told = hand_in(folder, sheets)

    assert "static-99r/i4: read 0, computed 1" in told
    assert "who misreads S99R-I4-JUV" in told
    assert kept(folder)[0]["differences"] == [
        {"tool": "static-99r", "item": "i4", "read": 0, "computed": 1}
    ]


def test_a_wrong_answer_on_use_and_an_item_left_out_are_differences(folder):
    sheets = right_scores(folder)
    assert sheets["osp"]["eligible"] == "yes"
    sheets["osp"] = {"eligible": "no"}
    del sheets["static-99r"]["i1"]

    hand_in(folder, sheets)

    found = {(d["tool"], d["item"]): d for d in kept(folder)[0]["differences"]}
    assert found["osp", "eligible"]["read"] == "no"
    assert "read" not in found["static-99r", "i1"]


def test_a_difference_without_a_cause_is_a_finding_until_it_is_told(folder):
    sheets = right_scores(folder)
    sheets["static-99r"]["i4"] = 0
    hand_in(folder, sheets)

    (finding,) = lint(folder)
    assert "Say where the fault lay" in finding.message
    cause = ("--cause", "static-99r/i4=text", "--mended", "The sentence names the court now.")
    assert "static-99r/i4: read 0, computed 1: text" in read(folder, "--reader", "B", *cause)

    assert lint(folder) == []
    assert kept(folder)[0]["differences"][0]["cause"] == "text"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--reader", "B", "--cause", "cport/i1=text", "--mended", "x"), "no difference at cport"),
        (("--reader", "B", "--cause", "static-99r/i4=text"), "Say with --mended"),
        (("--reader", "B", "--cause", "static-99r/i4=luck", "--mended", "x"), "cause"),
        (("--reader", "C", "--looked-again"), "no reading in en by C"),
    ],
)
def test_a_cause_that_cannot_be_kept_is_refused(folder, arguments, told):
    sheets = right_scores(folder)
    sheets["static-99r"]["i4"] = 0
    hand_in(folder, sheets)

    with pytest.raises(CommandError, match=told):
        read(folder, *arguments)


def test_the_same_text_is_scored_again_only_when_asked_and_keeps_its_causes(folder):
    sheets = right_scores(folder)
    sheets["static-99r"] |= {"i4": 0, "i10": 1}
    hand_in(folder, sheets)
    read(folder, "--reader", "B", "--cause", "static-99r/i4=reader", "--mended", "Overlooked.")

    with pytest.raises(CommandError, match="--again replaces"):
        hand_in(folder, sheets)
    sheets["static-99r"]["i10"] = right_scores(folder)["static-99r"]["i10"]
    hand_in(folder, sheets, "--again")

    (reading,) = kept(folder)
    assert [one["cause"] for one in reading["differences"]] == ["reader"]


@pytest.mark.parametrize(
    ("scores", "told"),
    [
        ("[static-99r", "This is not TOML"),
        ("", "The file is empty"),
        ("[pcra]\neligible = 'yes'", "expected one of static-99r"),
        ("[osp]\ni1 = 0", "eligible: found nothing"),
        ("[osp]\neligible = 'no'\ni1 = 0", "only where the tool may be used"),
        ("[osp]\neligible = 'yes'\ni2 = 1", "i2: found 1, expected one of 0, 3, 6, 9"),
        ("[osp]\neligible = 'yes'\ni1 = true", "i1: found True"),
        ("[osp]\neligible = 'yes'\nx = 1", "no such item"),
    ],
)
def test_scores_that_no_sheet_has_are_refused(folder, tmp_path, scores, told):
    path = tmp_path / "scores.toml"
    path.write_text(scores, encoding="utf-8")

    with pytest.raises(CommandError, match=told):
        read(folder, "--scores", str(path), "--reader", "B")
    assert not (folder / "readings.toml").exists()


@pytest.mark.parametrize("reader", [(), ("--reader", "b"), ("--reader", "Bob")])
def test_a_reader_is_a_letter_and_never_a_name(folder, tmp_path, reader):
    path = tmp_path / "scores.toml"
    path.write_text("[osp]\neligible = 'no'\n", encoding="utf-8")

    with pytest.raises(CommandError, match="one capital letter"):
        read(folder, "--scores", str(path), *reader)


def test_the_bank_counts_cases_read_in_both_languages_and_faults_by_cause(folder):
    sheets = right_scores(folder)
    hand_in(folder, sheets, language="fr")
    assert measure(cases_of_folder(folder.parent)).readings.once == (folder.name,)
    sheets["static-99r"] |= {"i4": 0, "i10": 1 - sheets["static-99r"]["i10"]}
    hand_in(folder, sheets)
    for item in ("i4", "i10"):
        cause = ("--cause", f"static-99r/{item}=facts", "--mended", "The same fact was wrong.")
        read(folder, "--reader", "B", *cause)

    found = measure(cases_of_folder(folder.parent)).readings

    assert found.both == (folder.name,)
    assert found.stale == ()
    assert found.differences == {"facts": 2}
    assert found.faults == {"facts": 1}


def test_a_tool_left_out_leaves_the_case_unread(folder):
    sheets = right_scores(folder)
    del sheets["osp"]

    assert "Not scored: osp." in hand_in(folder, sheets)

    assert measure(cases_of_folder(folder.parent)).readings.once == ()


def test_a_reading_is_stale_once_the_words_changed_until_they_were_looked_at(folder):
    for language in ("en", "fr"):
        hand_in(folder, right_scores(folder), language=language)
    path = folder / "case.en.md"
    path.write_text(path.read_text("utf-8").replace("He drinks", "He still drinks"), "utf-8")

    assert measure(cases_of_folder(folder.parent)).readings.stale == ("maple-crossing (en)",)
    read(folder, "--reader", "B", "--looked-again")

    assert measure(cases_of_folder(folder.parent)).readings.stale == ()


def test_marking_a_sentence_leaves_a_reading_fresh(folder):
    for language in ("en", "fr"):
        hand_in(folder, right_scores(folder), language=language)
    path = folder / "case.en.md"
    path.write_text(path.read_text("utf-8").replace("He drinks", "[He drinks]{#s-new}"), "utf-8")

    assert measure(cases_of_folder(folder.parent)).readings.stale == ()
