"""Every address there is: no write without the page's token, no answer without its headers."""

import re

import pytest
from django.http import HttpResponse

from tests.attack_input.addresses import every_address
from tests.attack_input.test_redirects import assert_here

ADDRESSES = every_address()
BY_TOKEN = {address.name for address in ADDRESSES if address.name.startswith("api:")}
SIGNED = {"lti:login", "lti:launch"}
"""A learning platform's own messages: its signature and a state of one browser stand for the token
of the page."""
UNSAFE = ("post", "put", "patch", "delete")
ELSEWHERE = "//elsewhere.example"
LURE = "?" + "&".join(f"{name}={ELSEWHERE}" for name in ("next", "continue", "return_to", "url"))
FORGED = re.compile(r"CSRF", re.IGNORECASE)
NEVER = ("unsafe-inline", "unsafe-eval", "*", "http:", "https:", "blob:", "'strict-dynamic'")


@pytest.fixture
def as_root(strict, root):
    return strict(root)


def outsiders(name):
    """The admin has four hundred addresses that are alike: two tables will do."""
    kept = ("admin:agencies_user_", "admin:mfa_", "admin:index", "admin:log")
    return name.startswith("admin:") and not name.startswith(kept)


SAMPLE = [address for address in ADDRESSES if not outsiders(address.name)]


def test_the_list_holds_allauths_pages_and_the_admins():
    names = {address.name for address in ADDRESSES}

    assert len(ADDRESSES) > 500
    assert {"account_login", "mfa_login_webauthn", "admin:agencies_user_add"} <= names
    assert {"agencies:people", "training:autosave", "shared:report", "api:score"} <= names


def test_no_view_is_exempt_from_the_check_of_forgery_but_those_that_take_tokens():
    exempt = {address.name for address in ADDRESSES if getattr(address.view, "csrf_exempt", False)}

    assert exempt <= BY_TOKEN | SIGNED


def bare(request, reason=""):
    """A refusal without its page: thousands of them take long."""
    return HttpResponse(reason, status=403)


def test_a_forged_write_is_refused_on_every_route(as_root, settings):
    """With the session of the highest rank."""
    settings.CSRF_FAILURE_VIEW = f"{__name__}.bare"
    let_in = [
        f"{method.upper()} {address.path}: {answer.status_code}"
        for number, address in enumerate(SAMPLE)
        if address.name not in BY_TOKEN | SIGNED
        for method in (UNSAFE if number % 8 == 0 else UNSAFE[:1])
        if not FORGED.search((answer := getattr(as_root, method)(address.path)).text)
    ]

    assert let_in == []


def test_a_forged_write_to_the_interface_is_refused(as_root):
    """The session signs in there too, so that a page of another site could use it."""
    for address in ADDRESSES:
        if address.name in BY_TOKEN:
            answer = as_root.post(address.path, "{}", content_type="application/json")
            assert answer.status_code in (403, 404, 405, 415), address.path
            assert answer.status_code != 403 or FORGED.search(answer.text), address.path


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"referer": "https://elsewhere.example/page"},
        {},
    ],
)
def test_a_token_does_not_help_a_page_of_another_site(strict, asha, headers):
    client = strict(asha.user, HTTP_HOST="localhost")
    page = client.get("/me/", secure=True).text
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]

    sent = {"csrfmiddlewaretoken": token, "language": "fr-ca"}
    answer = client.post("/language/", sent, secure=True, headers=headers)

    assert answer.status_code == 403


def assert_headers(answer, told):
    policy = answer.headers.get("Content-Security-Policy", "")
    for part in ("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'"):
        assert part in policy, told
    assert "base-uri 'none'" in policy, told
    assert "form-action 'self'" in policy, told
    for word in policy.replace(";", " ").split():
        assert word not in NEVER, f"{told}: {word}"
    assert answer.headers["X-Frame-Options"] == "DENY", told
    assert answer.headers["X-Content-Type-Options"] == "nosniff", told
    assert answer.headers["Referrer-Policy"] == "same-origin", told
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", told
    assert "Access-Control-Allow-Origin" not in answer.headers, told
    if answer.content:
        kind = answer.headers["Content-Type"]
        assert not kind.startswith("text/") or "charset=utf-8" in kind, told


@pytest.mark.parametrize("who", [pytest.param("root", marks=pytest.mark.full), "nobody"])
def test_every_answer_carries_its_headers_and_follows_no_name_in_its_address(strict, root, who):
    client = strict(root if who == "root" else None)

    for address in SAMPLE:
        answer = client.get(address.path + LURE)
        assert_here(answer, address.path)
        if not answer.streaming:
            assert_headers(answer, f"GET {address.path} {answer.status_code}")
            assert f'href="{ELSEWHERE}'.encode() not in answer.content, address.path


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/static/app.css", 200),
        ("/static/missing.css", 404),
        ("/static/../config/settings.py", 404),
        ("/static/%2e%2e/config/settings.py", 404),
        ("/no-such-page/", 404),
        ("/admin/no-such-page/", 302),
        ("/api/no-such-page/", 404),
        ("/me/?%00", 302),
    ],
)
def test_static_files_and_errors_carry_them_too(strict, db, path, status):
    answer = strict().get(path)

    assert answer.status_code == status
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_a_fault_carries_them_too(strict, asha, monkeypatch):
    client = strict(asha.user)
    monkeypatch.setattr("agencies.access.signed_in", lambda request: 1 / 0)

    answer = client.get("/me/")

    assert answer.status_code == 500
    assert_headers(answer, "500")
    assert "ZeroDivisionError" not in answer.text


def test_another_host_is_refused(strict, db):
    answer = strict().get("/account/login/", headers={"host": "elsewhere.example"})

    assert answer.status_code == 400
    assert "elsewhere.example" not in answer.text
