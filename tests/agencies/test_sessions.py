"""How long a sign-in lasts, where one is signed in, and ending that."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse

from agencies.middleware import NOTED_EVERY
from agencies.models import User
from agencies.sign_in import BEGAN, SEEN
from agencies.templatetags.agency_words import browser_name
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(person):
    client = Client()
    client.post(reverse("account_login"), {"login": person.user.email, "password": PASSWORD})
    return client


def shift(client, key, seconds):
    session = client.session
    session[key] = int(time.time()) - seconds
    session.save()


def test_sign_in_ends_after_a_time_without_requests(client, asha, settings):
    client.force_login(asha.user)
    shift(client, SEEN, settings.SESSION_IDLE_SECONDS + 5)

    response = client.get("/me/", follow=True)

    assert response.redirect_chain[0][0].startswith("/account/login/")
    assert "nothing was done for a while" in response.text


def test_sign_in_ends_after_its_hours_however_busy(client, asha, settings):
    client.force_login(asha.user)
    shift(client, BEGAN, settings.SESSION_COOKIE_AGE + 5)

    response = client.get("/me/", follow=True)

    assert "a sign-in does not last longer" in response.text


def test_sign_in_goes_on_while_one_works(client, asha, settings):
    client.force_login(asha.user)
    shift(client, SEEN, settings.SESSION_IDLE_SECONDS - 60)

    assert client.get("/me/").status_code == 200
    assert time.time() - client.session[SEEN] < 60


def test_a_request_soon_after_another_writes_nothing(client, asha, django_assert_num_queries):
    client.force_login(asha.user)
    shift(client, SEEN, NOTED_EVERY - 30)

    with django_assert_num_queries(2):  # the session and the person
        client.get(reverse("robots"))


def test_sessions_are_listed_and_ended_one_by_one(asha):
    here, there = sign_in(asha), sign_in(asha)
    text = here.get(reverse("usersessions_list")).text
    assert text.count("End this sign-in") == 2
    other = UserSession.objects.get(session_key=there.session.session_key)

    here.post(reverse("agencies:end_sign_in", args=[other.pk]))

    assert there.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200


def test_sessions_of_others_are_not_found(asha, ben):
    theirs = sign_in(ben)
    session = UserSession.objects.get(user=ben.user)

    response = sign_in(asha).post(reverse("agencies:end_sign_in", args=[session.pk]))

    assert response.status_code == 404
    assert theirs.get("/me/").status_code == 200


def test_sign_out_everywhere_keeps_this_browser_only(asha, client_of):
    here, there, unlisted = sign_in(asha), sign_in(asha), client_of(asha.user)

    here.post(reverse("agencies:sign_out_everywhere"))

    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == unlisted.get("/me/").status_code == 302
    assert here.get(reverse("usersessions_list")).text.count("End this sign-in") == 1


def test_password_change_ends_other_sessions(asha):
    here, there = sign_in(asha), sign_in(asha)
    new = "quite-another-lantern"

    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302


def test_unverified_address_must_be_verified_before_the_first_sign_in(client):
    User.objects.create_user("new@example.org", PASSWORD, name="New")

    response = client.post(
        reverse("account_login"), {"login": "new@example.org", "password": PASSWORD}
    )

    assert "_auth_user_id" not in client.session
    assert response.url == reverse("account_email_verification_sent")
    assert mail.outbox[0].to == ["new@example.org"]
    assert not EmailAddress.objects.get().verified


def test_changed_address_counts_only_once_verified(client, asha):
    client.force_login(asha.user)

    client.post(reverse("account_email"), {"email": "asha@elsewhere.example", "action_add": ""})
    client.post(reverse("account_email"), {"email": "asha@elsewhere.example", "action_primary": ""})

    asha.user.refresh_from_db()
    assert asha.user.email == "asha@example.org"


def test_address_of_somebody_else_is_not_told(client, asha, cara):
    client.force_login(asha.user)

    def answer(email):
        response = client.post(
            reverse("account_email"), {"email": email, "action_add": ""}, follow=True
        )
        return response.status_code, "already" in response.text

    assert answer(cara.user.email) == answer("nobody-has-this@example.org")


def test_reset_of_an_unknown_address_writes_to_nobody_and_tells_nothing(client, asha):
    def answer(email):
        response = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        return response.status_code, response.redirect_chain

    assert answer("nobody@example.org") == answer(asha.user.email)
    assert [letter.to for letter in mail.outbox] == [["asha@example.org"]]


@pytest.mark.parametrize("word", ["elevenchars", "password1234", "1234567890123"])
def test_weak_passwords_are_refused_at_a_change_too(client, asha, word):
    client.force_login(asha.user)

    response = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": word, "password2": word},
    )

    assert response.status_code == 200
    asha.user.refresh_from_db()
    assert asha.user.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/156 Safari/537 Edg/156", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19 like Mac OS X) Safari/604", "Safari, iPhone"),
        ("", "a browser"),
    ],
)
def test_browsers_are_named_in_two_words(told, shown):
    assert browser_name(told) == shown
