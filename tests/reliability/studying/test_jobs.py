"""A table becomes a study with its report, in jobs that can be stopped and repeated."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils.translation import override

from agencies.models import AuditEntry, Webhook, WebhookDelivery
from reliability import study_access
from reliability.actions import studying
from reliability.actions.studying import jobs, making_job, report_job
from reliability.actions.studying.jobs import OvertakenError, Progress, StoppedError, run_job
from reliability.models import Intake, IntakePart, ReportEdition, Study, StudyCoding, StudyJob
from reliability.reports.intake_findings import design_found, findings_csv
from reliability.studies import freezing
from reliability.studies.results import Settings, from_json
from tests.reliability.studying.made import frozen_study, later, wide_csv
from tests.training.factories import TOOL

pytestmark = pytest.mark.usefixtures("unscoped")

QUICK = Settings(replicates=100)
State = StudyJob.State


@pytest.fixture
def intake(north, ana):
    return studying.bring(
        agency=north,
        by=ana.membership,
        title="Field study",
        tool=TOOL,
        kind="between",
        keep_until=later(),
        stream=wide_csv(extra=["FILE-001,Dora Lee,9,0,0,0,0,0,0,0,0,0", "FILE-002,Dora Lee"]),
        name="codings.csv",
    )


@pytest.fixture
def checked(intake, ana):
    job = studying.map_columns(intake=intake, mapping=intake.mapping, by=ana.membership)
    assert (job.state, job.failure) == (State.DONE, "")
    intake.refresh_from_db()
    return intake


def confirm(intake, ana, **told):
    given = {"leave_out": True, "settings": QUICK}
    return studying.confirm(intake=intake, by=ana.membership, **given | told)


def nothing_is_left():
    return not (Study.objects.exists() or StudyCoding.objects.exists())


def test_the_check_tells_rows_and_design_before_any_number(checked):
    counts = checked.findings["counts"]

    assert (counts["rows"], counts["left_out"], counts["taken"]) == (38, 2, 36)
    assert {finding["row"] for finding in checked.findings["first"]} == {38, 39}
    assert design_found(checked).layout == "crossed"
    lines = findings_csv(checked).splitlines()
    assert lines[0] == "Row,Column,Found,What is wrong,Taken"
    assert len(lines) == 1 + len(checked.findings["first"])
    assert "Dora" not in findings_csv(checked)


def test_a_table_with_errors_is_confirmed_without_them_only(checked, ana):
    with pytest.raises(studying.StudyRefusedError, match="2 rows"):
        confirm(checked, ana, leave_out=False)

    job = confirm(checked, ana)

    assert (job.state, job.failure) == (State.DONE, "")
    study, edition = job.study, job.edition
    assert (study.targets, study.raters, study.codings, study.ratings) == (12, 3, 36, 360)
    assert study.left_out == 2
    assert study.digest == edition.data_digest == freezing.digest(study_access.codings(study))
    assert from_json(edition.results).design.layout == "crossed"
    assert study.columns[0] == {"header": "File", "taken_as": "target"}
    assert not Intake.objects.exists()
    assert not IntakePart.objects.exists()
    assert AuditEntry.objects.filter(verb="freeze_study", object_id=str(study.pk)).exists()


def test_a_job_that_is_over_is_not_done_again(checked, ana):
    job = confirm(checked, ana)

    assert run_job(job.pk) == "over"
    assert (Study.objects.count(), ReportEdition.objects.count()) == (1, 1)


@pytest.mark.parametrize("step", ["load", "store", "freeze", "models", "resamples"])
def test_a_job_killed_at_any_step_is_done_once_by_the_next_worker(checked, ana, step, monkeypatch):
    """A kill leaves the row as it is at that moment: what `_end` would do does not happen."""
    job = _asked(checked, ana, monkeypatch)
    with monkeypatch.context() as broken:
        broken.setattr(Progress, "__call__", _at(step, Killed))
        with pytest.raises(Killed):
            run_job(job.pk)
    job.refresh_from_db()
    assert job.state == State.RUNNING

    assert run_job(job.pk) == State.DONE

    assert Study.objects.count() == ReportEdition.objects.count() == 1
    assert StudyCoding.objects.count() == 36
    job.refresh_from_db()
    assert (job.attempt, job.study.is_frozen) == (2, True)


@pytest.mark.parametrize("step", ["load", "store", "freeze", "models"])
def test_a_job_stopped_at_any_step_leaves_nothing(checked, ana, step, monkeypatch):
    job = _asked(checked, ana, monkeypatch)
    monkeypatch.setattr(Progress, "__call__", _at(step, StoppedError))

    assert run_job(job.pk) == State.STOPPED

    assert nothing_is_left()
    assert study_access.intake(ana.membership, checked.pk).findings == checked.findings


def test_somebody_stops_a_job_from_the_page(checked, ana, monkeypatch):
    job = _asked(checked, ana, monkeypatch)
    monkeypatch.setattr(making_job, "store_codings", _stopping(job, ana))

    assert run_job(job.pk) == State.STOPPED
    assert nothing_is_left()
    assert AuditEntry.objects.filter(verb="stop_study_job").count() == 1


def test_calling_a_table_off_stops_the_job_at_work_on_it(checked, ana, monkeypatch):
    job = _asked(checked, ana, monkeypatch)
    monkeypatch.setattr(
        making_job,
        "_begin",
        lambda *_: studying.call_off(intake=checked, by=ana.membership),
    )

    assert run_job(job.pk) == State.STOPPED
    assert nothing_is_left()
    assert not Intake.objects.exists()
    job.refresh_from_db()
    assert (job.intake, job.failure) == (None, "")


def test_a_job_that_waits_is_stopped_at_once(checked, ana, monkeypatch):
    job = _asked(checked, ana, monkeypatch)

    studying.stop(job=job, by=ana.membership)

    assert run_job(job.pk) == "over"
    job.refresh_from_db()
    assert job.state == State.STOPPED


def test_a_worker_taken_for_dead_gives_way(checked, ana, monkeypatch):
    job = _asked(checked, ana, monkeypatch)
    store = making_job.store_codings

    def slow(study, rows, tell):
        making_job.store_codings = store
        assert run_job(job.pk) == State.DONE
        tell("store", 0, 1)

    monkeypatch.setattr(making_job, "store_codings", slow)

    assert run_job(job.pk) == "overtaken"
    assert Study.objects.count() == ReportEdition.objects.count() == 1


def test_a_fault_is_told_in_a_sentence_and_leaves_nothing(checked, ana, monkeypatch, caplog):
    job = _asked(checked, ana, monkeypatch)
    monkeypatch.setattr(making_job, "results_of", _broken)

    assert run_job(job.pk) == State.FAILED

    job.refresh_from_db()
    assert nothing_is_left()
    assert f"under job {job.pk}" in job.failure
    assert "Traceback" not in job.failure
    with override("fr-ca"):
        assert "défaut" in job.failure
    assert f"Job {job.pk}" in caplog.text


def test_a_table_is_not_mapped_while_a_job_is_at_work_on_it(checked, ana, monkeypatch):
    _asked(checked, ana, monkeypatch)

    with pytest.raises(studying.StudyRefusedError, match="still going on"):
        studying.map_columns(intake=checked, mapping=checked.mapping, by=ana.membership)


@pytest.mark.parametrize("mapping", [{}, {"layout": "x", "columns": []}, {"columns": ["target"]}])
def test_a_mapping_that_is_none_is_refused(intake, ana, mapping):
    with pytest.raises(studying.StudyRefusedError):
        studying.map_columns(intake=intake, mapping=mapping, by=ana.membership)


def test_another_report_gets_the_next_number(north, ana):
    study = frozen_study(north, ana.membership)

    first = studying.make_report(study=study, by=ana.membership, settings=QUICK)
    second = studying.make_report(
        study=study, by=ana.membership, settings=QUICK, compared_with=first.edition
    )

    assert [first.edition.number, second.edition.number] == [1, 2]
    assert second.edition.compared_with == first.edition


def test_a_report_broken_off_leaves_the_study(north, ana, monkeypatch):
    study = frozen_study(north, ana.membership)
    monkeypatch.setattr(report_job, "results_of", _broken)

    job = studying.make_report(study=study, by=ana.membership, settings=QUICK)

    assert job.state == State.FAILED
    assert Study.objects.get() == study
    assert StudyCoding.objects.count() == 36


def test_progress_writes_at_most_twice_a_second(north, ana, django_assert_num_queries):
    job = StudyJob.objects.create(
        agency=north, by=ana.membership, kind="report", state=State.RUNNING
    )
    tell = Progress(job)

    with django_assert_num_queries(1):
        for done in range(1000):
            tell("store", done, 1000)
    StudyJob.objects.filter(pk=job.pk).update(attempt=2)
    with pytest.raises(OvertakenError):
        tell("freeze", 0, 0)


class Killed(BaseException):
    """What ends a worker at once: nothing in the program catches it."""


def _at(step, error):
    def call(self, told, done, to_do):
        if told == step:
            raise error

    return call


def _asked(intake, ana, monkeypatch):
    """A job in the queue that no worker has taken yet."""
    with monkeypatch.context() as waiting:
        waiting.setattr(jobs, "study_job", SimpleNamespace(enqueue=lambda pk: None))
        return confirm(intake, ana)


def _stopping(job, ana):
    def store(study, rows, tell):
        studying.stop(job=job, by=ana.membership)
        tell("store", 0, len(rows))

    return store


def _broken(*args, **told):
    raise RuntimeError("the disk is full")


def test_whoever_asked_to_hear_is_told_of_a_report_once(north, ana):
    Webhook.objects.create(
        agency=north,
        url="https://office.example/hook",
        events=["report_ready"],
        secret="s",
        made_by=ana.membership,
    )
    study = frozen_study(north, ana.membership)

    job = studying.make_report(study=study, by=ana.membership, settings=QUICK)

    (message,) = WebhookDelivery.objects.all()
    assert (message.event, message.body["report"]) == ("report_ready", job.edition.pk)
    assert message.body["link"].endswith(
        reverse("studies:report", kwargs={"pk": study.pk, "number": job.edition.number})
    )
    assert set(message.body) == {"study", "report", "edition", "tool", "kind", "link"}
