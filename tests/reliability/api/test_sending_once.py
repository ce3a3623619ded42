"""Idempotency keys: the same write sent again is done once."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from agencies.models import Role
from agencies.models.api import SentOnce
from reliability.actions import studying
from reliability.actions.studying import StudyRefusedError
from reliability.models import StudyJob
from tests.factories import make_person

KEY = {"Idempotency-Key": "yearly-2026"}


def study(**changes):
    row = {"target": "F-1", "rater": "R-1", "scores": {"i1": 1}}
    until = localdate() + timedelta(days=365)
    body = {"title": "Field", "tool": "static-99r", "keep_until": until.isoformat(), "rows": [row]}
    return body | changes


@pytest.fixture
def made(monkeypatch, unscoped):
    """Jobs asked for, without the work of making them."""
    jobs = []

    def make(*, agency, by, **asked):
        jobs.append(asked)
        return StudyJob.objects.create(agency=agency, by=by, kind="make")

    monkeypatch.setattr(studying, "study_of_rows", make)
    return jobs


def test_a_study_is_asked_for_and_told_where_to_look(program, ana, made):
    answer = program(ana).post("/studies/", study())

    assert answer.status_code == 202
    assert answer["Location"] == f"/api/v1/jobs/{answer.json()['id']}/"
    assert answer.json()["state"] == "waiting"
    assert made[0]["rows"] == [{"target": "F-1", "rater": "R-1", "scores": {"i1": 1}}]


def test_the_same_key_and_body_are_done_once_and_answered_the_same(program, ana, made):
    asking = program(ana)

    first, second = (asking.post("/studies/", study(), **KEY) for _ in range(2))

    assert len(made) == 1
    assert (second.status_code, second.json()) == (202, first.json())
    assert second["Location"] == first["Location"]
    assert second["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first


def test_the_same_key_with_another_body_is_refused(program, ana, made):
    asking = program(ana)
    asking.post("/studies/", study(), **KEY)

    answer = asking.post("/studies/", study(title="Other"), **KEY)

    assert answer.status_code == 422
    assert len(made) == 1


def test_the_same_key_while_the_first_is_worked_on_waits(program, ana, made):
    asking = program(ana)
    asking.post("/studies/", study(), **KEY)
    SentOnce.objects.update(status=0)

    answer = asking.post("/studies/", study(), **KEY)

    assert answer.status_code == 409
    assert int(answer["Retry-After"]) > 0
    assert len(made) == 1


@pytest.mark.parametrize(
    "left", [{"status": 0, "at": now() - timedelta(minutes=11)}, {"at": now() - timedelta(days=2)}]
)
def test_a_key_that_was_cut_off_or_is_old_is_free_again(program, ana, made, left):
    asking = program(ana)
    asking.post("/studies/", study(), **KEY)
    SentOnce.objects.update(**left)

    assert asking.post("/studies/", study(), **KEY).status_code == 202
    assert len(made) == 2


def test_what_is_refused_can_be_mended_under_the_same_key(program, ana, monkeypatch, unscoped):
    asking = program(ana)

    def refuses(**_asked):
        raise StudyRefusedError("The title is not a title.")

    monkeypatch.setattr(studying, "study_of_rows", refuses)

    answer = asking.post("/studies/", study(), **KEY)

    assert answer.status_code == 422
    assert answer.json()["detail"] == "The title is not a title."
    assert not SentOnce.objects.exists()


def test_a_key_is_of_one_token(program, ana, north, made):
    other = make_person("Other", north, Role.ANALYST)

    for person in (ana, other):
        assert program(person).post("/studies/", study(), **KEY).status_code == 202
    assert len(made) == 2


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 101, "é"])
def test_a_key_that_is_none_is_refused(program, ana, made, key):
    answer = program(ana).post("/studies/", study(), **{"Idempotency-Key": key})

    assert answer.status_code == 400
    assert made == []


def test_only_those_who_make_studies_may_send_one(program, asha, eva, made):
    for person in (asha, eva):
        assert program(person).post("/studies/", study()).status_code == 403
    assert program(asha, scopes=["studies:read"]).post("/studies/", study()).status_code == 403
    assert made == []
