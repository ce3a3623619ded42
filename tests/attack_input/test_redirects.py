"""Nothing that an address or a form names leads to another site."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "https://elsewhere.example/",
    "http://elsewhere.example",
    "//elsewhere.example",
    "///elsewhere.example",
    "////elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "\\/elsewhere.example",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    "\x00//elsewhere.example",
    " https://elsewhere.example",
    "\thttps://elsewhere.example",
    "https:elsewhere.example",
    "https:/elsewhere.example",
    "https:///elsewhere.example",
    "//testserver@elsewhere.example/",
    "https://testserver:80@elsewhere.example",
    "https://elsewhere.example#testserver",
    "https://elsewhere.example\\@testserver",
    "//elsewhere\N{FULLWIDTH FULL STOP}example",
    "/%2f%2felsewhere.example",
    "%2f%2felsewhere.example",
    "%68ttps://elsewhere.example",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "/\r\nLocation: https://elsewhere.example",
    "/me/\r\nSet-Cookie: a=b",
]
DROPPED = str.maketrans("", "", "\t\r\n")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def assert_here(answer, told=""):
    """A browser that reads the answer stays on this site (as the URL standard has it read)."""
    where = answer.headers.get("Location", "").removeprefix("http://testserver")
    read = where.translate(DROPPED).strip("".join(map(chr, range(33)))).replace("\\", "/")
    assert not read.startswith("//"), f"{told!r}: {where!r}"
    assert not SCHEME.match(read), f"{told!r}: {where!r}"
    assert "a" not in answer.cookies


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_signing_in_leads_nowhere_else(asha, wanted):
    fields = {"login": asha.user.email, "password": PASSWORD}
    for address, sent in (
        (reverse("account_login"), {**fields, "next": wanted}),
        (f"{reverse('account_login')}?next={quote(wanted)}", fields),
    ):
        client = Client(raise_request_exception=False)
        answer = client.post(address, sent)
        assert answer.status_code == 302
        assert_here(answer, wanted)
        assert_here(client.get(address), wanted)


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_changing_the_language_leads_nowhere_else(client, wanted):
    for told in ({"next": wanted}, {}):
        answer = client.post(
            "/language/", {"language": "fr-ca", **told}, headers={"referer": quote(wanted, "/:")}
        )
        assert answer.status_code in (302, 400)
        assert_here(answer, wanted)


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_account_pages_lead_nowhere_else(client, asha, wanted):
    client.force_login(asha.user)
    for name in ("account_reauthenticate", "account_change_password", "mfa_activate_totp"):
        answer = client.post(
            f"{reverse(name)}?next={quote(wanted)}",
            {
                "password": PASSWORD,
                "next": wanted,
                "oldpassword": PASSWORD,
                "password1": PASSWORD,
                "password2": PASSWORD,
                "code": "1",
            },
        )
        assert_here(answer, wanted)
    assert_here(client.post(reverse("account_logout"), {"next": wanted}), wanted)


@pytest.mark.parametrize("path", ["//elsewhere.example", "//elsewhere.example/..", "/%0d%0aX:1"])
def test_an_address_without_its_last_slash_is_mended_within_the_site(client, db, path):
    assert_here(client.get(f"http://testserver{path}"), path)
