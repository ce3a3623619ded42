import uuid

import pytest
from django.db import IntegrityError
from django.utils.timezone import now

from agencies.models import AuditEntry
from tests.training.factories import answers_from, assign, hand_in, make_exam, save
from training.access import WorkRefusedError
from training.actions.handing_in import IncompleteError, close_exam, submit_coding
from training.answers import ELIGIBILITY, INSUFFICIENT, Answer
from training.models import Coding, Rating


def submit(person, assignment, key=None):
    return submit_coding(
        assignment=assignment,
        submission_key=key or assignment.draft.submission_key,
        actor=person.user,
        at=now(),
    )


def test_submit_coding_stores_ratings_and_an_audit_entry(asha, assignment, gold):
    coding = hand_in(asha, assignment, gold.scores)

    assert coding.scores == gold.scores
    assert (coding.tool, coding.tool_version, coding.eligibility) == ("static-99r", "2016", "yes")
    entry = AuditEntry.objects.get(verb="submit_coding")
    assert (entry.actor, entry.object_id) == (asha.user, str(coding.pk))


def test_submit_coding_twice_gives_the_first_coding(asha, assignment, gold):
    first = hand_in(asha, assignment, gold.scores)

    assert submit(asha, assignment) == first
    assert Coding.objects.count() == 1
    assert AuditEntry.objects.filter(verb="submit_coding").count() == 1


def test_submit_coding_refuses_the_key_of_another_case(asha, assignment, gold):
    save(assignment, answers_from(gold.scores))

    with pytest.raises(WorkRefusedError, match="belongs to another case"):
        submit(asha, assignment, key=uuid.uuid4())
    assert not Coding.objects.exists()


def test_submit_coding_names_what_is_missing_and_keeps_what_is_saved(asha, assignment, gold):
    save(assignment, [a for a in answers_from(gold.scores) if a.question not in ("i3", "i7")])

    with pytest.raises(IncompleteError) as caught:
        submit(asha, assignment)

    assert caught.value.questions == ("i3", "i7")
    assert assignment.draft.ratings.count() == 8


def test_submit_coding_asks_for_eligibility_first(asha, assignment):
    save(assignment, [Answer("i1", "1")])

    with pytest.raises(IncompleteError) as caught:
        submit(asha, assignment)

    assert caught.value.questions == (ELIGIBILITY,)


def test_submit_coding_asks_for_the_reason_of_insufficient_information(asha, assignment, gold):
    answers = answers_from({**gold.scores, "i2": None})
    save(assignment, [Answer("i2", INSUFFICIENT) if a.question == "i2" else a for a in answers])

    with pytest.raises(IncompleteError) as caught:
        submit(asha, assignment)

    assert caught.value.questions == ("i2",)


@pytest.mark.parametrize("answer", ["no", "undecided"])
def test_submit_coding_needs_no_items_where_the_tool_is_not_used(asha, assignment, gold, answer):
    save(assignment, [Answer("i1", "1")])

    coding = hand_in(asha, assignment, {}, eligibility=answer)

    assert coding.eligibility == answer
    assert coding.scores == {}


def test_close_exam_hands_in_what_was_saved_and_counts_the_rest_as_omitted(asha, ben, version):
    exam = make_exam(asha.agency, opens_in=-60, closes_in=60)
    begun, untouched = assign(asha, version, exam=exam), assign(ben, version, exam=exam)
    save(begun, [Answer(ELIGIBILITY, "yes"), Answer("i1", "1")])

    assert close_exam(exam=exam, at=exam.closes_at) == 1
    assert close_exam(exam=exam, at=exam.closes_at) == 0

    coding = Coding.objects.get()
    assert (coding.assignment, coding.by_clock, coding.submitted_at) == (
        begun,
        True,
        exam.closes_at,
    )
    assert coding.scores == {"i1": 1} | {f"i{n}": None for n in range(2, 11)}
    assert not Rating.objects.filter(insufficient=True).exists()
    assert not untouched.codings.exists()
    assert AuditEntry.objects.get(verb="close_exam").detail["handed_in_by_clock"] == 1


def test_close_exam_does_nothing_before_its_time(asha, version):
    exam = make_exam(asha.agency, closes_in=1)
    save(assign(asha, version, exam=exam), [Answer(ELIGIBILITY, "no")])

    assert close_exam(exam=exam, at=now()) == 0
    assert not Coding.objects.exists()


def test_close_exam_leaves_what_was_handed_in_as_it_is(asha, version, gold):
    exam = make_exam(asha.agency)
    coding = hand_in(asha, assign(asha, version, exam=exam), gold.scores)

    close_exam(exam=exam, at=exam.closes_at)

    assert Coding.objects.get() == coding
    assert not Coding.objects.get().by_clock


def test_a_coding_and_its_ratings_are_never_changed_or_deleted(asha, assignment, gold):
    coding = hand_in(asha, assignment, gold.scores)

    with pytest.raises(IntegrityError, match="append-only"):
        Coding.objects.filter(pk=coding.pk).update(eligibility="no")


def test_a_rating_is_never_changed(asha, assignment, gold):
    hand_in(asha, assignment, gold.scores)

    with pytest.raises(IntegrityError, match="append-only"):
        Rating.objects.update(score=0)
