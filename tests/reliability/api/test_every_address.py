"""Requests of every kind, drawn from the description: no fault, and every answer as described.

Schemathesis, all its checks, through WSGI. 200 requests a route; 2,000 with --full.
"""

from types import SimpleNamespace

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import override_settings
from django_scopes import scopes_disabled
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from agencies.models import Role
from config.wsgi import application
from tests.factories import make_agency, make_person
from tests.reliability.api.conftest import make_secret
from tests.reliability.api.world import make_things

REQUESTS = 200
CONFIG = {
    "seed": 1,
    "checks": {
        # What a shape allows may still contradict itself, as facts do: a 422 with sentences.
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "401", "403", "404", "409", "422", "429"]
        },
    },
    # The facts of a case have hundreds of fields: they are drawn, not each changed in turn.
    "operations": [
        {
            "include-path": ["/api/v1/score/", "/api/v1/explain/"],
            "phases": {"coverage": {"enabled": False}},
        }
    ],
}


def served(environ, start_response):
    """The application behind a server, which tells it the caller's address."""
    return application({**environ, "REMOTE_ADDR": "192.0.2.7"}, start_response)


schema = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json", served, config=SchemathesisConfig.from_dict(CONFIG)
)
drawn = settings(
    max_examples=REQUESTS,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """An agency with one of every thing, and a token that opens all of it."""
    ends = (request_started, request_finished)
    for signal in ends:  # as Django's own test client does: the connection is that of the test
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        with scopes_disabled():
            north = make_agency("North Agency")
            admin = make_person("Ada", north, Role.AGENCY_ADMIN)
            names = make_things(north, admin)
            secret = make_secret(admin)
        with override_settings(API_REQUESTS_A_MINUTE=10_000_000):
            yield SimpleNamespace(names=names, headers={"Authorization": f"Bearer {secret}"})
        transaction.set_rollback(True)
    for signal in ends:
        signal.connect(close_old_connections)


def ask(case, world):
    """One request; every other one that may name something here does."""
    names = world.names.get(case.operation.path)
    if names and case.meta.generation.mode.is_positive and hash(case.id) % 2:
        case.path_parameters = dict(names)
    case.call_and_validate(headers=world.headers)


@schema.parametrize()
@drawn
def test_no_request_finds_a_fault(case, world, db):
    ask(case, world)


@pytest.mark.full
@schema.parametrize()
@settings(drawn, max_examples=10 * REQUESTS)
def test_no_request_of_many_finds_a_fault(case, world, db):
    ask(case, world)
