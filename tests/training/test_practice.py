"""The next practice case: what tells most, what comes back, and never a case kept for exams."""

import pytest
from django.utils.timezone import now

from instruments.misreading import misreadings
from tests.training.factories import TOOL, assign, gold_of, hand_in, make_exam
from tests.training.programmes import make_enrolment, practise
from tests.vignettes.factories import make_version
from training.actions.pools import place_cases
from training.actions.practice import NoCaseLeftError, practise_next
from training.explaining import facts_of, rules_in_play
from training.models import Assignment, PoolPlace, Side
from training.practised import diagnosis_of, practised
from training.tables.rules_known import Strength, rules_known
from vignettes.models import Vignette

CODES = [
    "amber-station",
    "maple-crossing",
    "reed-basket",
    "tin-kettle",
    "oak-pennant",
    "cedar-drawer",
]


@pytest.fixture
def bank(north):
    """Six cases: the last one is kept for exams, the others are practised."""
    made = [make_version(code) for code in CODES]
    for version in made:
        side = Side.EXAM if version.vignette.code == CODES[-1] else Side.PRACTICE
        PoolPlace.objects.create(agency=north, tool=TOOL, vignette=version.vignette, side=side)
    return made


@pytest.fixture
def enrolment(asha, bank):
    return make_enrolment(asha)


def test_the_next_case_is_given_once_until_it_is_handed_in(asha, enrolment):
    first = practise_next(enrolment=enrolment, tool=TOOL, at=now())

    assert practise_next(enrolment=enrolment, tool=TOOL, at=now()) == first
    assert Assignment.objects.count() == 1
    assert first.assigned_by == asha.user


def test_practice_goes_through_its_pool_and_never_gives_a_case_kept_for_exams(asha, enrolment):
    given = {practise(asha, enrolment).version.vignette.code for _ in CODES[:-1]}

    assert given == set(CODES[:-1])
    with pytest.raises(NoCaseLeftError, match="every case that is kept for practice"):
        practise_next(enrolment=enrolment, tool=TOOL, at=now())


def test_a_case_met_before_or_its_variant_is_not_practised(asha, enrolment, bank):
    exam = make_exam(asha.agency)
    assign(asha, bank[0], exam=exam)
    Vignette.objects.filter(code=CODES[1]).update(variant_of=bank[0].vignette)

    given = {practise(asha, enrolment).version.vignette.code for _ in CODES[2:-1]}

    assert given == set(CODES[2:-1])


def test_a_declined_case_does_not_come_again(asha, enrolment):
    first = practise_next(enrolment=enrolment, tool=TOOL, at=now())
    Assignment.objects.filter(pk=first.pk).update(declined_at=now())

    assert practise_next(enrolment=enrolment, tool=TOOL, at=now()).version != first.version


def test_a_case_can_be_asked_for_by_rule(asha, enrolment, bank):
    rules = {rule: code.version for code in map(gold_of, bank[:-1]) for rule in rules_in_play(code)}
    rule, _ = sorted(rules.items())[0]

    given = practise_next(enrolment=enrolment, tool=TOOL, at=now(), rule=rule)

    assert rule in rules_in_play(gold_of(given.version))
    hand_in(asha, given, gold_of(given.version).scores, gold_of(given.version).eligibility)
    with pytest.raises(NoCaseLeftError, match="this rule"):
        practise_next(enrolment=enrolment, tool=TOOL, at=now(), rule="S99R-NO-SUCH")


def test_a_misread_rule_is_shaky_with_its_evidence_and_comes_back(asha, enrolment):
    first = practise_next(enrolment=enrolment, tool=TOOL, at=now())
    gold = gold_of(first.version)
    found = misreadings(TOOL, facts_of(first.version))
    other = next(one for one in found.values() if one.eligibility.answer == "yes")
    hand_in(asha, first, {item: ruling.value for item, ruling in other.items.items()})

    page = rules_known(asha.membership, TOOL)

    misread = practised(asha.membership, TOOL)[0].misread
    shaky = {known.row.id: known for known in page.shaky}
    assert gold.scores != other.values
    assert misread
    assert misread <= set(shaky)
    known = shaky[sorted(misread)[0]]
    assert (known.n_right, known.n_misread) == (0, 1)
    assert [one.assignment for one in known.evidence] == [first.pk]
    assert not known.evidence[0].agrees
    assert known.comes_back.cases_to_go == 1


def test_rules_read_right_are_strong_and_the_rest_untested(asha, enrolment):
    given = practise(asha, enrolment)

    page = rules_known(asha.membership, TOOL)

    tested = set(rules_in_play(gold_of(given.version)))
    assert {known.row.id for known in page.strong} == tested
    assert page.shaky == ()
    assert page.untested
    assert {known.strength for known in page.untested} == {Strength.UNTESTED}


def test_exam_cases_say_nothing_on_the_page_of_own_rules(asha, enrolment, bank):
    exam = make_exam(asha.agency)
    given = assign(asha, bank[0], exam=exam)
    hand_in(asha, given, gold_of(bank[0]).scores)

    assert practised(asha.membership, TOOL) == []
    assert diagnosis_of([]).answers == 0


def test_queries_do_not_grow_with_practised_cases(asha, enrolment, django_assert_max_num_queries):
    for _ in CODES[:-1]:
        practise(asha, enrolment)

    with django_assert_max_num_queries(6):
        rules_known(asha.membership, TOOL)


def test_cases_new_to_the_library_find_their_place(north, bank):
    fresh = make_version("walnut-shelf")

    assert fresh.vignette_id in place_cases(agency=north, tool=TOOL)


def test_rules_that_would_give_a_wrong_answer_too_are_not_called_strong(asha, enrolment):
    first = practise_next(enrolment=enrolment, tool=TOOL, at=now())
    gold = gold_of(first.version)
    found = misreadings(TOOL, facts_of(first.version))
    other = next(one for one in found.values() if one.eligibility.answer == "yes")
    given = {item: ruling.value for item, ruling in other.items.items()}
    hand_in(asha, first, given)

    (done,) = practised(asha.membership, TOOL)

    wrong = {item for item, score in given.items() if score != gold.scores[item]}
    alike = {
        rule
        for rule, one in found.items()
        if any(one.items[item].predicts(given[item]) for item in wrong)
    }
    assert alike
    assert not done.read_right & (alike | done.misread)
    assert done.read_right < done.tested
