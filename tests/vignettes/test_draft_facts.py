"""The form of the facts: every field has its words, and what is typed comes back unchanged."""

import json

import pytest
from django.http import QueryDict

from instruments.facts import Facts, FactsError, read_facts
from tests.vignettes.draft_factories import model_content
from vignettes.casefile import LIBRARY, read_case
from vignettes.drafting import fieldsets, posted, record
from vignettes.drafting.content import of_case, read, sources

CASES = sorted(path.name for path in LIBRARY.iterdir() if path.is_dir())


def posted_as(facts, language="en"):
    """What a browser would send of the form with these facts."""
    data = QueryDict(mutable=True)
    collect(fieldsets.facts_form(facts, language), data)
    return data


def collect(group, data):
    data[f"{group.name}/@"] = "1"
    for each in group.inputs:
        chosen = [choice.value for choice in each.choices if choice.is_chosen]
        if each.kind == "ids":
            data.setlist(each.name, chosen)
        elif each.kind != "tick" or each.value:
            data[each.name] = chosen[0] if chosen else each.value
    for listing in group.lists:
        if listing.says_none:
            data[listing.name] = "none"
        for one in listing.groups:
            collect(one, data)
    for part in filter(lambda part: part.is_there, group.parts):
        collect(part, data)


@pytest.mark.parametrize("code", CASES)
def test_every_case_of_the_library_passes_through_the_form(code):
    case, _ = read_case(LIBRARY / code)
    facts = of_case(case).facts

    told = posted.facts_in(posted_as(facts))

    again = read_facts(json.dumps(told | {"schema_version": 1, "case": code}), "facts.json")
    assert again == case.facts


@pytest.mark.parametrize("code", CASES)
def test_every_case_of_the_library_is_written_and_read_again(code):
    case, _ = read_case(LIBRARY / code)

    again, findings = read(code, of_case(case))

    assert findings == []
    assert (again.facts, again.sheet, again.texts) == (case.facts, case.sheet, case.texts)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_field_and_value_has_its_words(language):
    waiting = [Facts]
    while waiting:
        for field in record.fields(waiting.pop()):
            if field.record:
                assert record.record_word(field.name, "", language)
                waiting.append(field.record)
            else:
                assert field.label(language)
                assert all(field.value_label(value, language) for value in field.values)


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("facts/person/born", "10/04/2019", "expected a day"),
        ("facts/victims/v1/age", "nine", "a whole number from 0 to 110"),
        ("facts/victims/v1/relation", "enemy", "victims/v1/relation"),
        ("facts/victims/v1/family_role_years", "1,5 years", "a number of years"),
        ("facts/occasions/o6/offences/c1/title", "", "add it"),
    ],
)
def test_what_cannot_be_read_stays_as_typed(name, typed, sentence):
    data = posted_as(model_content().facts)
    data[name] = typed

    facts = posted.facts_in(data)

    with pytest.raises(FactsError, match=sentence):
        read_facts(json.dumps(facts | {"schema_version": 1, "case": "a-b"}), "facts.json")
    assert posted_as(facts)[name] == typed


def test_a_comma_is_a_decimal_point():
    data = posted_as(model_content().facts)
    data["facts/victims/v1/family_role_years"] = "2,5"

    assert posted.facts_in(data)["victims"][0]["family_role_years"] == 2.5


def test_none_at_all_is_told_apart_from_nothing_told():
    facts = posted.facts_in(QueryDict("facts/release_failures=none"))

    assert facts == {"person": {}, "release_failures": []}


@pytest.mark.parametrize("path", ["nowhere", "occasions/o99/offences", "person/born", "", "a/b/c"])
def test_a_button_for_no_record_changes_nothing(path):
    facts = model_content().facts
    before = json.dumps(facts)

    posted.with_record(facts, path)
    posted.without_record(facts, path)

    assert json.dumps(facts) == before


def test_a_new_record_takes_a_free_id():
    facts = model_content().facts

    posted.with_record(facts, "victims")
    posted.with_record(facts, "material")
    posted.with_record(facts, "cohabitations/h1/custody")

    assert [victim["id"] for victim in facts["victims"]] == ["v1", "v2"]
    assert facts["material"] == {}
    assert facts["cohabitations"][0]["custody"] == [{}]


def test_lists_have_an_end():
    facts = {"victims": [{"id": f"v{n}"} for n in range(posted.MOST_RECORDS)]}

    posted.with_record(facts, "victims")

    assert len(facts["victims"]) == posted.MOST_RECORDS


def test_the_sheet_is_written_with_any_words():
    content = model_content()
    content.sheet["why"]["static-99r"]["i1"]["en"] = 'A "word", a \\ and a \x7f.'

    again, findings = read("maple-crossing", content)

    assert findings == []
    assert again.sheet.why["static-99r"]["i1"].en == 'A "word", a \\ and a \x7f.'
    assert sources(content)["gold.toml"].startswith('code = "maple-crossing"\n')
