"""The case that is expected to tell the most."""

from dataclasses import replace

from instruments.diagnosis import choose, diagnose
from instruments.diagnosis.choice import gain
from instruments.diagnosis.observed import forecast
from tests.instruments.casebook import TOOL, facts
from tests.instruments.diagnosis.assessors import case_files, coded

SILENT = facts(offence={"title": "ncii"})


def named(case, name):
    return case.model_copy(update={"case": name})


def test_after_one_suspicious_score_a_case_that_tests_the_rule_again_tells_more():
    suspicious = facts(material={"stills": True})
    found = diagnose([coded(suspicious, "S99R-I9-IMG")])
    again, other = named(suspicious, "again"), named(facts(), "other")

    chosen = choose(found.posterior, [other, again], [TOOL], frozenset())

    assert chosen.case == "again"
    assert chosen.gain > gain(found.posterior, forecast(TOOL, other))


def test_a_case_that_is_not_graded_tells_nothing():
    assert gain(diagnose([]).posterior, forecast(TOOL, SILENT)) == 0


def test_cases_already_coded_are_not_chosen_again():
    found = diagnose([])
    pool = [named(facts(), "one"), named(facts(), "two")]

    assert choose(found.posterior, pool, [TOOL], frozenset({(TOOL, "one")})).case == "two"
    assert choose(found.posterior, pool[:1], [TOOL], frozenset({(TOOL, "one")})) is None


def test_the_order_of_the_pool_does_not_matter():
    found = diagnose([coded(facts(material={"stills": True}), "S99R-I9-IMG")])
    pool = case_files()[:12]

    chosen = choose(found.posterior, pool, [TOOL], frozenset())

    assert choose(found.posterior, pool[::-1], [TOOL], frozenset()) == chosen


def test_what_is_known_tells_less_when_asked_again():
    case = facts(material={"stills": True})
    told = [replace(coded(case, "S99R-I9-IMG"), case=f"c{n}") for n in range(8)]

    before, after = diagnose(told[:1]).posterior, diagnose(told).posterior

    assert gain(after, forecast(TOOL, case)) < gain(before, forecast(TOOL, case))
