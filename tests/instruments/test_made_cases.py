"""What holds of every case made by seed: each score says by which rules and facts it came about."""

from itertools import chain, combinations
from math import comb

import pytest

from bench.cases import made_case
from instruments import catalogue
from instruments.facts import fact_at
from instruments.misreading import explain, read
from instruments.rulings import Reading, apply
from tests.instruments.test_evidence_paths import WITHOUT_FACTS

TOOLS = [tool.id for tool in catalogue.tools()]
MADE = [made_case(seed) for seed in range(100)]
any_tool = pytest.mark.parametrize("tool_id", TOOLS)
any_ten = pytest.mark.parametrize("first", range(0, len(MADE), 10))


@any_tool
@any_ten
def test_every_rule_caution_and_ruling_names_facts_of_the_case(tool_id, first):
    for seed, case in enumerate(MADE[first : first + 10], first):
        found = apply(tool_id, case, Reading())

        named = dict(found.triggered)
        for item, ruling in found.items.items():
            assert (ruling.value is None) == (ruling.missing is not None), (seed, item)
            if found.eligibility.answer == "yes" and not ruling.is_judged:
                named[item] = ruling.because
        for name, paths in named.items():
            assert paths or name in WITHOUT_FACTS, (seed, name)
        told = [caution.because for caution in found.cautions]
        for path in chain(*named.values(), found.eligibility.because, *told):
            fact_at(case, path)


@any_tool
@any_ten
def test_every_rule_in_play_belongs_to_the_tool(tool_id, first):
    tool = catalogue.tool(tool_id)
    for seed, case in enumerate(MADE[first : first + 10], first):
        found = apply(tool_id, case, Reading())

        named = {*found.triggered, *found.eligibility.rules}
        named |= {rule for ruling in found.items.values() for rule in ruling.rules}
        named |= {caution.rule for caution in found.cautions}
        assert named <= {rule.id for rule in tool.rules}, seed


@any_tool
@any_ten
def test_every_doubt_is_told_on_the_sheet_with_the_items_that_it_leaves_open(tool_id, first):
    told = {doubt.id: set(doubt.items) for doubt in catalogue.tool(tool_id).doubts}
    for seed, case in enumerate(MADE[first : first + 10], first):
        right = apply(tool_id, case, Reading())

        for doubt in right.doubts:
            other = apply(tool_id, case, Reading(frozenset(), frozenset({doubt})))
            changed = {item for item in right.items if right.values[item] != other.values[item]}
            assert changed <= told[doubt], (seed, doubt)


@any_tool
@any_ten
def test_a_rule_that_changes_a_score_is_named_by_the_right_score(tool_id, first):
    """But for rules on reading the record: they place occasions before any item is scored."""
    for seed, case in enumerate(MADE[first : first + 10], first):
        reading = Reading()
        right = apply(tool_id, case, reading)

        for rule, paths in right.triggered.items():
            if rule in reading.shared:
                continue
            wrong = apply(tool_id, case, Reading(frozenset({rule})))
            if wrong.eligibility.answer != right.eligibility.answer:
                continue
            for item, ruling in right.items.items():
                if ruling.value is not None and ruling.value != wrong.values[item]:
                    assert rule in ruling.rules, (seed, item, rule)
                    assert set(paths) & set(ruling.because) or not paths, (seed, item, rule)


@any_tool
@pytest.mark.parametrize("first", range(0, 30, 10))
def test_two_rules_are_named_where_a_pass_for_every_pair_finds_them(tool_id, first):
    tool = catalogue.tool(tool_id)
    for seed, case in enumerate(MADE[first : first + 10], first):
        kept = read(tool_id, case)
        switches = [rule.id for rule in tool.rules if rule.id in kept.right.triggered]
        every = {
            pair: apply(tool_id, case, Reading(frozenset(pair))).values
            for pair in combinations(switches, 2)
        }

        for item, score in wrong_scores(tool, kept):
            found = explain(tool_id, case, {item: score}, kept).items[item]

            if found.verdict in ("pair", "unexplained"):
                wanted = tuple(pair for pair, values in every.items() if values[item] == score)
                assert found.pairs == wanted, (seed, item, score)


def test_few_pairs_of_rules_need_a_pass_of_their_own():
    tool, needed, every = catalogue.tool("static-99r"), 0, 0
    for case in MADE[:30]:
        kept = read(tool.id, case)
        for item, score in wrong_scores(tool, kept):
            explain(tool.id, case, {item: score}, kept)
        needed += len(kept.runs)
        every += comb(sum(rule.id in kept.right.triggered for rule in tool.rules), 2)
    assert 0 < needed < every / 4


def wrong_scores(tool, kept):
    """Every permitted score that is not the right one, of a case that may be scored."""
    if kept.right.eligibility.answer == "yes":
        for item, ruling in kept.right.items.items():
            yield from ((item, one) for one in tool.item(item).values if not ruling.predicts(one))
