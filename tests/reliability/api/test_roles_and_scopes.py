"""Every address by every role, and by a token that has every scope but the one that it needs."""

import pytest
from django.db import transaction
from django.urls import get_resolver
from django_scopes import scopes_disabled

from agencies.models import Role
from reliability.api.late import Late
from tests.factories import make_agency, make_person
from tests.reliability.api.conftest import EVERY_SCOPE, Program, make_secret
from tests.reliability.api.world import make_things

COLUMNS = (
    Role.ASSESSOR,
    Role.EXPERT,
    Role.ADJUDICATOR,
    Role.COORDINATOR,
    Role.ANALYST,
    Role.AGENCY_ADMIN,
)
#                              scope               ass exp adj coo ana adm
TABLE = {
    "/": ("", "200 200 200 200 200 200"),
    "/tools/": ("tools:read", "200 200 200 200 200 200"),
    "/tools/{tool}/": ("tools:read", "200 200 200 200 200 200"),
    "/tools/{tool}/rules/": ("tools:read", "200 200 200 200 200 200"),
    "POST /score/": ("score", "403 422 422 422 422 422"),
    "POST /explain/": ("score", "403 422 422 422 422 422"),
    "/vignettes/": ("vignettes:read", "403 200 200 200 200 200"),
    "/vignettes/{code}/": ("vignettes:read", "403 200 200 200 200 200"),
    "/vignettes/{code}/gold/": ("vignettes:read", "403 403 200 200 200 200"),
    "/codings/": ("codings:read", "200 200 200 200 200 200"),
    "/codings/{id}/": ("codings:read", "404 404 404 200 200 200"),
    "/certificates/": ("certificates:read", "200 200 200 200 200 200"),
    "/certificates/{id}/": ("certificates:read", "404 404 404 200 404 200"),
    "/decisions/": ("certificates:read", "200 200 200 200 200 200"),
    "/decisions/{id}/": ("certificates:read", "404 404 404 200 404 200"),
    "/alerts/": ("monitoring:read", "403 403 403 200 403 200"),
    "/alerts/{id}/": ("monitoring:read", "403 403 403 200 403 200"),
    "/webhooks/": ("monitoring:read", "403 403 403 403 403 200"),
    "/studies/": ("studies:read", "403 403 403 200 200 200"),
    "POST /studies/": ("studies:write", "403 403 403 422 422 422"),
    "/studies/{id}/": ("studies:read", "403 403 403 200 200 200"),
    "/studies/{id}/reports/": ("studies:read", "403 403 403 200 200 200"),
    "/studies/{id}/reports/{number}/": ("studies:read", "403 403 403 200 200 200"),
    "/studies/{id}/reports/{number}/files/{key}/": (
        "studies:read",
        "403 403 403 404 404 404",
    ),
    "/jobs/": ("studies:read", "403 403 403 200 200 200"),
    "/jobs/{id}/": ("studies:read", "403 403 403 200 200 200"),
    "POST /jobs/{id}/stop/": ("studies:write", "403 403 403 200 200 200"),
}
PUBLIC = {"/verify/{code}/"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Two agencies with one of every thing, and a person of North in each role."""
    with django_db_blocker.unblock(), transaction.atomic(), scopes_disabled():
        agencies = [make_agency("North Agency"), make_agency("South Agency")]
        names = [
            make_things(agency, make_person(f"Ada-{agency.slug}", agency, Role.AGENCY_ADMIN))
            for agency in agencies
        ]
        people = {role: make_person(f"North-{role.value}", agencies[0], role) for role in COLUMNS}
        yield names, people
        transaction.set_rollback(True)


def ask(key, names, person, scopes=EVERY_SCOPE):
    method, _, path = key.rpartition(" ")
    filled = path.format(**names.get(f"/api/v1{path}", {}))
    program = Program(make_secret(person, scopes))
    return program.post(filled, {}) if method else program.get(filled)


def test_every_address_has_a_row():
    (api,) = (entry for entry in get_resolver().url_patterns if str(entry.pattern) == "api/")
    v1 = next(entry for entry in api.url_patterns if str(entry.pattern) == "v1/")
    views = [entry.callback for entry in v1.url_patterns if isinstance(entry.callback, Late)]

    kept = sum(hasattr(view.cls, method) for view in views for method in ("get", "post"))
    assert kept == len(TABLE) + len(PUBLIC)


@pytest.mark.parametrize("key", TABLE)
def test_each_role_is_answered_as_the_table_says(key, world, db):
    names, people = world
    answers = [ask(key, names[0], people[role]).status_code for role in COLUMNS]

    assert " ".join(map(str, answers)) == TABLE[key][1]


@pytest.mark.parametrize("key", [key for key in TABLE if TABLE[key][0]])
def test_each_address_asks_for_its_scope(key, world, db):
    names, people = world
    needed = TABLE[key][0]
    others = [scope for scope in EVERY_SCOPE if scope != needed]

    answer = ask(key, names[0], people[Role.AGENCY_ADMIN], others)

    assert answer.status_code == 403
    assert needed in answer.json()["detail"]
    alone = ask(key, names[0], people[Role.AGENCY_ADMIN], [needed])
    assert alone.status_code == int(TABLE[key][1].split()[-1])


@pytest.mark.parametrize("key", [key for key in TABLE if "{id}" in key])
def test_another_agencys_things_are_not_found(key, world, db):
    names, people = world
    for role in COLUMNS:
        answer = ask(key, names[1], people[role])
        assert answer.status_code in (403, 404), role
        assert answer.status_code == 404 or "403" in TABLE[key][1]
