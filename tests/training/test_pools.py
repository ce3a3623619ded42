"""Practice and exam pools: both hold every kind, level and rule; what is placed stays."""

from collections import Counter
from functools import cache

import pytest

from instruments.facts import read_facts
from instruments.misreading import misreadings
from tests.vignettes.factories import make_version
from training.actions.pools import families, place_cases, pool
from training.balancing import Family, split
from training.models import PoolPlace, Side
from vignettes.casefile import LIBRARY
from vignettes.models import Vignette

TOOL = "static-99r"
CODES = [
    "amber-station",
    "maple-crossing",
    "quiet-ferry",
    "reed-basket",
    "tin-kettle",
    "oak-pennant",
]


@pytest.fixture
def bank(db):
    return [make_version(code) for code in CODES]


@cache
def shipped():
    """Every shipped case as a family with the rules that it brings into play."""
    found = (
        read_facts(path.read_bytes(), str(path)) for path in sorted(LIBRARY.glob("*/facts.json"))
    )
    return [Family(facts.case, 1, frozenset(misreadings(TOOL, facts))) for facts in found]


def test_split_keeps_a_feature_of_several_families_on_both_sides():
    bank = [Family(f"case-{n}", 1, frozenset({f"rule {n // 2}"})) for n in range(40)]

    sides = split(bank, {}, "north")

    for rule in range(20):
        assert {sides[f"case-{2 * rule}"], sides[f"case-{2 * rule + 1}"]} == set(Side)


def test_split_is_the_same_for_the_same_seed_and_keeps_what_is_placed():
    bank = [Family(f"case-{n}", 1, frozenset({f"kind {n % 4}"})) for n in range(30)]
    placed = {f"case-{n}": Side.EXAM for n in range(15)}

    assert split(bank, {}, "north") == split(list(reversed(bank)), {}, "north")
    assert split(bank, {}, "north") != split(bank, {}, "south")
    assert {split(bank, placed, "north")[name] for name in placed} == {Side.EXAM}


@pytest.mark.parametrize("seed", ["north", "south", "east"])
def test_split_of_the_shipped_library_has_its_rules_on_both_sides(seed):
    bank = shipped()

    sides = split(bank, {}, seed)

    practice = [family for family in bank if sides[family.name] is Side.PRACTICE]
    exam = [family for family in bank if sides[family.name] is Side.EXAM]
    assert 0.3 <= len(practice) / len(bank) <= 0.5
    counts = Counter(rule for family in bank for rule in family.features)
    several = {rule for rule, n in counts.items() if n > 1}
    both = set().union(*(one.features for one in practice)) & set().union(
        *(one.features for one in exam)
    )
    assert len(several) > 30
    assert len(several - both) <= len(several) // 10


def test_pools_share_no_case_and_leave_none_out(north, bank):
    sides = {side: set(pool(agency=north, tool=TOOL, side=side)) for side in Side}

    assert sides[Side.PRACTICE] | sides[Side.EXAM] == set(bank)
    assert not sides[Side.PRACTICE] & sides[Side.EXAM]
    assert sides[Side.PRACTICE]
    assert sides[Side.EXAM]


def test_a_variant_lies_where_its_kin_lie_and_moves_nothing(north, bank):
    places = place_cases(agency=north, tool=TOOL)
    parent, variant = Vignette.objects.all()[:2]
    PoolPlace.objects.filter(agency=north, vignette=variant).delete()
    Vignette.objects.filter(pk=variant.pk).update(variant_of=parent)

    after = place_cases(agency=north, tool=TOOL)

    assert families()[variant.pk] == parent.code
    assert after.pop(variant.pk) == places[parent.pk]
    places.pop(variant.pk)
    assert after == places


def test_a_retired_case_is_given_to_nobody_and_a_case_without_gold_for_the_tool_neither(
    north, bank
):
    Vignette.objects.filter(code=CODES[0]).update(retired_at="2026-01-01T00:00Z")

    placed = place_cases(agency=north, tool=TOOL)

    assert len(placed) == len(CODES) - 1
    assert place_cases(agency=north, tool="pcra") == {}


def test_places_once_kept_are_found_in_few_queries(north, bank, django_assert_max_num_queries):
    place_cases(agency=north, tool=TOOL)

    with django_assert_max_num_queries(5):
        place_cases(agency=north, tool=TOOL)
