"""Several machines of one installation: each with a folder of its own, and what they share."""

from __future__ import annotations

import http.client
import json
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from joserfc.jwk import ECKey

from bench.command import MeasurementError
from bench.site import Service, Site, Wanted

LEASE = 6
"""Seconds after which a job counts as lost: a worker's death is to be seen within the run."""


def shared() -> dict[str, str]:
    """What every machine of one installation must have the same, as docs/scale.md lists it."""
    badge = ECKey.generate_key("P-256").as_dict(private=True)
    return {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "BADGE_KEYS": json.dumps({"keys": [badge]}),
        "PSEUDONYM_KEY": secrets.token_urlsafe(48),
        "SECOND_STEP_KEY": secrets.token_urlsafe(48),
        "BEHIND_HTTPS_PROXY": "1",
        "TRUSTED_PROXY_COUNT": "1",
        "JOB_LEASE_SECONDS": str(LEASE),
    }


def machine(folder: Path, name: str, database: str, told: Mapping[str, str]) -> Site:
    """One machine: its folder is its own."""
    own = folder / name
    own.mkdir()
    return Site(own, database, dict(told))


def web(site: Site, port: int, host: str = "127.0.0.1", inside: tuple[str, ...] = ()) -> Service:
    """A web process as deploy/gunicorn.py has it, and a line in its log for each request."""
    options = ["--config", "deploy/gunicorn.py"]
    options += ["--access-logfile", str(site.folder / "requests")]
    return site.web(port, processes=1, threads=4, host=host, inside=inside, options=options)


def served(site: Site) -> int:
    """Requests that this machine's web process answered, but for those about its health."""
    file = site.folder / "requests"
    lines = file.read_text().splitlines() if file.exists() else []
    return sum("/health/" not in line for line in lines)


def wait_until_ready(service: Service, seconds: float = 180.0) -> None:
    """As the proxy asks: by HTTP, for the scheme that visitors use."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and service.is_running:
        link = http.client.HTTPConnection(service.host, service.port, timeout=8)
        try:
            link.request("GET", "/health/live", headers={"X-Forwarded-Proto": "https"})
            if link.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        finally:
            link.close()
        time.sleep(0.2)
    raise MeasurementError(f"{service.name} did not come up: {service.last_words()}")


def asked(database: str, statement: str) -> list[Any]:
    """What the database says."""
    with psycopg.connect(database, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


WANTED = Wanted(assessors=8, cases=2, coordinators=1)
