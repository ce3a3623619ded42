"""What was to be kept until a moment is deleted after it."""

import uuid
from datetime import timedelta

import pytest
from django.utils.module_loading import import_string
from django.utils.timezone import now

from agencies.models import ApiToken, AuditEntry, SentOnce
from config.models import Schedule
from reliability import tasks
from reliability.actions.studying.retention import forget_the_old
from reliability.models import Intake, IntakePart, ReportEdition, Study, StudyCoding, StudyJob
from tests.reliability.studying.made import edition_of, frozen_study, later

pytestmark = pytest.mark.usefixtures("unscoped")


def table(north, ana, **fields):
    told = {"title": "Table", "tool": "static-99r", "keep_until": later(), "rows": 1}
    intake = Intake.objects.create(
        agency=north, by=ana.membership, expires_at=now() + timedelta(hours=24), **told | fields
    )
    IntakePart.objects.create(intake=intake, number=1, rows=1, body=b"x")
    return intake


def job(north, ana, **fields):
    return StudyJob.objects.create(agency=north, by=ana.membership, **fields)


def test_the_codings_go_and_the_report_stays(north, ana):
    study = frozen_study(north, ana.membership)
    kept = frozen_study(north, ana.membership, keep_until=later(400))
    edition_of(study)

    told = forget_the_old(now() + timedelta(days=367))
    again = forget_the_old(now() + timedelta(days=367))

    assert (told["emptied"], again["emptied"]) == (1, 0)
    assert set(StudyCoding.objects.values_list("study", flat=True)) == {kept.pk}
    study.refresh_from_db()
    assert study.emptied_at is not None
    assert study.codings == 36
    assert ReportEdition.objects.filter(study=study).exists()
    assert AuditEntry.objects.get(verb="empty_study").actor is None


def test_a_study_is_kept_on_its_last_day(north, ana):
    frozen_study(north, ana.membership, keep_until=later(10))

    assert forget_the_old(now() + timedelta(days=10))["emptied"] == 0
    assert forget_the_old(now() + timedelta(days=11))["emptied"] == 1


def test_a_table_goes_after_a_day_unless_a_job_is_at_work_on_it(north, ana):
    past = table(north, ana)
    busy = table(north, ana)
    job(north, ana, kind=StudyJob.Kind.CHECK, intake=busy)

    assert forget_the_old(now() + timedelta(hours=23))["tables"] == 0
    assert forget_the_old(now() + timedelta(hours=25))["tables"] == 1
    assert list(Intake.objects.all()) == [busy]
    assert not IntakePart.objects.filter(intake=past.pk).exists()


def test_a_job_that_nobody_will_finish_fails_in_a_sentence(north, ana, settings):
    settings.JOB_LEASE_SECONDS = 60
    begun = frozen_study(north, ana.membership, frozen_at=None)
    lost = job(
        north,
        ana,
        kind=StudyJob.Kind.MAKE,
        study=begun,
        state=StudyJob.State.RUNNING,
        started_at=now() - timedelta(seconds=300),
    )
    young = job(
        north, ana, kind=StudyJob.Kind.CHECK, state=StudyJob.State.RUNNING, started_at=now()
    )

    assert forget_the_old(now())["lost"] == 1
    lost.refresh_from_db()
    young.refresh_from_db()
    assert (lost.state, young.state) == ("failed", "running")
    assert "never ended" in lost.failure
    assert not Study.objects.exists()
    assert not StudyCoding.objects.exists()


def test_answers_to_programs_are_kept_for_a_day(north, ana):
    token = ApiToken.objects.create(
        membership=ana.membership, agency=north, secret_hash="x", expires_at=now()
    )
    for hours in (1, 25):
        SentOnce.objects.create(
            agency=north,
            token=token,
            key=str(uuid.uuid4()),
            request_hash="x",
            at=now() - timedelta(hours=hours),
        )

    assert forget_the_old(now())["answers"] == 1
    assert SentOnce.objects.count() == 1


def test_the_schedule_runs_it_every_hour(db):
    schedule = Schedule.objects.get(name="forget-old-studies")

    assert schedule.every == 3600
    assert import_string(schedule.task) is tasks.forget_old_studies
    assert tasks.forget_old_studies.call() == {
        "lost": 0,
        "emptied": 0,
        "tables": 0,
        "answers": 0,
    }
