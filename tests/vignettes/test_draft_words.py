"""Marks, differences and findings of a draft, each in plain values."""

import json
from dataclasses import replace

import pytest
from django.http import QueryDict

from tests.vignettes.draft_factories import model_content
from vignettes.drafting import marks, typed
from vignettes.drafting.checking import remarks
from vignettes.drafting.content import Content, blank
from vignettes.drafting.differences import differences


def test_a_fact_that_no_sentence_tells_is_listed_with_its_name():
    content = model_content()
    content.facts["victims"][0]["online"] = True

    found = marks.marks(content, "en")

    assert [fact.path for fact in found.untold] == ["victims/v1/online"]
    assert found.untold[0].label == "Victim v1: All contact was online"
    assert found.untold[0].name == "s-v1-online"


def test_a_reason_is_kept_even_while_the_facts_cannot_be_read():
    content = model_content()
    content.sheet["untold"] = {"victims/v1/source": "Implied by the charge."}
    content.facts["assessed"] = "soon"

    found = marks.marks(content, "en")

    assert not found.facts_are_read
    assert [(fact.path, fact.reason) for fact in found.untold] == [
        ("victims/v1/source", "Implied by the charge.")
    ]


def test_a_mark_is_tied_to_one_more_fact_and_no_longer_excused():
    content = model_content()
    content.sheet["untold"] = {"person/sex": "It is plain."}

    tied = marks.tie(content, "s-born", "person/sex")

    assert tied.sheet["spans"]["s-born"] == ["person/born", "person/sex"]
    assert "untold" not in tied.sheet
    assert content.sheet["spans"]["s-born"] == ["person/born"]


@pytest.mark.parametrize(
    ("name", "path"),
    [("", "person/sex"), ("born", "person/sex"), ("s-born", ""), ("s-born", "A b")],
)
def test_what_is_no_mark_or_no_path_is_not_tied(name, path):
    content = model_content()

    assert marks.tie(content, name, path) == content


def test_marks_of_one_language_only_are_offered_to_the_other():
    content = model_content()
    content = replace(content, text_fr=content.text_fr.replace("{#s-born}", "{#s-naissance}"))

    found = marks.marks(content, "en")

    assert found.elsewhere == {"en": ("s-naissance",), "fr": ("s-born",)}


def test_the_text_section_reads_marks_and_reasons():
    posted = QueryDict(mutable=True)
    posted.update({"text_en": "a\r\nb", "text_fr": "  ", "span/s-a": " x/y  z ", "span/s-b": " "})
    posted.update({"untold/x/y": " why \n so "})

    content = typed.content_with("text", posted, model_content())

    assert (content.text_en, content.text_fr) == ("a\nb\n", "")
    assert content.sheet["spans"] == {"s-a": ["x/y", "z"]}
    assert content.sheet["untold"] == {"x/y": "why so"}


def test_the_scores_section_reads_scores_proposals_and_reasons():
    posted = QueryDict(mutable=True)
    posted.update({"gold/static-99r/eligible": "yes", "gold/static-99r/i1": "-3"})
    posted.update({"proposal/stable-2007/eligible": "yes", "proposal/stable-2007/i1": "2"})
    posted.update({"rationale/stable-2007/i1/en": "Few friends.", "why/cport/i1/fr": "Un mot."})

    sheet = typed.content_with("scores", posted, model_content()).sheet

    assert sheet["gold"] == {"static-99r": {"eligible": "yes", "i1": -3}}
    assert sheet["proposal"] == {
        "stable-2007": {
            "eligible": "yes",
            "scores": {"i1": 2},
            "rationale": {"i1": {"en": "Few friends.", "fr": ""}},
        }
    }
    assert sheet["why"] == {"cport": {"i1": {"en": "", "fr": "Un mot."}}}


def test_differences_name_what_went_and_what_came():
    old, new = model_content(), model_content()
    new.facts["victims"][0] |= {"relation": "stranger", "knew_24h": "neither"}
    new.sheet["difficulty"] = "hard"
    new = replace(new, text_en=new.text_en.replace("works nights", "works days"))

    found = differences(old, new, "en")

    assert [(c.what, c.old, c.new) for c in found.heading] == [("difficulty", "middle", "hard")]
    assert ("victims/v1/relation", "child of a partner", "stranger") in [
        (c.path, c.old, c.new) for c in found.facts
    ]
    assert ("Static-99R, Any stranger victim", "0", "1") in [
        (c.what, c.old, c.new) for c in found.scores
    ]
    assert found.notes == ()


def test_differences_of_words_are_told_word_by_word():
    old = model_content()
    new = replace(old, text_fr=old.text_fr.replace("couvreur", "charpentier"))

    found = differences(old, new, "en").documents

    assert {document.language for document in found} == {"fr"}
    pieces = [(p.sign, p.words) for d in found for row in d.paragraphs for p in row if p.sign]
    assert set(pieces) == {("del", "couvreur"), ("ins", "charpentier")}


def test_nothing_differs_from_itself():
    assert not differences(model_content(), model_content(), "fr")


def test_facts_that_cannot_be_read_are_compared_as_typed():
    old, new = model_content(), model_content()
    new.facts["assessed"] = "soon"

    found = differences(old, new, "en")

    assert ("assessed", "soon") in [(c.path, c.new) for c in found.facts]


def test_a_paragraph_without_end_is_compared_in_no_time():
    old = Content(text_en="## A (2020-01-01)\n" + "word " * 30_000)
    new = Content(text_en="## A (2020-01-01)\n" + "term " * 30_000)

    (document,) = differences(old, new, "en").documents

    assert [p.sign for p in document.paragraphs[0]] == ["del", "ins"]


@pytest.mark.parametrize(
    ("change", "section", "anchor"),
    [
        (lambda c: c.facts.update(assessed="soon"), "facts", "f-assessed"),
        (lambda c: c.facts["victims"][0].update(age=900), "facts", "f-victims-v1-age"),
        (lambda c: c.sheet.update(difficulty="odd"), "facts", "heading-title"),
        (lambda c: c.sheet["spans"].pop("s-sex"), "text", "text_en"),
        (lambda c: c.sheet["spans"].update({"s-q": ["person/sex"]}), "text", "marks-title"),
        (lambda c: c.sheet["gold"]["static-99r"].update(i4=0), "scores", "scores-static-99r"),
    ],
)
def test_a_finding_leads_to_the_place_where_it_is_mended(change, section, anchor):
    content = model_content()
    content = replace(content, facts=json.loads(json.dumps(content.facts)))
    change(content)

    found = remarks("maple-crossing", content, "en")

    assert (section, anchor) in [(each.section, each.anchor) for each in found]


def test_a_blank_case_is_checked_without_falling():
    found = remarks("oak-lantern", blank("oak-lantern"), "fr")

    assert {each.finding.file for each in found} == {
        "facts.json",
        "case.en.md",
        "case.fr.md",
        "gold.toml",
    }
