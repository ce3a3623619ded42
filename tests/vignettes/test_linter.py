"""The content rules, each broken once. Stand-in words are used in place of screened ones."""

import pytest

from tests.vignettes.factories import MODEL_CASE, make_case_folder
from vignettes.casefile import read_case
from vignettes.linter import lint, names
from vignettes.linter.screen import hashed, listed

PLACE = "He drinks little since 2006."
FRENCH_PLACE = "Il boit peu depuis 2006."


def rules_found(folder):
    return {finding.rule for finding in lint(folder)}


def lines_of(folder, rule):
    return [str(finding) for finding in lint(folder) if finding.rule == rule]


def test_lint_finds_nothing_in_the_model_case():
    assert lint(MODEL_CASE) == []


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ('He "agreed".', "quotation"),
        ("He ‘agreed’ to it.", "quotation"),
        ("He 'agreed' to it.", "quotation"),
        ("He « agreed ».", "quotation"),
        ("See [here](there).", "markup"),
        ("See ![here](there).", "markup"),
        ("See www.example.org for more.", "markup"),
        ("Write to him@example.org today.", "markup"),
        ("A <b>bold</b> word.", "markup"),
        ("A <script>x</script> word.", "markup"),
        ("An entity &nbsp; here.", "markup"),
        ("Some `code` here.", "markup"),
        ("He said zzscreened.", "screened"),
        ("He said Zznever.", "screened"),
        ("A [open bracket.", "span"),
        ("A [new span]{#s-new} here.", "span"),
        ("A [second]{#s-born} one.", "span"),
        ("A [bad name]{#born} here.", "span"),
        ("An empty one []{#s-born} here.", "span"),
        ("A [nested [one]{#s-x}]{#s-y} here.", "span"),
    ],
)
def test_lint_refuses_in_a_text(tmp_path, words, rule):
    folder = make_case_folder(tmp_path, en=(PLACE, f"{PLACE} {words}"))

    assert any(found.startswith("case.en.md:45:") for found in lines_of(folder, rule))


def test_lint_allows_apostrophes_inside_and_after_words(tmp_path):
    words = "His brother's flat and the parents' home; he couldn’t stay."
    folder = make_case_folder(tmp_path, en=(PLACE, f"{PLACE} {words}"))

    assert lint(folder) == []


def test_lint_names_the_word_and_its_column(tmp_path):
    folder = make_case_folder(tmp_path, en=(PLACE, "A zzscreened word."))

    (found,) = lines_of(folder, "screened")

    assert found.startswith(
        "case.en.md:45:3: screened: The screened word zzscreened stands outside"
    )


@pytest.mark.parametrize(
    "words", ["He was in court for theft.", "A man seeking an indecent exposure course."]
)
def test_lint_refuses_an_offence_in_free_prose(tmp_path, words):
    folder = make_case_folder(tmp_path, en=(PLACE, f"{PLACE} {words}"))

    (found,) = lines_of(folder, "phrase")

    assert "stands in free prose" in found


def test_lint_screens_the_words_of_offences_outside_phrases(tmp_path):
    folder = make_case_folder(tmp_path, en=(PLACE, f"{PLACE} The victim moved."))

    assert "The screened word victim" in lines_of(folder, "screened")[0]


def test_lint_asks_for_a_phrase_where_a_victim_is_told(tmp_path):
    told = "[She is named in the conviction.]{#s-v1-source}"
    folder = make_case_folder(tmp_path, en=(told, "[She is the one.]{#s-v1-source}"))

    (found,) = lines_of(folder, "phrase")

    assert "s-v1-source tells a guarded fact without a phrase" in found


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("[born 1981-09-14]", "[born 1981-09-15]", "person/born"),
        ("a girl aged 9", "a girl aged 10", "victims/v1/age"),
        ("[assault]{#s-o1-c1}", "[robbery]{#s-o1-c1}", "occasions/o1/offences/c1/title"),
        ("[charge withdrawn]", "[acquitted]", "occasions/o3/offences/c1/outcome"),
        ("[youth court]", "[adult court]", "occasions/o1/kind"),
        ("[fine of 800 dollars]", "[absolute discharge]", "occasions/o2/sentence"),
        ("the daughter of his partner.", "his niece.", "victims/v1/relation"),
        ("[mischief, 2 counts]", "[mischief, 3 counts]", "occasions/o4/offences/c1/charges"),
        ("[1 conviction]", "[2 convictions]", "occasions/o6/offences/c1/convictions"),
    ],
)
def test_lint_finds_a_sentence_that_contradicts_its_fact(tmp_path, old, new, path):
    folder = make_case_folder(tmp_path, en=(old, new))

    assert any(path in found for found in lines_of(folder, "facts"))


def test_lint_accepts_a_wrong_entry_that_another_sentence_puts_right(tmp_path):
    wrong = "[An older sheet has him born 1980-09-14.]{#s-old-born}"
    folder = make_case_folder(
        tmp_path,
        en=(PLACE, f"{PLACE} {wrong}"),
        fr=(FRENCH_PLACE, f"{FRENCH_PLACE} [Une ancienne fiche dit 1980-09-14.]{{#s-old-born}}"),
        gold=('s-born = ["person/born"]', 's-born = ["person/born"]\ns-old-born = ["person/born"]'),
    )

    assert lint(folder) == []


@pytest.mark.parametrize(
    ("change", "rule", "message"),
    [
        ({"gold": ("person/born", "person/birthday")}, "path", "person/birthday"),
        ({"gold": ('s-sex = ["person/sex"]\n', "")}, "untold", "person/sex"),
        ({"gold": ("s-sex =", "s-sexe =")}, "span", "s-sexe is not in case.en.md"),
        ({"gold": ("i4 = 1", "i4 = 0")}, "gold", "i4 is 0; the facts give 1"),
        ({"gold": ("i10 = 0\n", "")}, "gold", "i10 is nothing; the facts give 0"),
        ({"gold": ('eligible = "yes"', 'eligible = "no"')}, "gold", "the facts give yes"),
        ({"gold": ('eligible = "yes"', 'eligible = "maybe"')}, "gold", "expected yes, no or"),
        ({"gold": ("[gold.static-99r]", "[gold.static-98]")}, "gold", "static-98"),
        ({"gold": ("[why.static-99r.i1]", "[why.static-99r.i99]")}, "gold", "i99] names no item"),
        ({"gold": ('code = "maple-crossing"', 'code = "elm-crossing"')}, "gold", "elm-crossing"),
        ({"facts": ('"case": "maple', '"case": "elm')}, "gold", "The case is elm-crossing"),
        ({"gold": ('en = "Maple Crossing"', 'en = "A <b>"')}, "screened", "A title or rationale"),
        ({"gold": ("gives a fourth date", "gives zznever")}, "screened", "A title or rationale"),
    ],
)
def test_lint_checks_the_sheet_against_text_facts_and_rules(tmp_path, change, rule, message):
    folder = make_case_folder(tmp_path, **change)

    assert any(message in found for found in lines_of(folder, rule)), lint(folder)


def test_lint_lets_a_fact_be_listed_as_untold(tmp_path):
    folder = make_case_folder(
        tmp_path,
        en=("[man]{#s-sex}", "man"),
        fr=("[homme]{#s-sex}", "homme"),
        gold=('s-sex = ["person/sex"]\n', ""),
    )
    sheet = folder / "gold.toml"
    untold = '\n[untold]\n"person/sex" = "The pronouns tell it."\n\n[gold.static-99r]'
    sheet.write_text(sheet.read_text().replace("\n[gold.static-99r]", untold))

    assert lint(folder) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## Sommaire de la police (2018-03-05)", "## Sommaire de la police (2018-03-06)"),
        ("un cours de 10 semaines", "un cours de 11 semaines"),
        ("jusqu'au 2018-02-20.]", "jusqu'au 2018-02-21.]"),
        ("[homme]{#s-sex}", "homme"),
        ("2 chefs]{#s-o4-c1}", "5 chefs]{#s-o4-c1}"),
    ],
)
def test_lint_finds_where_the_languages_differ(tmp_path, old, new):
    assert "parity" in rules_found(make_case_folder(tmp_path, fr=(old, new)))


def test_lint_finds_a_span_that_moved_to_another_document(tmp_path):
    sentence = "[Elle est nommée dans la condamnation.]{#s-v1-source}"
    folder = make_case_folder(tmp_path, fr=(f" {sentence}", ""))
    case = folder / "case.fr.md"
    case.write_text(case.read_text() + f"\n{sentence}\n")

    assert any("s-v1-source lies in another document" in f for f in lines_of(folder, "parity"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("## Face sheet (2021-03-02)", "# Face sheet", "must begin with a document heading"),
        ("## Police summary (2018-03-05)", "## Police summary", "no valid day"),
        ("## Police summary (2018-03-05)", "## Police summary (2018-02-30)", "no valid day"),
        (PLACE, "word " * 1500, "250 to 1500 are expected"),
    ],
)
def test_lint_checks_the_form_of_a_text(tmp_path, old, new, message):
    folder = make_case_folder(tmp_path, en=(old, new))

    assert any(message in found for found in lines_of(folder, "format"))


def test_names_lists_capitalised_words_for_review(tmp_path):
    folder = make_case_folder(tmp_path, en=(PLACE, f"{PLACE} He met Zebulon there."))
    case, _ = read_case(folder)

    assert names.capitalised(case)["Zebulon"] == 1


def test_the_screen_spells_no_word():
    assert all(len(entry) == 64 for hashes in listed().values() for entry in hashes)
    assert hashed("ZZscreened") in listed()["phrase_only"]
