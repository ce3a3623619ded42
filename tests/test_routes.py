"""Every address by every role, with one's own agency's things and with another agency's.

The answers stand in tests/routes/*.toml, one row a route:

    ["training:programme"]           # the route; after a blank, what tells two rows of it apart
    names = "programme"              # what its address names: a key of `World.args`
    GET  = "in  403 403 403 403 200 200 200 200 403"

The columns are `COLUMNS` of tests/routes/table.py; "in" is the way to the sign-in page. A POST is
sent without fields. A method that a row leaves out is answered by 405. Another agency's thing is
answered by 404 wherever one's own is answered at all; `shared = true` marks what is everybody's.
"""

from copy import copy
from functools import partial

import pytest
from django.conf import settings, urls
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from agencies.models import Agency, Membership, SecondFactor
from tests.factories import Person, make_person
from tests.reliability.api.conftest import make_secret
from tests.routes import table
from tests.routes.opened import clients_of, two_agencies
from tests.routes.table import COLUMNS, METHODS, SIGN_IN

ROWS = table.read_rows()
FRAMEWORKS = {name for kept in table.COLLECTED.values() for name in kept}
OF_SYSTEM_ADMINS = {"admin:index", "agencies:home"}


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker, tmp_path_factory):
    """Both agencies, made once and rolled back after the last test of this file."""
    folder = tmp_path_factory.mktemp("routes")
    with django_db_blocker.unblock(), two_agencies(folder) as made:
        yield made


@pytest.fixture(scope="module", autouse=True)
def _bare_refusals():
    """Refusals without their page: it is tested elsewhere, and thousands of them take long."""
    with pytest.MonkeyPatch.context() as patch:
        for status in (403, 404):
            bare = partial(HttpResponse, status=status)
            patch.setattr(urls, f"handler{status}", lambda request, exception, bare=bare: bare())
        yield


@pytest.fixture(scope="module")
def clients(worlds):
    """One browser for each role of North, signed in once."""
    return clients_of(worlds[0])


def answer(client, method, url, fields=()):
    """What comes back, as the table writes it; what it changed is undone."""
    cookies = copy(client.cookies)
    with transaction.atomic():
        sent = {"csrfmiddlewaretoken": "-", **dict(fields)} if method == "POST" else {}
        response = client.post(url, sent) if sent else client.get(url)
        transaction.set_rollback(True)
    client.cookies = cookies
    to_sign_in = reverse(settings.LOGIN_URL)
    if response.status_code == 302 and response.url.startswith(to_sign_in):
        return SIGN_IN
    return str(response.status_code)


def allowed_elsewhere(row, method, role):
    """What the same role may be answered for another agency's thing."""
    own = row.answers[method][role]
    if row.shared or own == SIGN_IN:
        return (own,)
    return ("403", "404") if own == "403" else ("404",)


def test_every_route_has_a_row_and_every_row_a_route():
    known, rows = table.routes(), {row.route for row in ROWS}

    new = sorted(known - rows)
    assert not new, (
        f"Routes without a row: {', '.join(new)}. Add a row for each to a file of tests/routes/, "
        f"with the answers for {', '.join(COLUMNS)}."
    )
    gone = sorted(rows - known)
    assert not gone, f"Rows without a route: {', '.join(gone)}. Take them out of tests/routes/."


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_each_role_is_answered_as_the_table_says(row, worlds, clients, db):
    url = row.url(worlds[0])
    wrong = [
        f"{method} {url} as {role}: {got}, expected {expected}"
        for method in METHODS
        for role in (COLUMNS if method in row.answers else COLUMNS[:2])
        if (got := answer(clients[role], method, url))
        != (expected := row.answers.get(method, {}).get(role, "405"))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_another_agencys_things_are_not_found(row, worlds, clients, db):
    url = row.url(worlds[1])
    if url == row.url(worlds[0]):
        return  # the address names nothing of an agency
    wrong = [
        f"{method} {url} as {role}: {got}, expected {' or '.join(allowed)}"
        for method in row.answers
        for role in COLUMNS
        if (got := answer(clients[role], method, url))
        not in (allowed := allowed_elsewhere(row, method, role))
    ]
    assert not wrong, "\n".join(wrong)


def left(worlds):
    """Somebody whose role in North has ended, still signed in."""
    person = make_person("Leaver", worlds[0].people["coordinator"].memberships.get().agency)
    Membership.objects.filter(pk=person.membership.pk).update(ended_at=now())
    return person.user


def without_second_step(worlds):
    """North's coordinator, once North asks everybody for a second step."""
    user = worlds[0].people["coordinator"]
    Agency.objects.filter(memberships__user=user).update(second_factor=SecondFactor.EVERYBODY)
    return user


@pytest.mark.parametrize("made", [left, pytest.param(without_second_step, marks=pytest.mark.full)])
def test_who_has_left_or_lacks_a_second_step_is_answered_as_who_never_belonged(made, worlds, db):
    """As a system admin without a role, but for the admin; a second step is asked for by 302."""
    client = Client(raise_request_exception=False)
    client.force_login(made(worlds))
    wrong = [
        f"{method} {row.url(worlds[0])}: {got}, expected {expected}"
        for row in ROWS
        for method in row.answers
        if row.key not in OF_SYSTEM_ADMINS
        if (got := answer(client, method, row.url(worlds[0])))
        != (expected := row.answers[method]["system_admin"])
        and not (made is without_second_step and got == "302")
    ]
    assert not wrong, "\n".join(wrong)


def test_a_token_opens_no_page_and_no_page_has_another_method(worlds, clients, db):
    member = Membership.objects.select_related("agency", "user").get(
        user=worlds[0].people["agency_admin"]
    )
    secret = make_secret(Person(member.user, member))
    program = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})
    wrong = []
    for row in ROWS:
        if row.route in FRAMEWORKS:
            continue
        url = row.url(worlds[0])
        expected = row.answers.get("GET", {}).get("signed_out", "405")
        got = answer(program, "GET", url)
        wrong += [f"{url} by token: {got}, expected {expected}"] if got != expected else []
        status = clients["editor"].put(url).status_code
        wrong += [f"PUT {url}: {status}"] if status not in (403, 404, 405) else []
    assert not wrong, "\n".join(wrong)
