"""A policy that somebody wrote: read whole, or refused with a sentence for each mistake."""

import json

import pytest

from instruments import catalogue
from reliability.certification import LOCAL_POLICY, BadPolicy, default_policy, read_policy

TOOLS = [tool.id for tool in catalogue.tools()]


def written(**changed):
    return default_policy("static-99r").model_dump(mode="json") | changed


def refused(told):
    with pytest.raises(BadPolicy) as found:
        read_policy(told)
    return found.value


@pytest.mark.parametrize("tool", TOOLS)
def test_a_policy_comes_back_from_json_as_it_was(tool):
    policy = default_policy(tool)

    assert read_policy(policy.model_dump_json()) == policy
    assert read_policy(json.loads(policy.model_dump_json())) == policy
    assert hash(policy) == hash(read_policy(policy.model_dump_json()))


@pytest.mark.parametrize("tool", TOOLS)
def test_what_ships_is_labelled_and_sourced(tool):
    policy = default_policy(tool)

    assert policy.label == LOCAL_POLICY
    parts = (policy.items, policy.totals, policy.bands, policy.eligibility, policy.critical)
    sources = [part.source for part in (*parts, policy.validity) if part]
    assert all(
        text.en != text.fr for text in (*sources, policy.cases_source, policy.attempts_source)
    )


@pytest.mark.parametrize("tool", TOOLS)
def test_critical_are_the_rules_on_use_and_others_whose_status_counts(tool):
    policy, instrument = default_policy(tool), catalogue.tool(tool)
    listed = policy.critical.rules if policy.critical else ()

    use = {r.id for r in instrument.rules if r.kind == "eligibility" and policy.counts(r.status)}
    assert use <= set(listed)
    assert all(policy.counts(instrument.rule(rule).status) for rule in listed)
    assert all(instrument.rule(rule).same_as is None for rule in listed)


def test_images_and_the_index_are_critical_for_static_99r():
    listed = set(default_policy("static-99r").critical.rules)

    assert {"S99R-I8-IMG", "S99R-I9-IMG", "S99R-I10-IMG", "S99R-I6-IDX"} <= listed


def test_statuses_that_are_recalled_or_disputed_do_not_count():
    policy = default_policy("static-99r")

    assert [policy.counts(s) for s in ("verified", "supported", "confirmed")] == [True] * 3
    assert [policy.counts(s) for s in ("recalled", "disputed")] == [False] * 2


def test_an_agency_gives_its_source_once():
    policy = read_policy(written(cases_source="Our board, 3 May 2026"))

    assert policy.cases_source.fr == policy.cases_source.en == "Our board, 3 May 2026"


def test_a_rule_that_is_not_asked_for_is_left_out():
    policy = read_policy(written(totals=None, critical=None))

    assert (policy.totals, policy.critical) == (None, None)


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"cases": 0}, "cases", "cases: found 0; expected at least 1."),
        ({"cases": "ten"}, "cases", 'cases: found "ten"; expected a whole number.'),
        ({"cases": 10.5}, "cases", "cases: found 10.5; expected a whole number."),
        ({"cases": None}, "cases", "cases: found null; expected a whole number."),
        ({"most_cases": 5}, "", "Found 10 cases at first and 5 at most"),
        ({"totals": {"points": 1, "share": 80}}, "totals.share", "found 80; expected at most 1."),
        ({"bands": {"share": 0, "source": "x"}}, "bands.share", "found 0; expected at least 0.5."),
        ({"bands": {"share": 0.8}}, "bands.source", "found nothing; expected this field"),
        ({"pass_mark": 0.8}, "pass_mark", "expected no field of this name"),
        ({"counted": ["verified", "certain"]}, "counted.1", 'found "certain"; expected one of'),
        ({"counted": []}, "counted", "expected at least 1 of them"),
        ({"critical": {"rules": [], "source": "x"}}, "critical.rules", "at least 1 of them"),
        ({"critical": {"rules": ["x y"], "source": "x"}}, "critical.rules.0", "the id of a rule"),
        (
            {"items": None, "totals": None, "bands": None, "eligibility": None},
            "",
            "Found no rule on items, totals, levels or eligibility",
        ),
    ],
)
def test_a_mistake_is_a_sentence_at_its_field(changed, field, said):
    errors = refused(written(**changed)).errors

    told = {error.field: error.sentence for error in errors}
    assert said in told[field].en
    assert told[field].fr != told[field].en


def test_the_unacceptable_agreement_is_the_lower_one():
    items = written()["items"] | {"acceptable": 0.8, "unacceptable": 0.9}

    [error] = refused(written(items=items)).errors

    assert error.field == "items"
    assert "expected the unacceptable one to be lower" in error.sentence.en
    assert "plus bas" in error.sentence.fr


@pytest.mark.parametrize("share", [float("nan"), float("inf"), -0.1, 1.01])
def test_no_share_outside_0_and_1(share):
    refused(written(bands={"share": share, "source": "x"}))


@pytest.mark.parametrize("told", ["", "{", "[]", "3", "null", b"\xff\xfe", '{"tool": '])
def test_what_is_no_json_object_is_refused(told):
    [error] = refused(told).errors

    assert "Expected one JSON object" in error.sentence.en
    assert "objet JSON" in error.sentence.fr


def test_an_empty_object_names_everything_that_is_missing():
    errors = refused({}).errors

    assert {"tool", "cases", "most_cases", "cases_source"} <= {error.field for error in errors}
    assert "tool: found nothing" in str(refused({}))


def test_every_number_may_be_too_large():
    for field in ("cases", "most_cases", "step", "attempts"):
        assert refused(written(**{field: 10**9})).errors[0].field == field
