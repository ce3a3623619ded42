"""Marked sentences: saved with the draft, kept with the coding, shown beside the evidence."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from tests.training.factories import assign, form_of, hand_in, make_exam
from training.actions.marking import MOST, MarkRefusedError, mark, take_off
from training.casefile import Label, case_file
from training.marks import shown
from training.models import CodingMark, DraftMark
from training.passages import passages
from vignettes import text


@pytest.fixture
def url(assignment):
    return reverse("training:mark", args=[assignment.pk])


def sent(question, place, on="1", language="en"):
    return {"mark-question": question, "mark-place": f"{language} {place}", "on": on}


def place_of(version, span):
    """Where the sentence or row with this span stands in the English text."""
    known = passages(version, "en", [one.span_id for one in text.spans(version.text_en)])
    return next(place for place, one in known.items() if span.span_id in one.spans)


def test_passages_are_the_sentences_and_rows_of_the_text_without_their_marks(version):
    found = passages(version, "en")

    assert found["d1-p5-s1"].words.startswith("The sentence calculation of 2019-04-10")
    assert found["d2-p1"].words == (
        "1998-05-20 · youth court · assault · found guilty · probation of 12 months"
    )
    assert (found["d2-p1"].document, found["d2-p1"].paragraph) == (2, 1)
    assert all(not one.spans for one in found.values())


def test_the_script_marks_and_takes_off_a_sentence(as_asha, assignment, url):
    reply = as_asha.post(url, sent("i5", "d2-p1"))

    assert reply.status_code == 200
    (told,) = reply.json()["marks"]
    assert told["key"] == "i5 en d2-p1"
    assert told["words"].startswith("1998-05-20")
    assert as_asha.post(url, sent("i5", "d2-p1")).status_code == 200
    assert DraftMark.objects.count() == 1
    assert as_asha.post(url, sent("i5", "d2-p1", on="")).json() == {"marks": []}
    assert not DraftMark.objects.exists()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        (sent("i5", "d99-p1"), 409),
        (sent("i99", "d2-p1"), 409),
        (sent("i5", "d2-p1", language="de"), 422),
        (sent("i5", "x" * 60), 422),
        ({}, 422),
    ],
)
def test_a_mark_that_names_nothing_is_refused_with_a_sentence(
    as_asha, assignment, url, fields, status
):
    reply = as_asha.post(url, fields)

    assert reply.status_code == status
    assert reply.json()["message"].endswith(".")
    assert not DraftMark.objects.exists()


def test_nobody_else_marks_in_a_case(client, ben, cara, url):
    for person in (ben, cara):
        client.force_login(person.user)
        assert client.post(url, sent("i5", "d2-p1")).status_code == 404


def test_one_question_takes_a_handful_of_marks(assignment, version):
    places = list(passages(version, "en"))
    for place in places[:MOST]:
        mark(assignment=assignment, question="i5", language="en", place=place, at=now())

    with pytest.raises(MarkRefusedError, match="Take one off"):
        mark(assignment=assignment, question="i5", language="en", place=places[MOST], at=now())
    take_off(assignment=assignment, question="i5", language="en", place=places[0], at=now())
    mark(assignment=assignment, question="i5", language="en", place=places[MOST], at=now())


def test_without_script_the_form_marks_and_takes_off_and_loses_no_answer(as_asha, assignment, gold):
    score = reverse("training:score", args=[assignment.pk])
    form = form_of(gold.scores, assignment, action="mark") | sent("i5", "d2-p1")

    assert as_asha.post(score, form).status_code == 302

    page = as_asha.get(score).content.decode()
    assert 'value="take_off i5 en d2-p1"' in page
    assert assignment.draft.ratings.count() == len(gold.scores)
    form = form_of(gold.scores, assignment, action="take_off i5 en d2-p1", revision=1)
    as_asha.post(score, form)
    assert not DraftMark.objects.exists()


def test_marks_are_kept_with_the_coding_and_never_change(asha, assignment, gold):
    mark(assignment=assignment, question="i5", language="en", place="d2-p1", at=now())

    coding = hand_in(asha, assignment, gold.scores)

    (kept,) = coding.marks.all()
    assert (kept.question, kept.place) == ("i5", "d2-p1")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        CodingMark.objects.update(place="d2-p2")
    with pytest.raises(Exception, match="already handed in"):
        mark(assignment=assignment, question="i5", language="en", place="d2-p2", at=now())


def test_feedback_shows_the_marked_sentence_beside_the_one_that_decides(
    as_asha, asha, assignment, version, gold
):
    because = gold.rulings["i5"]["because"]
    span = next(
        span for span in version.spans.filter(language="en") if set(span.fact_paths) & set(because)
    )
    right = place_of(version, span)
    mark(assignment=assignment, question="i5", language="en", place=right, at=now())
    mark(assignment=assignment, question="i1", language="en", place="d1-p2-s1", at=now())
    hand_in(asha, assignment, gold.scores)

    page = as_asha.get(reverse("training:feedback", args=[assignment.pk])).content.decode()

    assert "a marked sentence decides it" in page
    assert "Another sentence decides it" in page
    assert "What you marked" in page
    assert 'class="span-label own-label">marked:' in page


def test_own_marks_are_told_apart_in_rows_and_sentences(version):
    labels = {"d2-p1": (Label("5", "item-i5"),), "d1-p5-s1": (Label("1", "item-i1"),)}

    html = "".join(page.html for page in case_file(version, None, labels))

    assert html.count("own-row") == 1
    assert html.count('class="own-mark"') == 1
    assert html.count("own-label") == 2
    assert "2020-12-10" in html.partition('class="own-mark"')[2].partition("own-label")[0]
    assert "<mark" not in html


def test_a_place_that_the_text_does_not_have_is_left_out(asha, version, gold, assignment):
    coding = hand_in(asha, assignment, gold.scores)
    gone = CodingMark(coding=coding, question="i5", language="en", place="d77-p1")

    assert shown(version, [gone]) == {}


def test_marks_of_an_exam_are_kept_too(asha, version, gold):
    taken = assign(asha, version, exam=make_exam(asha.agency))
    mark(assignment=taken, question="i5", language="fr", place="d2-p1", at=now())

    assert hand_in(asha, taken, gold.scores).marks.get().language == "fr"
