"""The closed list: complete for the facts, equal in both languages, and found as written."""

import re
from typing import get_args

import pytest

from instruments.facts import record
from vignettes import phrases

SAMPLES = {
    "n": "12",
    "age": "9",
    "date": "2019-04-10",
    "unit": {"en": "months", "fr": "mois"},
    "offence": {"en": "possession of CSEM", "fr": "possession de MESE"},
    "he": "he",
    "him": "him",
    "his": "his",
    "il": "il",
    "lui": "lui",
    "le": "le",
    "de_lui": "de lui",
    "e": "e",
}
GROUPS_OF_FACTS = {
    "offence": record.OffenceKind,
    "outcome": record.Outcome,
    "occasion": record.OccasionKind,
    "relation": record.Relation,
    "source": record.VictimSource,
    "role": record.VictimRole,
}


def spelled_out(wording, language):
    def sample(slot):
        value = SAMPLES[slot[1]]
        return value if isinstance(value, str) else value[language]

    return re.sub(r"\{(\w+)\}", sample, wording)


@pytest.mark.parametrize("language", phrases.LANGUAGES)
def test_phrases_find_every_wording_of_the_list(language):
    lost = [
        phrase.wording
        for phrase in phrases.phrases(language)
        if not phrase.pattern.fullmatch(spelled_out(phrase.wording, language))
    ]

    assert lost == []


@pytest.mark.parametrize(("group", "kinds"), GROUPS_OF_FACTS.items())
def test_phrases_tell_every_value_of_the_facts(group, kinds):
    for language in phrases.LANGUAGES:
        assert set(get_args(kinds)) <= phrases.wordings(language)[group].keys()


def test_phrases_have_the_same_entries_in_both_languages():
    english, french = (phrases.wordings(language) for language in phrases.LANGUAGES)

    assert {g: set(e) for g, e in english.items()} == {g: set(e) for g, e in french.items()}


@pytest.mark.parametrize(
    "words",
    ["POSSESSION OF CSEM", "possession\nof  CSEM", "(possession of CSEM)", "possession of CSEM."],
)
def test_matches_overlooks_case_spacing_and_punctuation(words):
    assert "csem_possession" in {match.phrase.key for match in phrases.matches(words, "en")}


@pytest.mark.parametrize("words", ["fraudulent", "the theftless year", "arsonist"])
def test_matches_finds_whole_words_only(words):
    assert phrases.matches(words, "en") == ()


def test_matches_reads_slots():
    told = "convicted as assault for what the court found to be an indecent exposure"
    keys = {match.phrase.key for match in phrases.matches(told, "en")}

    assert "convicted_as" in keys


def test_matches_takes_a_typographic_apostrophe_in_french():
    keys = {match.phrase.key for match in phrases.matches("leurre d’enfant", "fr")}

    assert keys == {"luring"}


def test_matches_gives_headings_only_when_asked():
    assert phrases.matches("Victim", "en") == ()
    assert phrases.matches("Victim", "en", headings=True) != ()


def test_label_is_the_first_wording():
    assert phrases.label("offence", "breach", "fr") == "manquement à une condition"


def test_an_unknown_slot_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"the slot \{weather\}.*expected one of n, age"):
        phrases._pattern("sunny {weather}", "en")
