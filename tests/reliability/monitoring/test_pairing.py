"""Who is paired with whom."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reliability.monitoring import Person, pairs, unpaired


def person(name, *weak, novice=False, bias=None):
    return Person(name, novice, frozenset(weak), bias)


def test_complementary_weak_rules_make_a_pair():
    people = [person("a", "R1"), person("b", "R1"), person("c", "R2"), person("d", "R2")]

    made = pairs(people)

    assert [set(pair.helps) for pair in made] == [{"R1", "R2"}] * 2
    assert all(pair.both_weak == () for pair in made)
    assert "reads R1, R2 right" in made[0].sentence.en


def test_two_novices_are_never_paired():
    people = [person("a", "R1", novice=True), person("b", "R2", novice=True), person("c")]

    made = pairs(people)

    assert len(made) == 1
    assert "c" in (made[0].first, made[0].second)
    assert len(unpaired(people, made)) == 1


def test_opposite_bias_decides_where_rules_do_not():
    people = [person("a", bias=0.6), person("b", bias=0.5), person("c", bias=-0.6), person("d")]

    made = pairs(people)

    assert ("a", "c", True) in [(p.first, p.second, p.opposite_bias) for p in made]


def test_nobody_and_one_person_make_no_pair():
    assert pairs([]) == ()
    assert unpaired([person("a")], pairs([person("a")])) == ("a",)


def test_two_people_of_one_name_are_refused():
    with pytest.raises(ValueError, match="one name"):
        pairs([person("a"), person("a")])


PEOPLE = st.lists(
    st.builds(
        Person,
        st.integers(0, 99).map(str),
        st.booleans(),
        st.frozensets(st.sampled_from(["R1", "R2", "R3"])),
        st.none() | st.floats(-2, 2),
    ),
    max_size=9,
    unique_by=lambda one: one.name,
)


@given(PEOPLE, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_pairs_are_the_same_in_any_order_and_never_two_novices(people, random):
    made = pairs(people)
    novices = {one.name for one in people if one.is_novice}
    named = [name for pair in made for name in (pair.first, pair.second)]

    assert len(named) == len(set(named))
    assert not any({pair.first, pair.second} <= novices for pair in made)
    assert pairs(random.sample(people, len(people))) == made
    assert sorted([*named, *unpaired(people, made)]) == sorted(one.name for one in people)
