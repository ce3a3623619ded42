"""What proxies and watchers are told: alive, ready, and in words what is not so."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from config import health

pytestmark = pytest.mark.django_db


def test_live_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/health/live")

    assert (response.status_code, response.text) == (200, "live\n")


def test_ready_asks_little(client, django_assert_num_queries):
    client.get("/health/ready")
    with django_assert_num_queries(3):
        response = client.get("/health/ready")

    assert response.json() == {"ready": True, "database": "ok", "tables": "ok", "jobs": "ok"}


def test_an_older_database_is_not_ready(client):
    MigrationRecorder.Migration.objects.filter(app="reliability", name="0001_initial").delete()

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert "run manage.py prepare" in response.json()["tables"]


def test_a_newer_database_is_not_ready(client):
    MigrationRecorder(connection).record_applied("reliability", "9999_of_next_year")

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert "newer than this program" in response.json()["tables"]


def test_a_database_that_is_gone_is_told_without_a_trace(client, monkeypatch):
    def gone():
        raise OperationalError("connection to server at 10.0.0.7 failed: password secret")

    monkeypatch.setattr(health, "tables", gone)

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json() == {"ready": False, "database": "busy"}


def test_jobs_that_nobody_takes_are_told(client):
    DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="config.jobs.reap",
        queue_name="default",
        backend_name="default",
        priority=0,
        run_after=now() - timedelta(hours=1),
    )
    DBTaskResult.objects.update(enqueued_at=now() - timedelta(hours=1))

    response = client.get("/health/ready")

    assert response.status_code == 200
    assert response.json()["jobs"] == "waiting too long: is a worker running?"
