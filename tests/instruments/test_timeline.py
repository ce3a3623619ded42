"""The record is read once for all who read it alike, and anew for everybody else."""

from instruments.rulings import Reading, apply
from instruments.timeline import RecordRules, read_timeline
from tests.instruments.casebook import TOOL, facts

RULES = RecordRules(cluster="S99R-I5-CLUSTER")
NOT_SANCTIONED_BETWEEN = {
    "id": "b1",
    "date": "2019-06-01",
    "offences": [
        {"id": "c1", "title": "exposure", "outcome": "convicted", "convictions": 1,
         "start": "2018-03-01", "charged": "2018-12-01"},
    ],
}  # fmt: skip


def clustered():
    return facts(before=[NOT_SANCTIONED_BETWEEN])


def places(timeline):
    return {hearing.path: hearing.place for hearing in timeline.hearings}


def test_two_readers_who_answer_alike_share_one_timeline():
    case = clustered()

    first = read_timeline(case, Reading(), RULES)

    assert read_timeline(case, Reading(frozenset({"S99R-I9-IMG"})), RULES) is first


def test_the_second_reader_is_asked_what_the_first_was_asked():
    case, first, second = clustered(), Reading(), Reading()

    read_timeline(case, first, RULES)
    read_timeline(case, second, RULES)

    assert second.triggered == first.triggered
    assert set(second.triggered) == {"S99R-I5-CLUSTER"}


def test_who_misreads_a_rule_on_the_record_has_a_timeline_of_his_own():
    case, misread = clustered(), Reading(frozenset({"S99R-I5-CLUSTER"}))

    right = places(read_timeline(case, Reading(), RULES))

    assert right == {"occasions/b1": "index", "occasions/ix": "index"}
    assert places(read_timeline(case, misread, RULES)) == right | {"occasions/b1": "prior"}
    assert places(read_timeline(case, Reading(), RULES)) == right


def test_a_case_that_differs_in_one_fact_is_read_anew():
    case = clustered()
    earlier = case.occasions[0].model_copy(update={"date": case.occasions[0].offences[0].start})
    changed = case.model_copy(update={"occasions": (earlier, *case.occasions[1:])})

    first = read_timeline(case, Reading(), RULES)
    second = read_timeline(changed, Reading(), RULES)

    assert second is not first
    assert second.hearings[0].occasion is earlier


def test_cases_scored_in_turns_keep_their_own_scores():
    plain, fined = facts(), facts(fines=4)

    turns = [apply(TOOL, case, Reading()).values["i6"] for case in (plain, fined, plain, fined)]

    assert turns == [0, 1, 0, 1]


def dealing(name, day, **told):
    theft = {"id": "c1", "title": "theft", "outcome": "convicted", "convictions": 1}
    return {"id": name, "date": day, "offences": [theft | {"start": "2008-01-01"}]} | told


def test_a_dealing_that_names_one_already_joined_to_another_stands_by_itself():
    """Court after a diversion is one occasion with it; a third dealing is not looked through."""
    case = facts(
        before=[
            dealing("b1", "2009-01-01", kind="alternative_measure"),
            dealing("b2", "2010-01-01", same_matter_as="b1"),
            dealing("b3", "2011-01-01", same_matter_as="b2"),
        ]
    )

    found = places(read_timeline(case, Reading()))

    assert list(found) == ["occasions/b1", "occasions/b3", "occasions/ix"]


def test_a_record_on_which_no_rule_of_the_tool_turns_is_read_once_for_all_tools():
    case = facts()

    first = read_timeline(case, Reading(), RULES)

    assert read_timeline(case, Reading()) is first
