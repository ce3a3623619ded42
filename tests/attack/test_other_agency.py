"""Another agency's identifiers, guessed in every address, form, link and filter.

What is there for others is answered as what is nowhere: the same status, page and steps, and
nothing that is written names it.
"""

import json
from itertools import product
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from agencies.models import Membership
from reliability.models import Alert, Credential, Decision, Study, StudyJob
from tests.attack.asking import ask, links_of
from tests.attack.forms import forms_of
from tests.attack.identifiers import OTHER, Counting, Exchange
from tests.factories import Person
from tests.reliability.api.conftest import make_secret
from tests.routes import table
from tests.routes.opened import clients_of, two_agencies
from tests.routes.table import COLUMNS, SIGN_IN
from tests.training.factories import TOOL
from training.models import Coding

ROWS = table.read_rows()
KINDS = {
    "codings": Coding,
    "certificates": Credential,
    "decisions": Decision,
    "alerts": Alert,
    "studies": Study,
    "jobs": StudyJob,
    "vignettes": None,
}
"""What an address of the interface names by its number; a case has a code instead."""


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("two")
    with django_db_blocker.unblock(), two_agencies(folder, Counting()) as made:
        yield made


@pytest.fixture(scope="module")
def clients(worlds):
    return clients_of(worlds[0])


@pytest.fixture(scope="module")
def exchange(worlds):
    return Exchange()


def member_of(world, role):
    user = world.people[role]
    membership = Membership.objects.select_related("agency", "user").get(user=user)
    return Person(user, membership)


def opened_by(row, method):
    """The first role for each way in which one's own thing is answered, but for a refusal."""
    first = {}
    for role, told in row.answers[method].items():
        if told not in ("403", "404", SIGN_IN):
            first.setdefault(told, role)
    return first.values()


def differences(others, nobodys, exchange):
    """How what is another's was answered otherwise than what is nobody's."""
    told = [part for part in ("status", "statements") if differ(others, nobodys, part)]
    for part in ("headers", "body"):
        one, other = (exchange.nobodys(str(getattr(each, part))) for each in (others, nobodys))
        told += [part] if one != other else []
    if exchange.others_in(others.writes):
        told.append("writes")
    return [f"{others.asked}: {part}" for part in told]


def differ(one, other, part):
    return getattr(one, part) != getattr(other, part)


@pytest.mark.parametrize("roles", [1, pytest.param(len(COLUMNS), marks=pytest.mark.full)])
def test_what_is_anothers_is_answered_as_what_is_nowhere(roles, worlds, clients, exchange, db):
    wrong, asked = [], 0
    for row in ROWS:
        others = row.url(worlds[1])
        nobodys = exchange.nobodys(others)
        if row.shared or nobodys == others:
            continue
        for method in row.answers:
            for role in list(opened_by(row, method))[:roles]:
                one, other = (ask(clients[role], method, url) for url in (others, nobodys))
                wrong += differences(one, other, exchange)
                wrong += [one.asked] if one.status != 404 else []
                asked += 1
    assert asked > 130
    assert wrong == []


def test_part_of_an_address_may_not_be_anothers(worlds, clients, exchange, db):
    wrong, asked = [], 0
    for row in ROWS:
        choices = zip(*(world.args.get(row.names, ()) for world in worlds), strict=True)
        pairs = [(own, other) for own, other in choices]
        mixed = [args for args in product(*pairs) if args not in (worlds[0].args[row.names],)]
        for args in mixed if sum(own != other for own, other in pairs) > 1 else ():
            for method in row.answers:
                for role in opened_by(row, method):
                    answer = ask(clients[role], method, reverse(row.route, args=args))
                    asked += 1
                    wrong += [answer.asked] if answer.status != 404 and not row.shared else []
    assert asked > 5
    assert wrong == []


def pages(worlds, clients):
    """Every page of North that shows a form or links, once for each role that sees it so."""
    for row in ROWS:
        if "GET" not in row.answers:
            continue
        url = row.url(worlds[0])
        for role in [role for role in COLUMNS[1:] if row.answers["GET"][role] == "200"][:1]:
            page = ask(clients[role], "GET", url)
            if dict(page.headers).get("Content-Type", "").startswith("text/html"):
                yield role, url, page


@pytest.fixture(scope="module")
def shown(worlds, clients):
    """Page by role and address: what each role sees first of its agency."""
    return list(pages(worlds, clients))


def test_no_page_names_a_thing_of_another_agency(shown, exchange):
    found = [f"{url} as {role}" for role, url, page in shown if exchange.others_in(page.body)]
    assert found == []


def guesses(shown, exchange):
    """Every field of every form that names a thing: (role, form, name, value), each once."""
    met = set()
    for role, url, page in shown:
        for form in forms_of(page.body, url):
            for name, value, _ in form.values:
                key = (name, form.action)
                if exchange.others(value) != value and "@" not in value and key not in met:
                    met.add(key)
                    yield role, form, name, value


def test_no_field_of_a_form_takes_a_thing_of_another_agency(shown, clients, exchange, db):
    wrong, taken, asked = [], 0, 0
    for role, form, name, own in guesses(shown, exchange):
        method = "POST" if form.is_post else "GET"
        answers = [
            ask(clients[role], method, form.action, {**form.filled(), name: [value]})
            for value in (own, exchange.others(own), exchange.nobodys(own))
        ]
        taken += answers[0].status == 302
        asked += 1
        wrong += differences(*answers[1:], exchange)
    assert wrong == []
    assert asked >= 10
    assert taken >= 4, "The forms do not reach far: what is one's own is refused as well."


def test_no_link_with_a_question_takes_a_thing_of_another_agency(shown, clients, exchange, db):
    links = {
        link: role
        for role, url, page in shown
        for link in links_of(page, url)
        if exchange.others(urlsplit(link).query) != urlsplit(link).query
    }
    wrong = []
    for link, role in links.items():
        address, _, query = link.partition("?")
        one, other = (
            ask(clients[role], "GET", f"{address}?{change(query)}")
            for change in (exchange.others, exchange.nobodys)
        )
        wrong += differences(one, other, exchange)
    assert wrong == []


def of_interface(exchange):
    """Every address of the interface that names a thing, with one of South in its place."""
    for path, operations in Client().get("/api/v1/openapi.json").json()["paths"].items():
        kind = path.split("/")[3]
        if "{" not in path or kind not in KINDS:
            continue
        named = exchange.first(KINDS[kind]) if KINDS[kind] else f"{OTHER}-orchard"
        address = path.format(id=named, code=named, number=1, key="results")
        for method in operations:
            yield method.upper(), address, {}
    for address, more in (
        ("/api/v1/score/", {}),
        ("/api/v1/explain/", {"scores": {"items": {"i1": 0}}}),
    ):
        yield "POST", address, {"tool": TOOL, "case": f"{OTHER}-orchard"} | more


def test_no_program_finds_a_thing_of_another_agency(worlds, exchange, db):
    wrong, asked = [], 0
    for role in ("analyst", "agency_admin"):
        secret = make_secret(member_of(worlds[0], role))
        told = {"HTTP_AUTHORIZATION": f"Bearer {secret}", "content_type": "application/json"}
        for method, address, body in of_interface(exchange):
            one, other = (
                ask(Client(), method, change(address), json.loads(change(json.dumps(body))), **told)
                for change in (str, exchange.nobodys)
            )
            wrong += differences(one, other, exchange)
            wrong += [one.asked] if one.status not in (403, 404) else []
            asked += 1
    assert asked > 20
    assert wrong == []


def test_no_list_of_the_interface_holds_a_thing_of_another_agency(worlds, exchange, db):
    secret = make_secret(member_of(worlds[0], "agency_admin"))
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    lists = [path for path in paths if "{" not in path]
    found = []
    for address in lists:
        told = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
        body = ask(Client(), "GET", f"{address}?limit=100", **told).body
        found += [address] if exchange.others_in(body) or f"{OTHER}-" in body else []
    assert found == []
