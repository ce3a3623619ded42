"""The shipped proxy filled in; what a run says; and, in the long tests, the run itself."""

import os
import shutil

import pytest

from bench import topology
from bench.command import MeasurementError
from bench.topology import hosts, proxy

SEEN = {"reads": 9, "reads_failed": 0, "writes": 8, "writes_failed": 1}
NEAR = {
    "people": 8,
    "handed_in": 8,
    "failed": [],
    "codings": 8,
    "served_by_each": [40, 41, 42],
    "language_holds": True,
    "limit_holds": False,
    "jobs": 300,
    "ran": 300,
    "ran_more_than_once": 0,
    "by_worker": [70, 75, 77, 78],
    "beats": 5,
    "beat_jobs": 5,
    "long_jobs": 8,
    "long_ran": 8,
    "long_ran_more_than_once": 0,
    "taken_over": 1,
    "away": {"stopped": SEEN, "killed": SEEN},
}
MACHINE = {"cores": 2, "memory_gib": 4, "python": "3.11", "system": "Linux"}


def test_the_shipped_upstreams_are_replaced_and_their_rules_kept():
    shipped = (proxy.SHIPPED / "plumbline.conf").read_text()

    filled = proxy.upstream(shipped, ["10.0.0.1:8001", "10.0.0.2:8001"])

    assert "server 10.0.0.1:8001 max_fails=1 fail_timeout=5s;" in filled
    assert "server 10.0.0.2:8001 max_fails=1 fail_timeout=5s;" in filled
    assert "127.0.0.1" not in filled
    assert filled.startswith("upstream plumbline {")


def test_a_configuration_without_upstream_is_refused():
    with pytest.raises(MeasurementError, match="no upstream"):
        proxy.upstream("server { }", ["10.0.0.1:8001"])


def test_the_shipped_proxy_never_sends_a_form_twice():
    site = (proxy.SHIPPED / "site.conf").read_text()

    assert "proxy_next_upstream error timeout;" in site
    assert "proxy_next_upstream error timeout non_idempotent" not in site


def test_without_rights_two_hosts_are_refused_with_a_sentence(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(MeasurementError, match="needs root"), hosts.two_hosts():
        pass


def test_what_was_seen_stands_beside_what_is_wanted():
    told = topology.text(
        {
            "three": NEAR,
            "two_hosts": {"not_made": "no namespaces here"},
            "load": 1.0,
            "machine": MACHINE,
            "date": "2026-11-22",
        }
    )

    assert "| wrong passwords counted together | no | yes |" in told
    assert "| jobs that ran | 300 | 300 |" in told
    assert "no namespaces here" in told


@pytest.mark.full
def test_three_web_processes_and_four_workers_and_two_hosts():
    if shutil.which("nginx") is None:
        pytest.fail("nginx is not installed: apt-get install nginx-light")
    found = topology.figures()

    three = found["three"]
    assert (three["failed"], three["codings"]) == ([], three["people"])
    assert all(three["served_by_each"])
    assert three["language_holds"]
    assert three["limit_holds"]
    assert (three["ran"], three["ran_more_than_once"]) == (three["jobs"], 0)
    assert (three["long_ran"], three["long_ran_more_than_once"]) == (three["long_jobs"], 0)
    assert three["beat_jobs"] == three["beats"]
    assert three["away"]["stopped"]["reads_failed"] == 0
    assert three["away"]["killed"]["reads_failed"] == 0
    if "not_made" not in found["two_hosts"]:
        assert found["two_hosts"]["handed_in"] == found["two_hosts"]["people"]
        assert len(found["two_hosts"]["connections"]) == 2
