"""Long files and boundaries: computed from the words and facts, held against plain arithmetic."""

import json
import shutil
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from instruments import rulings
from instruments.facts import fact_at, read_facts
from tests.vignettes.factories import make_case_folder
from vignettes.bank import cases_of_folder, measure, printing
from vignettes.bank.boundaries import boundaries, with_fact
from vignettes.bank.length import LONG, corrections, long_files, told_wrongly
from vignettes.casefile import LIBRARY
from vignettes.linter import lint

RELEASED = date(2024, 5, 10)


def occasion(n, day, title, **fields):
    offence = {"id": "c1", "title": title, "outcome": "convicted", "convictions": 1}
    return {"id": f"o{n}", "date": day, "sentence": "fine", "offences": [offence | fields]}


def csem_case(born="1980-01-15", priors=0, boys=10, **changed):
    """A man convicted of possession of CSEM, with so many fines for theft before."""
    told = [occasion(n, f"{2005 + n}-03-01", "theft") for n in range(1, priors + 1)]
    index = occasion(
        90,
        "2023-01-20",
        "csem_possession",
        start="2021-02-01",
        end="2021-09-14",
        charged="2022-02-20",
    ) | {"sentence": "custody", "released": RELEASED.isoformat(), "investigated": "2021-11-03"}
    facts = {
        "schema_version": 1, "case": "small-case", "assessed": "2024-08-01", "in_custody": False,
        "person": {"born": born, "sex": "male", "ever_married": False},
        "occasions": [*told, index], "cohabitations": [],
        "material": {"stills": True, "videos": False, "boys_percent": boys, "span_months": 7},
    }  # fmt: skip
    return read_facts(json.dumps(facts | changed), "a test")


def turning(facts):
    return {(one.path, one.step): one.changed for one in boundaries(facts)}


def birthday(born, years):
    """29 February counts on 1 March where there is none."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def young(born, day):
    """Item 1 of CPORT: 35 or younger when the investigation began."""
    return day < birthday(born, 36)


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1985, 10, 1), date(1985, 12, 31)))
@example(date(1985, 11, 2))
@example(date(1985, 11, 3))
@example(date(1985, 11, 4))
def test_a_birthday_is_a_boundary_just_when_a_day_more_or_less_passes_it(born):
    investigated, day = date(2021, 11, 3), timedelta(days=1)
    near = [young(born + step, investigated) for step in (-day, day)]
    expected = any(other is not young(born, investigated) for other in near)

    found = turning(csem_case(born=born.isoformat()))

    assert ("cport/i1" in found.get(("person/born", "day"), ())) is expected
    assert ("cport/i1" in found.get(("occasions/o90/investigated", "day"), ())) is expected


@pytest.mark.parametrize("boys", [0, 1, 49, 50, 51, 52, 99, 100])
def test_only_50_and_51_percent_are_a_boundary_of_the_share_of_boys(boys):
    found = turning(csem_case(boys=boys)).get(("material/boys_percent", "point"), ())

    assert ("cport/i6" in found) is (boys in (50, 51))


@pytest.mark.parametrize("months", range(20, 28))
def test_two_years_of_collection_are_a_boundary_from_both_sides(months):
    facts = with_fact(csem_case(), "material/span_months", months)

    assert (("material/span_months", "month") in turning(facts)) is (months in (23, 24))


@pytest.mark.parametrize("priors", range(7))
def test_sentencing_dates_are_a_boundary_where_one_more_or_less_changes_the_count(priors):
    """RM2000/S item 3 counts the index as well: 5 dates or more; Static-99R cannot be used here."""
    found = turning(csem_case(priors=priors)).get(("occasions", "entry"), ())

    assert ("rm2000s/i3" in found) is (priors + 1 in (4, 5))


def test_a_case_far_from_every_boundary_turns_on_nothing():
    assert boundaries(csem_case(priors=1)) == ()


@pytest.mark.parametrize("code", ["hazel-clock", "juniper-clock", "barley-window"])
def test_each_boundary_told_is_one_that_scoring_shows(code):
    (case,) = [case for case in cases_of_folder(LIBRARY) if case.code == code]
    steps = {"day": timedelta(days=1), "month": 1, "point": 1, "year": 1}

    for one in boundaries(case.facts):
        if one.step == "entry" or one.path.endswith("family_role_years"):
            continue
        value = fact_at(case.facts, one.path)
        near = [value - steps[one.step], value + steps[one.step]]
        moved = [with_fact(case.facts, one.path, other) for other in near]
        for name in one.changed:
            tool, _, item = name.partition("/")
            right = rulings.rulings(tool, case.facts).values[item]
            assert {rulings.rulings(tool, facts).values[item] for facts in moved} - {right}


def test_a_fact_is_told_otherwise_and_no_other():
    facts = csem_case(priors=2)
    moved = with_fact(facts, "occasions/o2/offences/c1/outcome", "withdrawn")

    assert fact_at(moved, "occasions/o2/offences/c1/outcome") == "withdrawn"
    assert with_fact(moved, "occasions/o2/offences/c1/outcome", "convicted") == facts


def test_a_fact_told_wrongly_in_another_document_is_a_correction():
    cases = {case.code: case for case in cases_of_folder(LIBRARY)}

    assert corrections(cases["saffron-almanac"]) == ("occasions/o2/offences/c1/outcome",)
    assert corrections(cases["maple-crossing"]) == ()


def test_a_long_file_has_words_in_both_languages_documents_and_a_correction(tmp_path):
    more = "\n\n".join(f"## Note (2023-0{n}-01)\n\n{'He works. ' * 200}" for n in range(1, 5))
    folder = make_case_folder(tmp_path)
    english, french = folder / "case.en.md", folder / "case.fr.md"
    english.write_text(f"{english.read_text('utf-8')}\n\n{more}\n", "utf-8")
    assert long_files(cases_of_folder(tmp_path)) == []

    french.write_text(f"{french.read_text('utf-8')}\n\n{more}\n", "utf-8")
    cases = cases_of_folder(tmp_path)

    (file,) = long_files(cases)
    assert file.words > LONG
    assert not file.is_whole
    printed = "\n".join(printing.lines(measure(cases)))
    assert "no document is seen to correct another" in printed


@pytest.mark.parametrize(
    ("code", "path", "wrong"),
    [
        ("oatmeal-signal", "material/written", True),
        ("flax-beam", "victims/v1/meeting_within_24h", False),
        ("turnip-vane", "occasions/o4/released", None),
        ("dune-whistle", "release_failures", ()),
    ],
)
def test_what_a_wrong_document_says_is_read_from_its_phrase_or_day(code, path, wrong):
    (case,) = [case for case in cases_of_folder(LIBRARY) if case.code == code]

    found = told_wrongly(case)[path]

    assert found != fact_at(case.facts, path)
    assert wrong in (None, found)


def test_a_phrase_that_denies_its_fact_is_a_finding(tmp_path):
    folder = tmp_path / "oatmeal-signal"
    shutil.copytree(LIBRARY / "oatmeal-signal", folder)
    for name, old, new in (
        ("case.en.md", "written material: no", "written material: yes"),
        ("case.fr.md", "matériel écrit : non", "matériel écrit : oui"),
    ):
        path = folder / name
        assert old in path.read_text("utf-8")
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")

    told = [one.message for one in lint(folder) if one.rule == "facts"]

    assert told
    assert all("material/written = False" in message for message in told)
