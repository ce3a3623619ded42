"""Codings that a program sends: checked whole, then made into a study in a job."""

from types import SimpleNamespace

import pytest

from reliability import study_access
from reliability.actions import studying
from reliability.actions.studying import jobs, making_job
from reliability.actions.studying.storing import stored_rows
from reliability.models import Intake, Study, StudyJob
from reliability.studies.results import Settings
from tests.reliability.studying.made import later, scores
from tests.training.factories import TOOL

pytestmark = pytest.mark.usefixtures("unscoped")

QUICK = Settings(replicates=100)


def sent(targets=8, raters=("roy", "fox")):
    return [
        {
            "target": f"FILE-{target}",
            "rater": rater,
            "scores": scores(target),
            "total": sum(scores(target).values()),
            "coded_on": "2024-05-01",
            "flags": {"csem_only": target == 0},
        }
        for target in range(targets)
        for rater in raters
    ]


@pytest.fixture
def send(north, ana):
    def study_of(rows, **told):
        given = {"title": "Sent", "tool": TOOL, "kind": "between", "keep_until": later()}
        given |= {"agency": north, "by": ana.membership, "settings": QUICK}
        return studying.study_of_rows(rows=rows, **given | told)

    return study_of


def test_rows_become_a_study_with_its_report(send):
    job = send(sent())

    assert (job.state, job.failure) == ("done", "")
    found = list(study_access.codings(job.study))
    assert (job.study.source, job.study.codings, job.study.ratings) == ("api", 16, 160)
    assert found[0].scores == scores(0)
    assert (found[0].total, found[0].coded_on.isoformat()) == (5, "2024-05-01")
    assert found[0].flags == {"csem_only": True}
    assert found[0].target[0] == found[0].rater[0] == "#"
    assert not Intake.objects.exists()


def test_file_numbers_that_are_small_numbers_are_hashed_too(send):
    rows = [row | {"target": str(place // 2)} for place, row in enumerate(sent())]

    found = study_access.codings(send(rows).study)

    assert all(row.target.startswith("#") for row in found)


def test_a_row_that_cannot_be_taken_refuses_them_all(send):
    rows = sent()
    rows[3] |= {"scores": scores(1) | {"i1": 9}}

    with pytest.raises(studying.RowsRefusedError, match="1 of the codings") as refused:
        send(rows)

    (finding,) = refused.value.findings
    assert (finding["row"], finding["level"]) == (4, "error")
    assert finding["text"]["fr"]
    assert not Study.objects.exists()
    assert not Intake.objects.exists()
    assert not StudyJob.objects.exists()


@pytest.mark.parametrize(
    ("rows", "told", "sentence"),
    [
        ([], {}, "at least one coding"),
        (sent(), {"tool": "tarot"}, "tool"),
        (sent(), {"kind": "pooled"}, "kind"),
        (sent(), {"keep_until": later(0)}, "after today"),
        (sent(1) * 2, {}, "cannot be taken"),
    ],
    ids=["none", "tool", "kind", "day", "twice"],
)
def test_what_is_no_study_is_refused_in_a_sentence(send, rows, told, sentence):
    with pytest.raises(studying.StudyRefusedError, match=sentence):
        send(rows, **told)

    assert not Intake.objects.exists()


def test_rows_that_wait_for_their_job_are_blinded(send, monkeypatch):
    monkeypatch.setattr(jobs, "study_job", SimpleNamespace(enqueue=lambda pk: None))
    job = send(sent())

    rows = str(list(stored_rows(job.intake)))
    assert job.state == "waiting"
    assert "FILE" not in rows
    assert "roy" not in rows


def test_a_job_that_fails_deletes_what_a_program_sent(send, monkeypatch):
    monkeypatch.setattr(making_job, "results_of", _broken)

    job = send(sent())

    assert job.state == "failed"
    assert not Intake.objects.exists()
    assert not Study.objects.exists()


def test_what_a_program_sent_is_no_table_to_map(send, ana, monkeypatch):
    monkeypatch.setattr(jobs, "study_job", SimpleNamespace(enqueue=lambda pk: None))

    job = send(sent())

    assert job.intake is not None
    assert list(study_access.intakes(ana.membership)) == []


def _broken(*args, **told):
    raise RuntimeError("the disk is full")
