import pytest
from django.urls import reverse

from tests.training.factories import assign, hand_in, make_exam
from training.models import DraftRating


@pytest.fixture
def url(assignment):
    return reverse("training:autosave", args=[assignment.pk])


def fields(question, value, revision=0, reason=""):
    return {
        "question": question,
        f"{question}-value": value,
        f"{question}-reason": reason,
        f"{question}-revision": revision,
    }


def test_autosave_saves_one_answer_and_says_when(as_asha, url):
    response = as_asha.post(url, fields("i9", "1"))

    assert response.status_code == 200
    assert response.json().keys() == {"revision", "saved_at"}
    assert DraftRating.objects.get().score == 1


def test_autosave_keeps_a_reason_only_beside_insufficient_information(as_asha, url):
    as_asha.post(url, fields("i9", "insufficient", reason=" Not told. "))
    as_asha.post(url, fields("i8", "1", reason="left over"))

    reasons = dict(DraftRating.objects.values_list("item", "reason"))
    assert reasons == {"i9": "Not told.", "i8": ""}


def test_autosave_answers_409_with_both_values_when_another_page_saved(as_asha, url):
    as_asha.post(url, fields("i9", "1"))

    response = as_asha.post(url, fields("i9", "0"))

    assert response.status_code == 409
    body = response.json()
    assert body["theirs"] == {"value": "1", "reason": ""}
    assert body["revision"] == 1
    assert "There: 1 (Yes). Here: 0 (No)." in body["message"]
    assert DraftRating.objects.get().score == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (fields("i9", "7"), "found “7”, expected one of 0, 1, Insufficient information"),
        (fields("i99", "1"), "no such question"),
        ({}, "no such question"),
        (fields("i9", "1", revision="x"), "out of date"),
        (fields("i9", "1", revision=-1), "out of date"),
        (fields("i9", ""), "Any stranger victim: no answer was chosen"),
        (fields("i9", " "), "Any stranger victim: no answer was chosen"),
        (fields("i9", "7" * 300), "Any stranger victim: found “7777777777777777777…”"),
        (fields("i9", "1\0"), "Any stranger victim: found “1”, expected one of"),
        (fields("i9", "insufficient", reason="a\0b"), "the reason holds a NUL character"),
        (fields("i9", "insufficient", reason="a" * 501), "keep it under 500"),
        (fields("eligibility", "perhaps"), "expected one of The tool may be used, The tool must"),
    ],
)
def test_autosave_refuses_what_it_cannot_take_with_a_sentence(as_asha, url, sent, words):
    response = as_asha.post(url, sent)

    assert response.status_code == 422
    assert words in response.json()["message"]
    assert not DraftRating.objects.exists()


def test_autosave_refuses_in_french_without_codes(as_asha, asha, url):
    asha.user.language = "fr-ca"
    asha.user.save()

    message = as_asha.post(url, fields("i9", "7")).json()["message"]

    assert "attendu une valeur parmi 0, 1, Renseignements insuffisants" in message
    assert "insufficient" not in message


@pytest.mark.parametrize("question", ["i9", "eligibility"])
def test_autosave_counts_a_first_answer_as_the_first_whatever_the_page_names(
    as_asha, url, question
):
    value, other = ("1", "0") if question == "i9" else ("yes", "no")

    first = as_asha.post(url, fields(question, value, revision=2_000_000_000))
    second = as_asha.post(url, fields(question, other, revision=1))

    assert (first.status_code, first.json()["revision"]) == (200, 1)
    assert (second.status_code, second.json()["revision"]) == (200, 2)


def test_autosave_after_handing_in_is_refused(as_asha, asha, assignment, gold, url):
    hand_in(asha, assignment, gold.scores)

    response = as_asha.post(url, fields("i9", "1", revision=1))

    assert response.status_code == 409
    assert "already handed in" in response.json()["message"]
    assert "theirs" not in response.json()


def test_autosave_after_the_exam_closed_is_refused(as_asha, asha, version):
    assignment = assign(asha, version, exam=make_exam(asha.agency, opens_in=-9, closes_in=-1))

    response = as_asha.post(reverse("training:autosave", args=[assignment.pk]), fields("i9", "1"))

    assert response.status_code == 409
    assert "The exam closed on" in response.json()["message"]


def test_autosave_is_hidden_from_outsiders(client, cara, ben, url):
    for outsider in (cara, ben):
        client.force_login(outsider.user)
        assert client.post(url, fields("i9", "1")).status_code == 404


def test_autosave_sends_the_signed_out_to_the_door(client, url):
    assert client.post(url, fields("i9", "1")).status_code == 302
    assert not DraftRating.objects.exists()


def test_autosave_takes_posts_only(as_asha, url):
    assert as_asha.get(url).status_code == 405


def test_single_keys_are_switched_off_for_the_person(as_asha, asha):
    response = as_asha.post(reverse("training:single_keys"), {"on": ""})

    asha.user.refresh_from_db()
    assert response.status_code == 204
    assert not asha.user.single_key_shortcuts


def test_single_keys_send_the_signed_out_to_the_door(client, db):
    assert client.post(reverse("training:single_keys"), {"on": ""}).status_code == 302


def test_autosave_asks_little(as_asha, url, django_assert_max_num_queries):
    as_asha.post(url, fields("i9", "1"))

    # Who, in which role, which case; then held, checked and written, between two savepoints
    with django_assert_max_num_queries(10):
        as_asha.post(url, fields("i9", "0", revision=1))
