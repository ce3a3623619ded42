"""What goes wrong in an exam gets a clear answer, and nothing that was saved is lost."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scopes_disabled

from tests.training.exam_bank import ZEROS, enrol, make_bank, open_cases, rule_exams
from tests.training.factories import TOOL, answers_from, form_of, save
from training.actions.forms import draw_exam
from training.models import Coding, Draft, Exam


def url(name, *args):
    return reverse(f"training:{name}", args=args)


def words_of(response):
    return " ".join(response.text.split())


@pytest.fixture
def exam(asha):
    make_bank(asha.agency)
    enrolment = enrol(asha)
    rule_exams(enrolment)
    return draw_exam(enrolment=enrolment, tool=TOOL, at=now(), seed=1)


@pytest.fixture
def case(exam):
    """The first case, opened ten minutes ago."""
    return open_cases(exam, minutes_ago=10)[0]


def stored(case):
    return dict(case.draft.ratings.values_list("item", "score"))


def end_now(row, field):
    setattr(row, field, now() - timedelta(seconds=1))
    row.save()


def autosave(client, case, item, score, revision=0, **extra):
    fields = {"question": item, f"{item}-value": str(score), f"{item}-revision": revision}
    return client.post(url("autosave", case.pk), fields, **extra)


def test_handing_in_after_time_takes_what_was_saved_before(as_asha, case):
    save(case, answers_from(ZEROS)[:4])
    end_now(case, "due_at")

    late = as_asha.post(url("score", case.pk), form_of(ZEROS | {"i1": 1}, case), follow=True)

    assert "what it held was not taken" in words_of(late)
    coding = Coding.objects.get()
    assert coding.by_clock
    assert coding.scores == {"i1": 0, "i2": 0, "i3": 0} | {f"i{n}": None for n in range(4, 11)}


def test_an_answer_after_time_is_refused_with_a_sentence(as_asha, case):
    end_now(case, "due_at")

    late = autosave(as_asha, case, "i1", 1)

    assert late.status_code == 409
    assert "The time for this case ended on" in late.json()["message"]
    assert stored(case) == {}


def test_handing_in_after_the_exam_closed_takes_what_was_saved_before(as_asha, exam, case):
    save(case, answers_from(ZEROS))
    exam.opens_at -= timedelta(days=20)
    end_now(exam, "closes_at")

    late = as_asha.post(url("score", case.pk), form_of(ZEROS | {"i1": 1}, case), follow=True)

    assert "what it held was not taken" in words_of(late)
    assert Coding.objects.get().scores == ZEROS


def test_opening_a_case_after_the_exam_closed_shows_no_text(as_asha, exam):
    case = exam.assignments.first()
    exam.opens_at -= timedelta(days=20)
    end_now(exam, "closes_at")

    refused = as_asha.get(url("notice", case.pk))

    assert refused.status_code == 409
    assert "The exam closed on" in words_of(refused)


def test_handing_in_twice_makes_one_coding(as_asha, case):
    form = form_of(ZEROS, case)

    first, second = (as_asha.post(url("score", case.pk), form) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert Coding.objects.count() == 1


def test_a_second_tab_with_an_older_answer_is_shown_both(as_asha, case):
    autosave(as_asha, case, "i1", 1)

    conflict = autosave(as_asha, case, "i1", 0)
    whole = as_asha.post(url("score", case.pk), form_of(ZEROS, case))

    assert conflict.status_code == whole.status_code == 409
    assert conflict.json()["theirs"]["value"] == "1"
    assert stored(case)["i1"] == 1
    assert not Coding.objects.exists()


def test_a_case_takes_nothing_from_another_agency_or_a_colleague(client, ben, cara, case):
    for person in (ben, cara):
        client.force_login(person.user)
        assert autosave(client, case, "i1", 1).status_code == 404
        assert client.post(url("score", case.pk), form_of(ZEROS, case)).status_code == 404
        assert client.post(url("page_left", case.pk)).status_code == 404
    assert stored(case) == {}


def test_handing_in_with_items_missing_names_them_and_keeps_the_rest(as_asha, case):
    form = {name: value for name, value in form_of(ZEROS, case).items() if "i7-" not in name}

    refused = as_asha.post(url("score", case.pk), form)

    assert refused.status_code == 422
    assert 'href="#item-i7"' in refused.text
    assert len(stored(case)) == 9
    assert not Coding.objects.exists()


def test_a_form_made_for_another_case_is_refused_whole(as_asha, exam, case):
    other = exam.assignments.exclude(pk=case.pk).first()
    swapped = form_of(ZEROS, other)

    refused = as_asha.post(url("score", case.pk), swapped)

    assert refused.status_code == 409
    assert "belongs to another case" in words_of(refused)
    assert stored(case) == stored(other) == {}
    assert not Coding.objects.exists()


def test_the_clock_of_the_device_does_not_matter(as_asha, case):
    told = {"submitted_at": "2020-01-01T00:00", "due_at": "2099-01-01T00:00"}
    old = {"Date": "Wed, 01 Jan 2020 00:00:00 GMT"}

    as_asha.post(url("score", case.pk), form_of(ZEROS, case) | told, headers=old)

    coding = Coding.objects.get()
    assert abs(now() - coding.submitted_at) < timedelta(minutes=1)
    due = case.due_at
    case.refresh_from_db()
    assert case.due_at == due


def test_a_made_up_device_number_is_replaced(as_asha, case):
    as_asha.cookies["device"] = "<script>"

    as_asha.get(url("score", case.pk))
    as_asha.post(url("page_left", case.pk))

    seen = case.sightings.get()
    assert seen.device == as_asha.cookies["device"].value
    assert len(seen.device) == 32
    assert seen.times_left == 1


@contextmanager
def somebody_writes(case):
    """Another connection holds what this case would write, until told to let go."""
    held, let_go, draft = threading.Event(), threading.Event(), case.draft.pk

    def write():
        with scopes_disabled(), transaction.atomic():
            Draft.objects.filter(pk=draft).update(saved_at=None)
            if connection.vendor == "postgresql":  # there a row is locked, not the database
                with connection.cursor() as cursor:
                    cursor.execute("LOCK TABLE training_exam IN SHARE ROW EXCLUSIVE MODE")
            held.set()
            let_go.wait(30)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    assert held.wait(10)
    try:
        yield let_go
    finally:
        let_go.set()
        writer.join()


def wait_at_most(milliseconds):
    """How long this connection waits for a lock; in service it is many seconds."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
        else:
            cursor.execute(f"SET lock_timeout = {milliseconds}")


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_is_waited_for(as_asha, case):
    wait_at_most(20_000)
    with somebody_writes(case) as let_go:
        threading.Timer(0.5, let_go.set).start()

        saved = autosave(as_asha, case, "i1", 1)

    assert saved.status_code == 200
    assert stored(case) == {"i1": 1}


@pytest.mark.django_db(transaction=True)
def test_beginning_while_the_database_is_locked_says_so_and_begins_nothing(client, ben, case):
    enrolment = enrol(ben)
    client.force_login(ben.user)
    address = reverse("training:exam_start", args=[enrolment.pk, TOOL])
    before = Exam.objects.count()
    wait_at_most(200)
    with somebody_writes(case):
        refused = client.post(address)
    wait_at_most(20_000)

    assert refused.status_code == 503
    assert "Press Begin again." in words_of(refused)
    assert Exam.objects.count() == before
    assert client.post(address).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_database_that_stays_locked_gets_a_clear_answer_and_nothing_is_lost(as_asha, case):
    autosave(as_asha, case, "i1", 1)
    form = form_of(ZEROS | {"i1": 1, "i4": 1}, case) | {"i1-revision": "1"}
    wait_at_most(200)
    with somebody_writes(case):
        one = autosave(as_asha, case, "i2", 1)
        whole = as_asha.post(url("score", case.pk), form)
    wait_at_most(20_000)

    assert (one.status_code, whole.status_code) == (503, 503)
    assert "is sent again" in one.json()["message"]
    assert "They are all on this page" in words_of(whole)
    shown = {asked.question.id: asked.answer.value for asked in whole.context["page"].items}
    assert shown == {item: str(score) for item, score in (ZEROS | {"i1": 1, "i4": 1}).items()}
    assert stored(case) == {"i1": 1}

    again = as_asha.post(url("score", case.pk), form)

    assert again.status_code == 302
    assert Coding.objects.get().scores == ZEROS | {"i1": 1, "i4": 1}
