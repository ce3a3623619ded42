"""Reading facts: every problem is a sentence that names its place."""

import json

import pytest

from instruments.facts import Facts, FactsError, fact_at, read_facts
from instruments.facts.reading import LARGEST
from tests.instruments.casebook import document, facts


def problems_of(case):
    with pytest.raises(FactsError) as caught:
        read_facts(json.dumps(case), "case.json")
    return caught.value.problems


def test_read_facts_takes_text_and_bytes_with_a_byte_order_mark():
    text = json.dumps(document())

    assert read_facts(text, "a") == read_facts(b"\xef\xbb\xbf" + text.encode(), "a")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "found an empty file"),
        ("  \n", "found an empty file"),
        (b"\xff\xfe{", "byte 1: found a byte that is not UTF-8"),
        ('{"case": ', "line 1, column 10: this is not JSON"),
        ("[1, 2]", "found a list, expected a JSON object"),
        ('"text"', "found text, expected a JSON object"),
        ("null", "found null, expected a JSON object"),
        ("3", "found a number, expected a JSON object"),
        ("[" * 200_000, "nested too deeply"),
        ('{"age": ' + "9" * 5000 + "}", "a number too long"),
        (b" " * (LARGEST + 1), "expected at most 1,000,000"),
    ],
)
def test_read_facts_refuses_what_is_no_json_object(text, sentence):
    with pytest.raises(FactsError, match=r"^case\.json: ") as caught:
        read_facts(text, "case.json")

    assert sentence in str(caught.value)


def test_read_facts_refuses_a_newer_schema():
    case = document() | {"schema_version": 2}

    assert problems_of(case) == (
        "schema_version: found 2, expected 1; the file was written for a newer version of this "
        "program.",
    )


def test_read_facts_names_the_place_by_ids_and_says_how_to_mend_it():
    case = document(victim={"age": -1})

    assert problems_of(case) == (
        "victims/v1/age: found -1, expected a whole number from 0 to 110; correct it, or leave "
        "it out if the file does not tell.",
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"person": {"born": "2023-02-30"}}, 'person/born: found "2023-02-30", expected a day'),
        ({"person": {"born": 5}}, "person/born: found 5, expected a day written YYYY-MM-DD"),
        ({"person": {"little_opportunity": 1}}, "expected true or false"),
        ({"person": {"height": 180}}, "person/height: found a field this version does not know"),
        ({"index": {"kind": "picnic"}}, "occasions/ix/kind: found \"picnic\", expected 'court'"),
        ({"offence": {"id": "C 1"}}, "expected a short id"),
        ({"offence": {"victims": "v1"}}, "expected a list"),
        ({"offence": {"charges": 0}}, "expected a whole number from 1 to 200"),
        ({"victim": {"age": "9" * 80}}, "99999999999999999999..., expected a whole number"),
        (
            {"victim": {"family_role_years": float("nan")}},
            "victims/v1/family_role_years: found NaN",
        ),
        ({"material": 3}, "material: found 3, expected an object with named fields"),
        ({"without": ["assessed"]}, "assessed: found nothing, expected this field; add it."),
        ({"without": ["index/date"]}, "occasions/ix/date: found nothing"),
        ({"cohabitations": [{"id": 7, "partner": "p1", "start": "2001-01-01"}]}, "expected text"),
    ],
)
def test_read_facts_says_what_was_found_and_expected(changes, sentence):
    found = problems_of(document(**changes))

    assert sentence in found[0]


def test_read_facts_gives_every_problem_at_once():
    found = problems_of(document(victim={"age": -1}, person={"sex": "unknown"}))

    assert [line.split(":")[0] for line in found] == ["person/sex", "victims/v1/age"]


def test_fact_at_follows_a_path():
    case = facts()

    assert fact_at(case, "victims/v1/age") == 10
    assert fact_at(case, "occasions/ix/offences/c1/victims/0") == "v1"
    assert fact_at(case, "material") is None


@pytest.mark.parametrize("path", ["victims/v9/age", "victims/v1/shoe", "person/born/year"])
def test_fact_at_refuses_a_path_that_leads_nowhere(path):
    with pytest.raises(KeyError, match=path):
        fact_at(facts(), path)


def test_every_field_of_the_schema_that_needs_words_has_them():
    schema = Facts.model_json_schema()

    assert schema["$defs"]["Offence"]["properties"]["title"]["description"].startswith("What the")
    for name, model in schema["$defs"].items():
        assert model["description"], name
