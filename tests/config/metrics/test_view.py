"""The page of figures: for the token only, cheap, readable by Prometheus, and about nobody."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import resolve
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from agencies.actions.auditing import record
from config.metrics import gauges as asked
from config.metrics import requests
from config.metrics.counts import Counts
from config.models import WorkerBeat

pytestmark = pytest.mark.django_db

TOKEN = "a-token-of-twenty-characters-or-more"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def watched(tmp_path, monkeypatch):
    """An installation that somebody watches, with counts of its own."""
    monkeypatch.setattr(requests, "counts", Counts(tmp_path))
    with override_settings(METRICS_TOKEN=TOKEN, METRICS_FOLDER=tmp_path):
        yield


def job(status, *, waits=0):
    made = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="config.jobs.reap",
        queue_name="default",
        backend_name="default",
        priority=0,
        status=status,
    )
    DBTaskResult.objects.filter(pk=made.pk).update(enqueued_at=now() - timedelta(seconds=waits))


def figures(client):
    """The page as name (with labels) -> number."""
    page = client.get("/metrics", headers=BEARER)
    lines = [line for line in page.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


@pytest.mark.parametrize("sent", [{}, {"Authorization": "Bearer other"}, {"Authorization": TOKEN}])
def test_without_the_token_it_is_not_there(client, watched, sent):
    assert client.get("/metrics", headers=sent).status_code == 404


def test_without_a_token_in_the_settings_it_is_not_there(client):
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_it_asks_little(client, watched, django_assert_num_queries):
    client.get("/metrics", headers=BEARER)

    with django_assert_num_queries(4):
        response = client.get("/metrics", headers=BEARER)

    assert response["Content-Type"].startswith("text/plain; version=0.0.4")
    assert "no-store" in response["Cache-Control"]


def test_jobs_workers_and_seals_are_told(client, watched, django_user_model):
    before = figures(client)
    for status, waits in (("READY", 90), ("READY", 10), ("RUNNING", 0), ("FAILED", 0)):
        job(status, waits=waits)
    WorkerBeat.beat("here", now())
    WorkerBeat.beat("silent", now() - timedelta(minutes=5))
    who = django_user_model.objects.create_user("asha@north.example")
    with transaction.atomic():
        record(agency=None, actor=who, verb="try", obj=who)

    told = figures(client)

    grown = {name: told[name] - before[name] for name in before if "version" not in name}
    assert grown["plumbline_jobs_queued"] == 2
    assert grown["plumbline_jobs_running"] == grown["plumbline_jobs_failed"] == 1
    assert 85 < told["plumbline_jobs_oldest_wait_seconds"] < 600
    assert told["plumbline_workers_alive"] == 1
    assert grown["plumbline_audit_seals_behind"] == 1  # sealed once the transaction stands
    assert told["plumbline_database_up"] == 1


def test_a_job_for_later_does_not_wait(client, watched):
    job("READY", waits=900)
    DBTaskResult.objects.update(run_after=now() + timedelta(hours=1))

    assert figures(client)["plumbline_jobs_oldest_wait_seconds"] == 0


def test_a_database_that_is_gone_is_told(client, watched, monkeypatch):
    def gone(at):
        raise DatabaseError("connection to server at 10.0.0.7 failed")

    monkeypatch.setattr(asked, "gauges", gone)

    told = figures(client)

    assert told["plumbline_database_up"] == 0
    assert not any("jobs" in name for name in told)


def test_requests_are_counted_by_route_and_by_nothing_a_visitor_wrote(rf, watched, client):
    middleware = requests.counted(lambda request: HttpResponse(status=404))
    for path in ("/verify/a-code-nobody-knows/", "/no/such/place?name=canary"):
        request = rf.get(path)
        request.resolver_match = resolve(path) if "verify" in path else None
        middleware(request)
    middleware(rf.generic("CANARY", "/"))

    page = client.get("/metrics", headers=BEARER).text

    route = 'plumbline_requests_total{route="verify:certificate",method="GET",status="404"} 1'
    assert route in page
    assert 'plumbline_requests_total{route="",method="GET",status="404"} 1' in page
    assert 'method="other"' in page
    assert 'plumbline_request_seconds_bucket{route="verify:certificate",le="+Inf"} 1' in page
    assert not {"canary", "CANARY", "a-code"} & set(page.replace("/", " ").split())


def test_sign_ins_that_fail_are_counted(client, watched):
    assert figures(client)["plumbline_sign_ins_failed_total"] == 0

    sent = {"login": "asha@north.example", "password": "not-her-password"}
    client.post("/account/login/", sent)

    assert figures(client)["plumbline_sign_ins_failed_total"] == 1


def test_every_family_has_its_kind_and_help_once(client, watched):
    requests.counts.add("GET 200 live", 0.02)
    page = client.get("/metrics", headers=BEARER).text.splitlines()

    kinds = [line.split()[2] for line in page if line.startswith("# TYPE ")]
    helps = [line.split()[2] for line in page if line.startswith("# HELP ")]
    assert kinds == helps
    assert len(kinds) == len(set(kinds)) == 11
    for line in page:
        if not line.startswith("#"):
            name = line.split("{")[0].split()[0]
            assert any(name.startswith(kind) for kind in kinds)


def test_classes_of_durations_grow(client, watched):
    for seconds in (0.02, 0.3, 99):
        requests.counts.add("GET 200 live", seconds)

    told = figures(client)

    buckets = [n for name, n in told.items() if 'bucket{route="live"' in name]
    assert buckets == sorted(buckets)
    assert buckets[-1] == told['plumbline_request_seconds_count{route="live"}'] == 3
    assert told['plumbline_request_seconds_sum{route="live"}'] == pytest.approx(99.32)


def test_nobody_who_does_not_watch_pays_for_it():
    code = (
        "import django, sys; django.setup(); import config.urls; "
        "print([m for m in sys.modules if m.startswith('config.metrics.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )

    assert "exposition" not in done.stdout
    assert "gauges" not in done.stdout


def test_the_version_is_told_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        told = client.get("/version").json()

    assert told["name"] == "Plumbline"
    assert told["version"].count(".") == 2
