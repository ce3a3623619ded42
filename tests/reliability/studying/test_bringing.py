"""A table on its way in: blinded before it is stored, or nothing stored at all."""

import io
import logging
from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from agencies.models import AuditEntry
from reliability import study_access
from reliability.actions import studying
from reliability.actions.studying.storing import ROWS_AT_ONCE, stored_rows
from reliability.models import Intake, IntakePart
from tests.reliability.studying.made import ITEMS, analyst, frozen_study, later, wide_csv
from tests.training.factories import TOOL

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def bring(north, ana):
    def brought(stream=None, **told):
        given = {"title": "Field study", "tool": TOOL, "kind": "between", "keep_until": later()}
        given |= {"agency": north, "by": ana.membership, "name": "codings.csv"}
        stream = wide_csv() if stream is None else stream
        return studying.bring(stream=stream, **given | told)

    return brought


def test_a_table_is_stored_blinded(bring, ana, caplog):
    caplog.set_level(logging.DEBUG)

    intake = bring()

    rows = list(stored_rows(intake))
    assert intake.rows == len(rows) == 36
    assert all(row[0][0] == row[1][0] == "#" for row in rows)
    assert rows[0][2:] == [str(place % 2) for place in range(10)]
    assert intake.mapping["columns"] == ["target", "rater", *(f"item:{item}" for item in ITEMS)]
    stored = str([*Intake.objects.values(), *AuditEntry.objects.values(), *rows, caplog.text])
    assert "Anna" not in stored
    assert "FILE-" not in stored
    assert study_access.intake(ana.membership, intake.pk) == intake


def test_the_same_person_has_one_hash_in_two_tables_and_in_another_agency_another(bring, south):
    first, second = (next(stored_rows(bring())) for _ in range(2))
    other = next(stored_rows(bring(agency=south, by=analyst(south))))

    assert first == second
    assert first[2:] == other[2:]
    assert not {first[0], first[1]} & {other[0], other[1]}


def test_large_tables_come_in_parts(bring):
    extra = [f"F{n},Anna,{','.join('0' * 10)}" for n in range(ROWS_AT_ONCE)]

    intake = bring(wide_csv(extra=extra))

    assert intake.rows == ROWS_AT_ONCE + 36
    assert [part.rows for part in intake.stored_parts.order_by("number")] == [ROWS_AT_ONCE, 36]


REFUSED = {
    "empty": b"",
    "no row": b"File,Assessor,i1\n",
    "data for header": b"4,7,3\n1,2,3\n",
    "a long cell far down": b"File,Assessor,i1\n" + b"A,B,1\n" * 6000 + b"A,B," + b"x" * 3000,
    "too many cells": b"File,Assessor,i1\nA,B,1\nA,B,1,5,6\n",
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_a_refused_table_leaves_nothing(bring, body):
    with pytest.raises(studying.StudyRefusedError) as refused:
        bring(io.BytesIO(body))

    assert str(refused.value).endswith(".")
    assert not Intake.objects.exists()
    assert not IntakePart.objects.exists()
    assert not AuditEntry.objects.exists()


def test_an_unknown_encoding_asks_for_a_choice_and_takes_it(bring):
    body = "Dossier,Évaluateur,i1\nA,Zoé,1\nA,René,0\n".encode("cp1252")

    with pytest.raises(studying.EncodingUnclearError) as unclear:
        bring(io.BytesIO(body))

    assert "cp1252" in [candidate.encoding for candidate in unclear.value.candidates]
    assert not Intake.objects.exists()
    assert bring(io.BytesIO(body), encoding="cp1252").rows == 2


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"title": "  "}, "title"),
        ({"tool": "tarot"}, "tool"),
        ({"kind": "pooled"}, "kind"),
        ({"keep_until": later(0)}, "after today"),
        ({"keep_until": later(6000)}, "60 months"),
    ],
)
def test_what_a_study_cannot_be_is_said_before_the_table_is_read(bring, told, sentence):
    with pytest.raises(studying.StudyRefusedError, match=sentence):
        bring(**told)


def test_a_table_is_open_to_its_agency_for_a_day(bring, ana, south):
    bring()
    stranger = analyst(south)

    assert list(study_access.intakes(stranger)) == []
    with time_machine.travel(now() + timedelta(hours=25), tick=False):
        assert list(study_access.intakes(ana.membership)) == []


def test_a_table_whose_reading_broke_off_is_seen_by_nobody(bring, ana):
    Intake.objects.filter(pk=bring().pk).update(rows=0)

    assert list(study_access.intakes(ana.membership)) == []


def test_calling_off_deletes_every_row(bring, ana):
    intake = bring()

    studying.call_off(intake=intake, by=ana.membership)

    assert not Intake.objects.exists()
    assert not IntakePart.objects.exists()
    assert AuditEntry.objects.filter(verb="call_off_table").exists()


def test_a_mended_table_needs_a_reason_and_an_open_study(bring, north, ana):
    study = frozen_study(north, ana.membership)

    with pytest.raises(studying.StudyRefusedError, match="Say why"):
        bring(replaces=study, because=" ")
    assert bring(replaces=study, because="Two files were mixed up.").replaces == study
    studying.withdraw(study=study, by=ana.membership, because="It does not hold.")
    with pytest.raises(studying.StudyRefusedError, match="withdrawn"):
        bring(replaces=study, because="Two files were mixed up.")
