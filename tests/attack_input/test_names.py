"""Line breaks in names write no header: of a letter, of a download, of an answer."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from agencies.actions.joining import Wanted, invite
from agencies.models import Agency, Role, User
from tests.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db
BREAKS = ["\r\n", "\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\r\n\r\n"]
PLAIN = re.compile(r'attachment; filename="[A-Za-z0-9._-]+"')


@pytest.mark.parametrize("line", BREAKS, ids=repr)
def test_a_name_writes_no_header_of_a_letter(tom, line, django_capture_on_commit_callbacks):
    evil = f"North{line}Bcc: thief@elsewhere.example{line}X: "
    Agency.objects.update(name=evil)
    User.objects.update(name=evil)
    tom.agency.refresh_from_db()
    tom.user.refresh_from_db()

    with django_capture_on_commit_callbacks(execute=True):
        invite(
            agency=tom.agency, wanted=Wanted("new@example.org", Role.ASSESSOR, evil), by=tom.user
        )

    letter = mail.outbox[0]
    headers = bytes(letter.message()).split(b"\n\n")[0]
    assert letter.recipients() == ["new@example.org"]
    assert not re.search(rb"^(bcc|x):", headers, re.IGNORECASE | re.MULTILINE)


@pytest.mark.parametrize(
    "email",
    [
        "a@example.org\r\nBcc: thief@elsewhere.example",
        "a@example.org%0ABcc:thief@elsewhere.example",
        "a@example.org,thief@elsewhere.example",
        "a@example.org;thief@elsewhere.example",
        '"a\r\nBcc: x"@example.org',
        "<a@example.org>\nthief@elsewhere.example",
    ],
)
def test_an_address_names_one_person(client, ada, email):
    client.force_login(ada.user)

    client.post(reverse("agencies:invite"), {"email": email, "role": "assessor"})
    client.post(reverse("account_reset_password"), {"email": email})
    client.post(reverse("account_email"), {"email": email, "action_add": ""})

    assert [to for letter in mail.outbox for to in letter.recipients()] == []


def test_downloads_have_plain_names(tom, north):
    evil = 'x"\r\nSet-Cookie: a=b; filename="y.exe'
    Agency.objects.update(name=evil, slug="north")
    User.objects.update(name=evil)
    asha = make_person("Asha", north)
    seen = 0
    for user, paths in (
        (tom.user, ["/people/people.csv", "/reliability/transcript.json", "/me/data/file/"]),
        (asha.user, ["/reliability/transcript.pdf", "/me/data/file/"]),
    ):
        client = Client()
        client.force_login(user)
        for path in paths:
            ask = client.post if "file" in path else client.get
            answer = ask(path)
            assert answer.status_code in (200, 403), path
            if "Content-Disposition" in answer.headers:
                seen += 1
                assert PLAIN.fullmatch(answer.headers["Content-Disposition"]), path
                assert "a" not in answer.cookies
    assert seen >= 3


@pytest.mark.parametrize("word", ["x%0d%0aSet-Cookie:a=b", "%0a", "%22;x", "..%2f..%2fetc", "%5c"])
def test_an_address_writes_no_header(client, asha, word):
    client.force_login(asha.user)

    for path in (
        f"/studies/templates/{word}/codings.csv",
        f"/vignettes/{word}/",
        f"/verify/{word}/",
    ):
        answer = client.get(path)
        assert answer.status_code in (403, 404)
        assert not re.search(r"[\r\n]", str(answer.headers))
        assert "a" not in answer.cookies


def test_a_redirect_writes_no_header(client, asha):
    answer = client.post(
        reverse("account_login"),
        {"login": asha.user.email, "password": PASSWORD, "next": "/me/\r\nSet-Cookie: a=b"},
    )

    assert "a" not in answer.cookies
    assert not re.search(r"[\r\n]", answer.headers["Location"])
