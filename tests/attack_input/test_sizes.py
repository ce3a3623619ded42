"""Too much of everything: fields, parts, letters, numbers, and letters that are none."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from agencies.models import Role, User
from tests.attack_input.addresses import every_address

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=b"
ODD_TEXTS = {
    "null byte": "a\x00b",
    "lone surrogate": "a\ud800b",
    "not a character": "a\uffffb",
    "turns the line": "a\N{RIGHT-TO-LEFT OVERRIDE}b",
    "a megabyte": "a" * 1_000_000,
    "many marks": "a" + "\N{COMBINING ACUTE ACCENT}" * 10_000,
    "lines": "a\r\nb\rc\u2028d",
}
ODD_QUERIES = (
    "page=0&page=-1",
    "page=99999999999999999999999999",
    "page=1e9",
    "page=%00",
    "page=%ED%A0%80",
    "page=%F0%9F%92%A9&q=%FF%FE",
    "tool=%00&q=%00&sort=%00&language=%00&at=%00",
    "page[]=1&page[$ne]=2&q=%27%3B--&sort=password",
    "q=" + "a" * 8_000,
    "&".join(f"a{n}=1" for n in range(900)),
)


def form_of(fields):
    return "&".join(f"f{n}=1" for n in range(fields))


def parts_of(number):
    part = '--b\r\nContent-Disposition: form-data; name="f{n}"\r\n\r\n1\r\n'
    return "".join(part.format(n=n) for n in range(number)) + "--b--\r\n"


def files_of(number):
    part = '--b\r\nContent-Disposition: form-data; name="f"; filename="{n}"\r\n\r\n1\r\n'
    return "".join(part.format(n=n) for n in range(number)) + "--b--\r\n"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (form_of(100_000), FORM),
        (parts_of(10_000), PARTS),
        (files_of(10_000), PARTS),
        ("name=" + "a" * 3_000_000, FORM),
        ("a" * 3_000_000, FORM),
        ("--b\r\n" + "X: y\r\n" * 50_000 + "\r\n\r\n--b--", PARTS),
        (
            "--b\r\nContent-Disposition: form-data; name=" + "n" * 200_000 + "\r\n\r\n1\r\n--b--",
            PARTS,
        ),
        ("--b\r\nContent-Disposition: form-data", PARTS),
        ("x", "multipart/form-data"),
        ("x", "multipart/form-data; boundary=" + "b" * 3_000),
    ],
    ids=["fields", "parts", "files", "field", "blob", "headers", "name", "cut", "none", "long"],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_too_much_in_a_form_is_refused_and_is_no_fault(asha, body, kind, signed_in):
    client = Client(raise_request_exception=False)
    if signed_in:
        client.force_login(asha.user)

    answer = client.generic("POST", "/me/" if signed_in else "/account/login/", body, kind)

    assert answer.status_code in (200, 400, 413, 422)
    asha.user.refresh_from_db()
    assert asha.user.name == "Asha"


@pytest.mark.parametrize("name", ["training:autosave", "training:page_left", "training:mark"])
@pytest.mark.parametrize("body", ["[" * 100_000, '{"a":' * 5_000, "1" * 5_000, "\ud800", "\x00"])
def test_deep_and_endless_json_is_no_fault(staff, name, body):
    args = [7]

    answer = staff[Role.ASSESSOR].generic(
        "POST", reverse(name, args=args), body.encode("utf-8", "surrogatepass"), "application/json"
    )

    assert answer.status_code < 500


def test_long_headers_are_no_fault(asha, client):
    client.force_login(asha.user)
    for name in ("user-agent", "accept-language", "accept", "x-request-id", "referer", "origin"):
        answer = client.get("/me/", headers={name: "a,b;q=0.5," * 800})
        assert answer.status_code == 200, name
        assert len(answer.headers["X-Request-Id"]) <= 64


@pytest.mark.parametrize("language", ["en;q=" + "9" * 5_000, "x-" * 3_000, "\x00", "fr-ca\r\nX: 1"])
def test_odd_languages_are_no_fault(client, db, language):
    assert client.get("/account/login/", headers={"accept-language": language}).status_code == 200
    client.cookies["django_language"] = language.replace("\r\n", "").replace("\x00", "")
    assert client.get("/account/login/").status_code == 200


def faults(clients, queries_of):
    """Every address with these queries, by one role after the other."""
    told, roles = [], list(clients.items())
    for number, address in enumerate(_own()):
        for turn, query in enumerate(queries_of(number)):
            role, client = roles[(number // 6 + turn) % len(roles)]
            if client.get(f"{address.path}?{query}").status_code == 500:
                told.append(f"{role} {address.path}?{query[:40]}")
    return told


@pytest.fixture
def everybody(staff, root):
    client = Client(raise_request_exception=False)
    client.force_login(root)
    return {**staff, "root": client}


def test_odd_queries_are_no_fault(everybody):
    """Every sixth address with one of them; all of it is in the long run."""
    assert (
        faults(everybody, lambda n: [] if n % 6 else [ODD_QUERIES[n // 6 % len(ODD_QUERIES)]]) == []
    )


@pytest.mark.full
def test_every_odd_query_at_every_address_is_no_fault(everybody):
    assert faults(everybody, lambda number: ODD_QUERIES) == []


def _own():
    """Ours and allauth's; and of the admin, people and the index."""
    kept = ("admin:agencies_user_", "admin:index")
    return [
        a for a in every_address() if not a.name.startswith("admin:") or a.name.startswith(kept)
    ]


@pytest.mark.parametrize("odd", ODD_TEXTS)
def test_odd_text_in_a_name_is_refused_or_kept_and_is_no_fault(asha, odd):
    client = Client(raise_request_exception=False)
    client.force_login(asha.user)
    text = ODD_TEXTS[odd].encode("utf-8", "surrogatepass")
    body = b"name=" + b"".join(b"%%%02X" % one for one in text) + b"&language=en"

    answer = client.generic("POST", "/me/", body, FORM)

    assert answer.status_code in (200, 302, 400, 422)
    assert client.get("/me/").status_code == 200
    name = User.objects.get(pk=asha.user.pk).name
    assert "\x00" not in name
    assert "\n" not in name
    assert len(name) <= 150
    assert json.dumps(name).encode("utf-8")


@pytest.mark.parametrize(
    "method", ["TRACE", "CONNECT", "DEBUG", "PROPFIND", "get", "HEAD", "X" * 99]
)
def test_other_methods_do_nothing(asha, method):
    client = Client(raise_request_exception=False)
    client.force_login(asha.user)

    answer = client.generic(method, "/me/sign-ins/end/", "")

    assert answer.status_code in (403, 405)
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize(
    "header", ["X-HTTP-Method-Override", "X-Method-Override", "X-Original-URL"]
)
def test_no_header_makes_another_request_of_it(asha, header):
    client = Client()
    client.force_login(asha.user)

    answer = client.get("/me/sign-ins/end/?_method=POST", headers={header: "POST"})

    assert answer.status_code == 405


@pytest.mark.parametrize(
    "path", ["/people/%00/", "/vignettes/%ED%A0%80/", "/verify/%00/", "/shared/%0A/", "/%FF%FE/"]
)
def test_odd_addresses_are_not_found(staff, path):
    answer = staff[Role.COORDINATOR].get(path)

    assert answer.status_code == 404
    assert not re.search("[\x00\ud800]", answer.text)
