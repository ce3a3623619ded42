"""What comes after the feedback on a practice case: the next case, reading, or the exam."""

from django.urls import reverse
from django.utils.timezone import now

from tests.training.exam_bank import enrol, make_bank, make_case, place_in
from tests.training.factories import TOOL, assign, hand_in
from training.models import Side
from training.tables.after_feedback import next_steps


def practised(person, number=60):
    version = make_case(number)
    place_in(person.agency, version.vignette, side=Side.PRACTICE)
    assignment = assign(person, version)
    hand_in(person, assignment, {}, eligibility="no")
    return assignment


def words(person, assignment):
    return [step.words for step in next_steps(person.membership, assignment, now())]


def test_in_a_programme_the_next_case_is_practised(client, asha):
    enrolment = enrol(asha, practice_cases=2)
    assignment = practised(asha)
    waiting = make_case(61)
    place_in(asha.agency, waiting.vignette, side=Side.PRACTICE)
    client.force_login(asha.user)

    page = client.get(reverse("training:feedback", args=[assignment.pk]))
    address = reverse("training:practise", args=[enrolment.pk, TOOL])

    assert f'action="{address}"' in page.text
    assert "Next case" in page.text
    given = client.post(address)
    assert given.status_code == 302
    assert asha.membership.assignments.filter(version=waiting).exists()


def test_reading_comes_first_where_it_is_what_is_left(asha):
    enrol(asha, practice_cases=1, needs_reading=True)

    assert words(asha, practised(asha)) == ["Read the next page", "Next case"]


def test_the_exam_comes_first_once_it_is_open(asha):
    enrol(asha, practice_cases=1)
    make_bank(asha.agency)

    assert words(asha, practised(asha)) == ["Read about the exam", "Next case"]


def test_without_a_programme_the_next_case_is_one_given_out(asha):
    done = practised(asha)
    assert words(asha, done) == []

    waiting = assign(asha, make_case(62))

    (step,) = next_steps(asha.membership, done, now())
    assert step.href == reverse("training:score", args=[waiting.pk])


def test_a_coordinator_who_reads_along_is_offered_nothing(client, asha, tom):
    enrol(asha, practice_cases=2)
    assignment = practised(asha)
    client.force_login(tom.user)

    page = client.get(reverse("training:feedback", args=[assignment.pk]))

    assert page.status_code == 200
    assert "Next case" not in page.text


def test_queries_do_not_grow_with_cases(asha, django_assert_max_num_queries):
    enrol(asha, practice_cases=50)
    assignment = practised(asha)
    with django_assert_max_num_queries(10) as few:
        next_steps(asha.membership, assignment, now())

    for number in range(70, 75):
        practised(asha, number)

    with django_assert_max_num_queries(len(few)):
        next_steps(asha.membership, assignment, now())
