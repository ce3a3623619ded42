"""What signed somebody in once does not do so again: codes, passkeys, recovery codes."""

from dataclasses import replace
from itertools import pairwise

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from agencies import second_step
from tests.attack_input.passkey import PRESENT, Passkey
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOON = 1_800_000_000 // 30 * 30


def code_at(moment):
    return totp.format_hotp_value(totp.hotp_value(SECRET, int(moment) // 30))


@pytest.fixture
def app(asha):
    """An authenticator app on Asha's account."""
    totp.TOTP.activate(asha.user, SECRET)
    cache.clear()


def first_step(person):
    client = Client()
    client.post(reverse("account_login"), {"login": person.user.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    return client


def opens(person, code):
    """Whether this code, after the right password, leads in."""
    client = first_step(person)
    client.post(reverse("mfa_authenticate"), {"code": code})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("later", [0, 20, 31, 45, 59])
def test_a_code_is_taken_once_as_long_as_it_would_count(asha, app, later):
    with time_machine.travel(NOON, tick=False) as clock:
        code = code_at(NOON)
        assert opens(asha, code)
        clock.move_to(NOON + later)
        cache.clear()  # what a cache forgot must not matter
        assert not opens(asha, code)


def test_the_code_before_one_that_was_used_is_taken_no_more(asha, app):
    with time_machine.travel(NOON, tick=False):
        before, now, after = (code_at(NOON + shift) for shift in (-30, 0, 30))

        assert opens(asha, now)
        assert not opens(asha, before)
        assert opens(asha, after)


def test_codes_beyond_what_clocks_may_differ_by_are_not_taken(asha, app):
    with time_machine.travel(NOON, tick=False):
        assert not opens(asha, code_at(NOON - 60))
        assert not opens(asha, code_at(NOON + 60))


def test_of_two_requests_with_one_code_one_wins(asha, app):
    authenticator = Authenticator.objects.get(type="totp")
    with time_machine.travel(NOON, tick=False):
        wins = [second_step.use_up(authenticator, code_at(NOON)) for _ in range(2)]

    assert wins == [True, False]


def test_a_code_used_to_confirm_who_one_is_counts_once_too(asha, app):
    with time_machine.travel(NOON, tick=False) as clock:
        client = first_step(asha)
        client.post(reverse("mfa_authenticate"), {"code": code_at(NOON)})
        clock.move_to(NOON + 45)
        answer = client.post(reverse("mfa_reauthenticate"), {"code": code_at(NOON)})

    assert answer.status_code == 200
    assert answer.context["form"].errors


def challenge_of(client):
    asked = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    return asked.json()["request_options"]["publicKey"]["challenge"]


def browser():
    return Client(HTTP_HOST="localhost", raise_request_exception=False)


def signs_in(client, answer):
    client.post(reverse("mfa_login_webauthn"), {"credential": answer})
    return "_auth_user_id" in client.session


@pytest.fixture
def key(asha, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
    made = Passkey(asha.user)
    made.register()
    return made


def test_a_passkey_signs_in(key):
    client = browser()

    assert signs_in(client, key.answer(challenge_of(client)))


def test_an_answer_counts_once(key):
    client = browser()
    answer = key.answer(challenge_of(client))
    assert signs_in(client, answer)
    client.post(reverse("account_logout"))

    assert not signs_in(client, answer)  # without a new challenge
    challenge_of(client)
    assert not signs_in(client, answer)  # with one
    assert not signs_in(browser(), answer)  # in another browser


def test_a_challenge_is_given_once(key):
    client = browser()
    challenge = challenge_of(client)
    assert signs_in(client, key.answer(challenge))
    client.post(reverse("account_logout"))

    assert not signs_in(client, key.answer(challenge))


def test_a_challenge_of_one_browser_is_none_in_another(key):
    mine, theirs = browser(), browser()
    challenge_of(theirs)

    assert not signs_in(theirs, key.answer(challenge_of(mine)))


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "http://elsewhere.example:8000"},
        {"origin": "https://localhost.elsewhere.example"},
        {"site": "elsewhere.example"},
        {"flags": PRESENT},  # its owner was not asked for finger or PIN
        {"flags": 0},
        {"secret": Passkey(None).secret},
        {"number": b"another-number--"},
    ],
    ids=[
        "another-site",
        "without-https",
        "a-name-below",
        "registered-elsewhere",
        "owner-not-asked",
        "nobody-there",
        "another-key",
        "another-number",
    ],
)
def test_an_answer_for_another_site_or_by_another_key_is_refused(key, changed):
    client = browser()

    assert not signs_in(client, replace(key, **changed).answer(challenge_of(client)))


def test_an_answer_of_another_kind_is_refused(key):
    client = browser()

    assert not signs_in(client, key.answer(challenge_of(client), kind="webauthn.create"))


def test_a_key_of_somebody_else_does_not_open_this_account(key, ben):
    client = browser()
    forged = replace(Passkey(ben.user), number=key.number)

    assert not signs_in(client, forged.answer(challenge_of(client)))


def in_turn(key, counts):
    for count in counts:
        client = browser()
        yield signs_in(client, replace(key, count=count).answer(challenge_of(client)))


def test_a_key_that_has_signed_less_than_it_told_is_a_copy(key):
    assert list(in_turn(key, [5, 6, 6, 5, 0, 7])) == [True, True, False, False, False, True]


def test_keys_that_do_not_count_go_on_saying_nought(key):
    assert list(in_turn(key, [0, 0, 0])) == [True, True, True]


def test_challenges_are_long_and_never_the_same():
    given = [challenge_of(browser()) for _ in range(8)]

    assert min(map(len, given)) >= 42  # 32 bytes
    assert all(one != other for one, other in pairwise(sorted(given)))
