"""Parallel forms: other facts, the same story, gold computed, and a person who reads it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from instruments import misreading, rulings
from instruments.facts import fact_at
from tests.vignettes.factories import MODEL_CASE
from vignettes.bank import cases_of_folder
from vignettes.bank.wording import near_duplicates
from vignettes.casefile import LIBRARY, BothTitles, read_case
from vignettes.drafting.content import read
from vignettes.linter import lint
from vignettes.phrases import LANGUAGES, matches
from vignettes.variants import CannotRetellError, NoVariantError, Wish, propose, retell
from vignettes.variants.changes import Change, Plan, words

TITLE = BothTitles(en="Oak Crossing", fr="Passage des Chênes")
STATIC = "static-99r"


@pytest.fixture(scope="module")
def parent():
    return read_case(MODEL_CASE)[0]


def values(case, tool=STATIC):
    return rulings.rulings(tool, case.facts).values


def variant(parent, wish, seed=3):
    found = propose(parent, "oak-crossing", TITLE, wish, seed=seed)
    return found, read("oak-crossing", found.content)[0]


def test_a_variant_keeps_every_score_and_moves_every_day(parent):
    found, case = variant(parent, Wish())

    for tool in ("static-99r", "rm2000s", "osp"):
        assert values(case, tool) == values(parent, tool)
    assert case.facts.assessed != parent.facts.assessed
    assert parent.facts.assessed.isoformat() not in case.texts["fr"]
    assert found.look_at


def test_a_variant_names_its_parent_and_leaves_scores_by_hand_to_a_person(parent):
    _, case = variant(parent, Wish())

    assert case.sheet.variant_of == "maple-crossing"
    assert case.sheet.gold == {}
    assert case.sheet.why == {}


@pytest.mark.parametrize(("item", "score"), [("i8", 0), ("i1", -1)])
def test_a_variant_changes_the_score_that_was_asked_for_and_no_other(parent, item, score):
    assert values(parent)[item] != score

    _, case = variant(parent, Wish({(STATIC, item): score}))

    assert values(case) == values(parent) | {item: score}


def test_a_variant_fills_a_hole_of_coverage():
    rule = "CPORT-I6-51"
    shipped, _ = read_case(LIBRARY / "thistle-hill")
    assert rule not in misreading.misreadings("cport", shipped.facts)

    _, case = variant(shipped, Wish(exercise=("cport", rule)))

    assert rule in misreading.misreadings("cport", case.facts)


def test_the_same_seed_gives_the_same_variant(parent):
    assert variant(parent, Wish(), seed=5)[0] == variant(parent, Wish(), seed=5)[0]
    assert variant(parent, Wish(), seed=5)[0] != variant(parent, Wish(), seed=6)[0]


def test_what_cannot_be_had_is_refused_in_a_sentence(parent):
    with pytest.raises(NoVariantError, match="600 variants of maple-crossing were tried"):
        propose(parent, "oak-crossing", TITLE, Wish({(STATIC, "i10"): 1}), seed=1)


@pytest.mark.parametrize(
    ("path", "value", "english", "french"),
    [
        ("victims/v1/age", 12, "a girl aged 12", "une fille de 12 ans"),
        ("occasions/o1/offences/c1/title", "robbery", "[robbery]{#s-o1-c1}", "[vol qualifié]"),
        ("victims/v1/family_role_years", 2.5, "for 30 months", "depuis 30 mois"),
        ("victims/v1/knew_24h", "neither", "not known to him", "nconnue de lui avant ce jour"),
    ],
)
def test_a_changed_fact_is_told_in_both_languages(parent, path, value, english, french):
    retold = retell(parent, Plan(0, (Change(path, value),)))

    assert english in retold.texts["en"]
    assert english not in parent.texts["en"]
    assert french in retold.texts["fr"]


def test_a_fact_that_no_phrase_tells_cannot_be_retold(parent):
    path = "occasions/o1/offences/c1/title"
    assert fact_at(parent.facts, path) == "assault"
    spans = parent.sheet.spans | {"s-o1-c1": ("occasions/o1/kind",)}
    silent = parent.sheet.model_copy(update={"spans": spans})
    case = type(parent)(parent.folder, parent.facts, silent, parent.texts, parent.sources)

    with pytest.raises(CannotRetellError, match="No sentence tells"):
        retell(case, Plan(0, (Change(path, "robbery"),)))


def test_every_wording_of_variants_stands_in_the_phrase_list():
    for field in ("relation", "knew_24h"):
        group = {"knew_24h": "knew"}.get(field, field)
        for key, by_sex in words()[field].items():
            for listed in by_sex.values():
                for language in LANGUAGES:
                    told = listed[language].format(his="his", him="him")
                    found = {(m.phrase.group, m.phrase.key) for m in matches(told, language)}
                    assert (group, key) in found, (told, language)


def command(*arguments):
    out = StringIO()
    call_command("vary_vignette", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_command_writes_a_case_that_the_checks_accept(tmp_path):
    titles = ("--title-en", "Oak Crossing", "--title-fr", "Passage des Chênes", "--into", tmp_path)

    told = command(MODEL_CASE, "oak-crossing", *titles, "--score", "static-99r/i8=0")

    assert "is a proposal" in told
    assert "look at:" in told
    assert lint(tmp_path / "oak-crossing") == []
    with pytest.raises(CommandError, match="exists"):
        command(MODEL_CASE, "oak-crossing", *titles)
    family = [*cases_of_folder(tmp_path), *_only("maple-crossing")]
    assert near_duplicates(family) == []


def _only(code):
    return [case for case in cases_of_folder(LIBRARY) if case.code == code]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--score", "static-99r/i99=1"], "expected TOOL/ITEM=SCORE"),
        (["--score", "static-99r/i8=x"], "expected TOOL/ITEM=SCORE"),
        (["--exercise", "static-98/S99R-I9-24H"], "expected TOOL/RULE"),
    ],
)
def test_the_command_refuses_what_it_cannot_read(tmp_path, arguments, message):
    titles = ("--title-en", "A", "--title-fr", "B", "--into", tmp_path)
    with pytest.raises(CommandError, match=message):
        command(MODEL_CASE, "oak-crossing", *titles, *arguments)


def test_the_command_names_a_parent_that_cannot_be_read_and_a_wish_that_fails(tmp_path):
    titles = ("--title-en", "A", "--title-fr", "B", "--into", tmp_path)
    with pytest.raises(CommandError, match="cannot be read"):
        command(tmp_path / "nowhere", "oak-crossing", *titles)
    with pytest.raises(CommandError, match="none gives what was asked for"):
        command(MODEL_CASE, "oak-crossing", *titles, "--score", "static-99r/i10=1")


@pytest.mark.parametrize(
    ("code", "title", "into", "sentence"),
    [
        ("../../oak-crossing", "Oak", "", "expected two or three plain words"),
        ("oak-crossing", "", "", "A title has 1 to 120 characters"),
        ("oak-crossing", "Oak" * 50, "", "A title has 1 to 120 characters"),
        ("oak-crossing", "Oak", "a-file", "is a file. Name a folder"),
    ],
)
def test_the_command_refuses_what_cannot_be_a_case(tmp_path, code, title, into, sentence):
    (tmp_path / "a-file").touch()
    titles = ("--title-en", title, "--title-fr", "Chêne", "--into", tmp_path / into)

    with pytest.raises(CommandError, match=sentence):
        command(MODEL_CASE, code, *titles)

    assert [path.name for path in tmp_path.iterdir()] == ["a-file"]
