from dataclasses import replace

import pytest
from django.db import IntegrityError
from django.utils.timezone import now

from tests.training.factories import answers_from, assign, hand_in, make_exam, save
from training.access import WorkRefusedError
from training.actions.saving import save_answer
from training.answers import ELIGIBILITY, INSUFFICIENT, Answer, StaleError, saved_answers
from training.models import Draft, DraftRating


def saved(assignment):
    return saved_answers(Draft.objects.get(assignment=assignment))


def store(assignment, *answer, revision=0):
    return save_answer(assignment=assignment, answer=Answer(*answer, revision=revision), at=now())


def test_save_answer_stores_a_score_and_counts_its_revisions(assignment):
    first = store(assignment, "i1", "1")
    second = store(assignment, "i1", "-1", revision=first.answer.revision)

    assert (first.answer.revision, second.answer.revision) == (1, 2)
    assert saved(assignment)["i1"].answer.score == -1


def test_save_answer_stores_insufficient_information_with_its_reason(assignment):
    store(assignment, "i2", INSUFFICIENT, "No partner is named.")

    row = DraftRating.objects.get()
    assert (row.score, row.insufficient, row.reason) == (None, True, "No partner is named.")


def test_save_answer_raises_stale_with_the_newer_answer_and_keeps_it(assignment):
    store(assignment, "i1", "1")

    with pytest.raises(StaleError) as caught:
        store(assignment, "i1", "0", revision=0)

    assert (caught.value.stored.answer.value, caught.value.stored.answer.revision) == ("1", 1)
    assert saved(assignment)["i1"].answer.value == "1"


def test_save_answer_takes_the_same_answer_twice_for_a_lost_reply(assignment):
    first = store(assignment, "i1", "1")
    again = store(assignment, "i1", "1")

    assert again == first


def test_save_answer_guards_eligibility_by_revision_too(assignment):
    store(assignment, ELIGIBILITY, "yes")

    with pytest.raises(StaleError):
        store(assignment, ELIGIBILITY, "no")
    store(assignment, ELIGIBILITY, "no", revision=1)

    assert saved(assignment)[ELIGIBILITY].answer.value == "no"


def test_save_answer_is_refused_after_handing_in(asha, assignment, gold):
    hand_in(asha, assignment, gold.scores)

    with pytest.raises(WorkRefusedError, match="already handed in"):
        store(assignment, "i1", "1", revision=1)


def test_save_answer_is_refused_when_the_exam_is_closed(asha, version):
    assignment = assign(asha, version, exam=make_exam(asha.agency, closes_in=-1, opens_in=-9))

    with pytest.raises(WorkRefusedError, match="closed on"):
        store(assignment, "i1", "1")
    assert not DraftRating.objects.exists()


def test_save_answers_keeps_what_it_can_and_returns_what_the_form_had_not_seen(assignment):
    store(assignment, "i1", "1")

    unseen = save(assignment, [Answer("i1", "0"), Answer("i2", "1")])

    assert list(unseen) == ["i1"]
    assert saved(assignment)["i1"].answer.value == "1"
    assert saved(assignment)["i2"].answer.value == "1"


def test_save_answer_writes_one_row(assignment, django_assert_max_num_queries):
    store(assignment, "i1", "1")

    with django_assert_max_num_queries(8) as captured:
        store(assignment, "i1", "0", revision=1)

    writes = [q["sql"] for q in captured if q["sql"].startswith(("UPDATE", "INSERT"))]
    assert len(writes) == 1


def test_a_draft_rating_cannot_be_a_score_and_insufficient(assignment):
    with pytest.raises(IntegrityError):
        DraftRating.objects.create(draft=assignment.draft, item="i1", score=1, insufficient=True)


def test_what_is_stored_already_is_not_written_again(assignment, gold):
    answers = answers_from(gold.scores)
    save(assignment, answers)
    before = saved(assignment)

    unseen = save(assignment, [replace(answer, revision=1) for answer in answers])

    assert unseen == {}
    assert saved(assignment) == before
    assert not DraftRating.objects.exclude(earlier_at=None).exists()
