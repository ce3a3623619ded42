"""Nothing that reaches an assessor in an exam depends on what is right: every answer, compared.

The same requests are sent twice, with other right scores in force. Every status, header, byte and
statement to the database has to be the same: then nothing tells what is right, no text, no length,
no ETag, and no time that an answer takes.
"""

import base64
import html

import pytest
import time_machine
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django_scopes import scopes_disabled

from tests.attack.asking import ask, crawl
from tests.attack.examined import CANARY, RIGHT, WRONG, make_examined, make_gold, person_of
from tests.reliability.api.conftest import make_secret
from tests.routes import table
from tests.training.exam_bank import FACTS
from tests.training.factories import TOOL, form_of

ODD_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")
DRAWN = ("/account/2fa/totp/activate/", "/account/2fa/webauthn/add/")
"""Pages that show a secret drawn anew each time."""
OF_A_ROUTE = 1
"""No more links to a route are followed by default: the rules of every tool take long."""


@pytest.fixture(scope="module")
def examined(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("examined")
    changed = {
        "BADGE_KEYS": "",
        "BADGE_KEYS_FILE": folder / "badge-keys.json",
        "SESSION_ENGINE": "django.contrib.sessions.backends.cache",
        "API_REQUESTS_A_MINUTE": 1_000_000,
    }
    with django_db_blocker.unblock(), override_settings(**changed), transaction.atomic():
        with scopes_disabled():
            made = make_examined(folder)
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def assessor(examined):
    """The assessor's browser, and a token with every scope."""
    client = Client(raise_request_exception=False)
    client.force_login(examined.user)
    return client, make_secret(person_of(examined))


def url(name, *args):
    return reverse(f"training:{name}", args=args)


def addresses(examined, everything):
    """The table of routes with this agency's things, without what is not for assessors at all."""
    for row in table.read_rows():
        for method, answers in row.answers.items():
            if everything or answers["assessor"] != "403":
                yield method, row.url(examined)


def work(examined):
    """What one does with a case, rightly and wrongly."""
    begun = examined.begun
    for case in (examined.handed_in, begun, examined.unread):
        for name in ("notice", "score", "decline", "feedback", "receipt"):
            yield "GET", url(name, case.pk), {}
        for scores in (RIGHT, WRONG):
            yield "POST", url("score", case.pk), form_of(scores, case, action="save", revision=1)
            yield "POST", url("score", case.pk), form_of(scores, case, revision=1)
            fields = {"question": "i5", "i5-value": scores["i5"], "i5-revision": 1}
            yield "POST", url("autosave", case.pk), fields
    yield "POST", url("autosave", begun.pk), {"question": "i99", "i99-value": 1}
    yield "POST", url("autosave", begun.pk), {"question": "i5", "i5-value": 7}
    mark = {"mark-question": "i5", "mark-place": "en nowhere", "on": "1"}
    yield "POST", url("mark", begun.pk), mark


def odd(examined):
    """What is refused: a method, an address, the admin."""
    score = url("score", examined.begun.pk)
    yield from ((method, score, {}) for method in ODD_METHODS)
    yield "GET", "/no/such/page/", {}
    yield "GET", f"{score}?rating=1&gold=1&format=json", {}
    yield "GET", "/admin/vignettes/goldcoding/", {}
    yield "GET", f"/admin/vignettes/vignetteversion/{examined.begun.version_id}/change/", {}


def of_programs(examined, secret):
    """What a program in the assessor's name may ask of the interface."""
    told = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    code = examined.begun.version.vignette.code
    for path, operations in Client().get("/api/v1/openapi.json").json()["paths"].items():
        for pk in (examined.coding.pk, examined.begun.pk) if "{id}" in path else (0,):
            address = path.format(id=pk, tool=TOOL, code=code, number=1, key="results")
            if "get" in operations:
                yield "GET", address, {}, told
    for body in ({"tool": TOOL, "case": code}, {"tool": TOOL, "facts": FACTS}):
        for address in ("/api/v1/score/", "/api/v1/explain/"):
            yield "POST", address, body, {**told, "content_type": "application/json"}


def every_answer(examined, assessor, everything):
    """Asked of the pages, as a browser does it, of its forms, and of the interface."""
    client, secret = assessor
    known = list(addresses(examined, everything))
    starts = ["/", *(address for method, address in known if method == "GET")]
    answers = list(crawl(client, starts, None if everything else OF_A_ROUTE).values())
    posts = [(m, a, {"csrfmiddlewaretoken": "-"}) for m, a in known if m != "GET"]
    for method, address, fields in [*posts, *work(examined), *odd(examined)]:
        answers.append(ask(client, method, address, fields))
    for each in (Client(), client) if everything else (Client(),):
        for method, address, fields, told in of_programs(examined, secret):
            answers.append(ask(each, method, address, fields, **told))
    for case in (examined.begun, examined.handed_in):
        page = url("score", case.pk)
        answers.append(ask(client, "GET", page, HTTP_ACCEPT_LANGUAGE="fr-CA"))
    return answers


def with_gold(examined, scores, asking):
    """What comes back while these scores are right in each case of the exam."""
    with transaction.atomic():
        for version in examined.cases:
            make_gold(version, 2, scores)
        with time_machine.travel(examined.at, tick=False):
            answers = asking()
        transaction.set_rollback(True)
    return answers


def both(examined, asking):
    """The answers while some scores are right, each beside the one while others are."""
    return list(
        zip(*(with_gold(examined, scores, asking) for scores in (RIGHT, WRONG)), strict=True)
    )


def told_apart(pairs, *parts):
    """Requests that were not answered alike."""
    return [
        f"{one.asked}: {part}"
        for one, other in pairs
        if not one.asked.startswith(tuple(f"GET {page}" for page in DRAWN))
        for part in ("asked", "status", *parts)
        if getattr(one, part) != getattr(other, part)
    ]


@pytest.fixture(scope="module")
def pairs(examined, assessor):
    return both(examined, lambda: every_answer(examined, assessor, everything=False))


def test_no_answer_tells_what_is_right(pairs):
    assert len(pairs) > 150
    assert {200, 204, 302, 403, 404, 405, 409, 422} <= {one.status for one, _ in pairs}
    assert told_apart(pairs, "headers", "body") == []


def test_no_answer_takes_other_steps_when_it_is_right(pairs):
    assert told_apart(pairs, "statements") == []


def test_no_answer_holds_what_only_gold_says(pairs):
    packed = base64.b64encode(CANARY.encode()).decode().rstrip("=")[:-1]
    found = [
        one.asked
        for pair in pairs
        for one in pair
        if CANARY in html.unescape(one.body + repr(one.headers)).lower() or packed in one.body
    ]
    assert found == []


def test_no_answer_is_kept_by_the_browser(pairs):
    shown = [one for one, _ in pairs if not one.asked.startswith("GET /static/")]
    told = [(one.asked, dict(one.headers)) for one in shown]
    kept = [asked for asked, headers in told if "no-store" not in headers.get("Cache-Control", "")]
    assert kept == []
    assert not [asked for asked, headers in told if {"ETag", "Last-Modified"} & headers.keys()]


def test_the_comparison_sees_what_differs(examined, db):
    """The analyst of the same agency is told, so the same requests are answered otherwise."""
    client = Client(raise_request_exception=False)
    client.force_login(examined.analyst)
    feedback = url("feedback", examined.handed_in.pk)
    code = examined.begun.version.vignette.code
    pages = (feedback, f"/api/v1/vignettes/{code}/gold/")

    pairs = both(examined, lambda: [ask(client, "GET", page) for page in pages])

    told = told_apart(pairs, "body")
    assert len(told) == len(pages), told
    assert CANARY in pairs[0][1].body


@pytest.mark.full
def test_no_answer_of_all_tells_what_is_right(examined, assessor, db):
    pairs = both(examined, lambda: every_answer(examined, assessor, everything=True))

    assert len(pairs) > 600
    assert told_apart(pairs, "headers", "body", "statements") == []
