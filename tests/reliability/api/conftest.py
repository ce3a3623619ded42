"""Programs that ask: a token for each role, and a client that carries it."""

import secrets
from datetime import timedelta

import pytest
from _pytest.nodeid import coerce_node_id
from django.test import Client
from django.utils.timezone import now
from django_scopes import scopes_disabled

from agencies.actions.tokens import PREFIX, hash_of
from agencies.models import ApiToken
from agencies.models.api import Scope

EVERY_SCOPE = tuple(str(scope) for scope in Scope.values)
HOST = "/api/v1"


def make_secret(person, scopes=EVERY_SCOPE, **fields):
    """A token in this person's name, and its secret."""
    secret = PREFIX + secrets.token_urlsafe(32)
    with scopes_disabled():
        ApiToken.objects.create(
            agency=person.agency,
            membership=person.membership,
            name="Yearly run",
            start=secret[:9],
            secret_hash=hash_of(secret),
            scopes=list(scopes),
            **{"expires_at": now() + timedelta(days=30), **fields},
        )
    return secret


class Program:
    """Asks with a token; bodies are JSON."""

    def __init__(self, secret=None, **headers):
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        self.headers |= headers

    def get(self, path, **headers):
        return self.client.get(HOST + path, headers=self.headers | headers)

    def post(self, path, body, **headers):
        return self.client.post(
            HOST + path,
            body,
            content_type="application/json",
            headers=self.headers | headers,
        )


@pytest.fixture
def program(db):
    """Makes a program in somebody's name: program(person, scopes=...)."""
    return lambda person=None, **fields: Program(person and make_secret(person, **fields))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Drawn tests are known by their address too: workers tell them apart by it."""
    for item in items:
        if item.name not in item.nodeid:
            item._id = coerce_node_id(f"{item.nodeid.rpartition('::')[0]}::{item.name}")
