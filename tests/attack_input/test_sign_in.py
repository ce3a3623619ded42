"""Sessions that somebody else chose, hosts that a request makes up, and who has an account."""

import re
from types import SimpleNamespace

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import User
from tests.attack_input.test_replay import NOON, app, code_at, first_step  # noqa: F401
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def enter(client, person, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": person.user.email, "password": password})


def planted():
    """A browser whose session somebody else knows."""
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    return client, session.session_key


def test_a_session_planted_before_signing_in_is_worth_nothing(asha):
    client, known = planted()

    enter(client, asha)
    thief = Client()
    thief.cookies["sessionid"] = known

    assert client.session.session_key != known
    assert not Session.objects.filter(session_key=known).exists()
    assert thief.get("/me/").status_code == 302


def test_a_made_up_session_is_not_taken_over(asha):
    client = Client()
    client.cookies["sessionid"] = "a" * 32

    enter(client, asha)

    assert client.session.session_key != "a" * 32


def test_the_second_step_changes_the_session_again(asha, app, time_machine):  # noqa: F811
    time_machine.move_to(NOON, tick=False)
    client = first_step(asha)
    halfway = client.session.session_key

    client.post(reverse("mfa_authenticate"), {"code": code_at(NOON)})
    thief = Client()
    thief.cookies["sessionid"] = halfway

    assert client.session.session_key != halfway
    assert thief.get("/me/").status_code == 302


def test_after_signing_out_the_old_session_is_dead(asha):
    client = Client()
    enter(client, asha)
    old = client.session.session_key

    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies["sessionid"] = old

    assert thief.get("/me/").status_code == 302
    assert not Session.objects.filter(session_key=old).exists()


def test_signing_out_takes_a_form_of_this_site(asha, strict):
    client = strict(asha.user)

    client.get(reverse("account_logout"))
    client.post(reverse("account_logout"))

    assert client.get("/me/").status_code == 200


def test_somebody_else_at_the_same_browser_begins_anew(asha, ben):
    client = Client()
    enter(client, asha)
    session = client.session
    session["left"] = "by Asha"
    session.save()
    client.post(reverse("account_logout"))

    enter(client, ben)

    assert "left" not in client.session


def test_the_cookie_is_out_of_reach(asha, settings):
    client = Client()

    cookie = enter(client, asha).cookies["sessionid"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert len(cookie.value) == 32


@pytest.mark.parametrize(
    "told",
    [
        {"HTTP_HOST": "elsewhere.example"},
        {"HTTP_HOST": "testserver:80@elsewhere.example"},
        {"HTTP_HOST": "testserver.elsewhere.example"},
        {"HTTP_X_FORWARDED_HOST": "elsewhere.example"},
        {"HTTP_FORWARDED": "host=elsewhere.example"},
    ],
    ids=str,
)
def test_no_host_of_a_request_comes_into_a_letter(asha, settings, told):
    settings.BASE_URL = "https://training.example.ca"
    client = Client(raise_request_exception=False)

    answer = client.post(reverse("account_reset_password"), {"email": asha.user.email}, **told)

    assert answer.status_code in (302, 400)
    for letter in mail.outbox:
        assert "elsewhere" not in letter.body + letter.subject
        assert "https://training.example.ca/account/password/reset/key/" in letter.body


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_even_an_allowed_host_is_not_the_one_in_a_letter(asha, settings, host):
    settings.BASE_URL = "https://training.example.ca"
    settings.ALLOWED_HOSTS = ["*"]

    Client().post(reverse("account_reset_password"), {"email": asha.user.email}, HTTP_HOST=host)

    assert len(mail.outbox) == 1
    assert host not in mail.outbox[0].body


def test_the_link_of_a_letter_works_once(asha, settings):
    Client().post(reverse("account_reset_password"), {"email": asha.user.email})
    link = re.search(r"http\S+", mail.outbox[0].body)[0].removeprefix(settings.BASE_URL)
    new = "quite-another-lantern"

    def use(password):
        client = Client()
        form = client.get(link, follow=True)
        where = form.redirect_chain[-1][0] if form.redirect_chain else link
        client.post(where, {"password1": password, "password2": password})

    use(new)
    use("and-yet-another-lantern")

    asha.user.refresh_from_db()
    assert asha.user.check_password(new)


def statements_of(email, queries):
    with queries as asked:
        Client().post(reverse("account_reset_password"), {"email": email})
    return [re.sub(r"'[^']*'|\d+", "?", one["sql"])[:60] for one in asked.captured_queries]


def test_a_forgotten_password_takes_the_same_work_for_a_stranger(asha, monkeypatch):
    """Nobody is looked up, no link is made and no letter written before the answer."""
    jobs = []
    job = SimpleNamespace(enqueue=lambda *told: jobs.append(told))
    monkeypatch.setattr("agencies.tasks.send_reset", job)

    known, unknown = (
        statements_of(email, CaptureQueriesContext(connection))
        for email in (asha.user.email, "nobody@example.org")
    )

    assert known == unknown
    assert not any("agencies_user" in one or "emailaddress" in one for one in known)
    assert [email for email, _ in jobs] == [asha.user.email, "nobody@example.org"]
    assert mail.outbox == []


def hashes_made(client, email, monkeypatch):
    made = []
    kept = MD5PasswordHasher.encode

    def counted(hasher, password, salt):
        made.append(password)
        return kept(hasher, password, salt)

    with monkeypatch.context() as patch:
        patch.setattr(MD5PasswordHasher, "encode", counted)
        client.post(reverse("account_login"), {"login": email, "password": "wrong-lantern-7"})
    return len(made)


def test_a_wrong_password_takes_as_many_hashes_for_a_stranger(asha, client, monkeypatch):
    User.objects.filter(pk=asha.user.pk).update(password=MD5PasswordHasher().encode("x", "salt"))

    known = hashes_made(client, asha.user.email, monkeypatch)

    assert known == hashes_made(client, "nobody@example.org", monkeypatch) > 0
