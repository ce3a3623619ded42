from datetime import timedelta

import pytest
from django.http import Http404
from django.utils.timezone import now

from agencies.models import Membership, Role
from tests.factories import Person, make_person
from tests.training.factories import assign, hand_in, make_exam
from training import access


def as_role(person, role):
    """The same person in another role."""
    return Membership.objects.create(user=person.user, agency=person.agency, role=role)


def test_may_see_gold_is_no_before_handing_in(asha, assignment):
    assert not access.may_see_gold(assignment, asha.membership, now())


def test_may_see_gold_is_yes_after_handing_in_a_practice_case(asha, assignment, gold):
    hand_in(asha, assignment, gold.scores)

    assert access.may_see_gold(assignment, asha.membership, now())
    assert access.gold_for(assignment, asha.membership, now()) == gold


def test_may_see_gold_waits_for_the_end_of_an_exam(asha, version, gold):
    exam = make_exam(asha.agency, closes_in=60)
    assignment = assign(asha, version, exam=exam)
    hand_in(asha, assignment, gold.scores)

    assert not access.may_see_gold(assignment, asha.membership, now())
    assert not access.may_see_gold(
        assignment, asha.membership, exam.closes_at - timedelta(seconds=1)
    )
    assert access.may_see_gold(assignment, asha.membership, exam.closes_at)


def test_may_see_gold_stays_no_after_an_exam_where_nothing_was_handed_in(asha, version):
    exam = make_exam(asha.agency)
    assignment = assign(asha, version, exam=exam)

    assert not access.may_see_gold(assignment, asha.membership, exam.closes_at)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ANALYST, Role.AGENCY_ADMIN])
def test_may_see_gold_is_yes_for_those_who_look_after_the_group(asha, assignment, role):
    reader = make_person("Rea", asha.agency, role).membership

    assert access.may_see_gold(assignment, reader, now())


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.EXPERT, Role.ADJUDICATOR])
def test_may_see_gold_is_no_for_other_roles(asha, assignment, role):
    other = make_person("Rea", asha.agency, role).membership

    assert not access.may_see_gold(assignment, other, now())


def test_may_see_gold_is_no_for_an_assessor_who_is_a_coordinator_too(asha, assignment):
    also = as_role(asha, Role.COORDINATOR)

    assert not access.may_see_gold(assignment, also, now())


def test_gold_is_shut_to_a_coordinator_who_still_has_to_score_the_case(asha, ben, version, gold):
    own, colleagues = assign(asha, version), assign(ben, version)
    also = as_role(asha, Role.COORDINATOR)

    assert not access.may_see_gold(colleagues, also, now())
    assert access.gold_of_group(also, [own, colleagues], now()) == []

    hand_in(asha, own, gold.scores)

    assert access.may_see_gold(colleagues, also, now())
    assert gold in access.gold_of_group(also, [own, colleagues], now())


def test_gold_is_shut_to_a_coordinator_who_scores_the_case_in_another_agency(
    south, tom, asha, version, gold
):
    assignment = assign(asha, version)
    elsewhere = Membership.objects.create(user=tom.user, agency=south, role=Role.ASSESSOR)
    assign(Person(tom.user, elsewhere), version, exam=make_exam(south))

    assert not access.may_see_gold(assignment, tom.membership, now())
    assert access.gold_of_group(tom.membership, [assignment], now()) == []


def test_may_see_gold_is_no_for_a_coordinator_elsewhere(south, assignment):
    other = make_person("Sol", south, Role.COORDINATOR).membership

    assert not access.may_see_gold(assignment, other, now())


def test_gold_for_answers_404_where_gold_may_not_be_seen(asha, assignment):
    with pytest.raises(Http404):
        access.gold_for(assignment, asha.membership, now())


def test_gold_of_group_answers_404_to_an_assessor(asha, assignment):
    with pytest.raises(Http404):
        access.gold_of_group(asha.membership, [assignment], now())


def test_gold_of_group_leaves_out_cases_of_other_agencies(tom, cara, version, gold):
    elsewhere = assign(cara, version)

    assert access.gold_of_group(tom.membership, [elsewhere], now()) == []


def test_readable_assignment_is_404_for_another_assessor(ben, assignment):
    with pytest.raises(Http404):
        access.readable_assignment(ben.membership, assignment.pk)


def test_check_work_refuses_a_case_handed_in(asha, assignment, gold):
    hand_in(asha, assignment, gold.scores)

    with pytest.raises(access.WorkRefusedError, match="already handed in"):
        access.check_work(assignment, now())


def test_check_work_refuses_an_exam_before_it_opens_and_after_it_closes(asha, version):
    exam = make_exam(asha.agency, opens_in=10, closes_in=20)
    assignment = assign(asha, version, exam=exam)

    with pytest.raises(access.WorkRefusedError, match="opens on"):
        access.check_work(assignment, exam.opens_at - timedelta(seconds=1))
    with pytest.raises(access.WorkRefusedError, match="closed on"):
        access.check_work(assignment, exam.closes_at)
    access.check_work(assignment, exam.opens_at)
