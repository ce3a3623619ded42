"""Guessing: passwords, second steps, links and codes, with and without a proxy's headers.

The limits are allauth's: five wrong passwords in five minutes for one account, ten a minute from
one address. They are on here as in a service; every other test runs without them.
"""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from tests.attack_input.test_replay import NOON, SECRET, code_at
from tests.factories import PASSWORD, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("limits")]


WRONG = "wrong-lantern-7"


def enter(email, password=WRONG, forwarded=None, address="192.0.2.1", client=None):
    """Try to sign in; returns the client."""
    client = client or Client(raise_request_exception=False)
    told = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    fields = {"login": email, "password": password}
    client.answer = client.post(reverse("account_login"), fields, REMOTE_ADDR=address, **told)
    return client


def is_in(client):
    return "_auth_user_id" in client.session


def test_the_sixth_guess_at_one_account_is_not_even_looked_at(asha):
    """Whatever address it comes from: a botnet gains nothing."""
    for n in range(5):
        enter(asha.user.email, address=f"192.0.2.{n}")

    assert not is_in(enter(asha.user.email, PASSWORD, address="198.51.100.9"))


def test_writing_the_address_otherwise_is_the_same_account(asha):
    for email in ("Asha@example.org", " asha@example.org", "ASHA@EXAMPLE.ORG", "asha@example.org "):
        enter(email)
    enter("aSHA@example.org", address="192.0.2.2")

    assert not is_in(enter(asha.user.email, PASSWORD, address="192.0.2.3"))


def test_a_success_of_another_account_does_not_free_this_one(asha, ben):
    for _ in range(5):
        enter(asha.user.email)
        enter(ben.user.email, PASSWORD, address="192.0.2.2")

    assert not is_in(enter(asha.user.email, PASSWORD))


def test_from_one_address_many_accounts_are_not_tried(asha):
    for n in range(10):
        enter(f"stranger-{n}@example.org")

    assert not is_in(enter(asha.user.email, PASSWORD))
    assert is_in(enter(asha.user.email, PASSWORD, address="192.0.2.7"))


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_a_header_that_the_visitor_wrote_gives_no_new_address(asha, settings, proxies):
    """With n proxies the last n entries were written by them, and all before by the visitor."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    behind = [[], ["203.0.113.5"], ["203.0.113.5", "10.0.0.2"]][proxies]
    for n in range(10):
        forged = ", ".join([f"198.51.100.{n}", *behind])
        enter(f"stranger-{n}@example.org", forwarded=forged)

    forged = ", ".join(["198.51.100.77", *behind])
    assert not is_in(enter(asha.user.email, PASSWORD, forwarded=forged))


@pytest.mark.parametrize("proxies", [1, 2])
def test_visitors_behind_proxies_do_not_lock_each_other_out(asha, settings, proxies):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    after = ["", ", 10.0.0.2"][proxies - 1]
    for n in range(10):
        enter(f"stranger-{n}@example.org", forwarded=f"203.0.113.5{after}")

    assert is_in(enter(asha.user.email, PASSWORD, forwarded=f"203.0.113.6{after}"))


def test_neighbours_in_one_ipv6_network_count_as_one(asha):
    for n in range(10):
        enter(f"stranger-{n}@example.org", address=f"2001:db8::{n + 1:x}")

    assert not is_in(enter(asha.user.email, PASSWORD, address="2001:db8::ffff"))


@pytest.mark.parametrize(
    "forged", ["nonsense", "", "203.0.113.5, nonsense", "' OR 1=1", "x" * 4000]
)
def test_nonsense_for_an_address_lets_nobody_in(asha, settings, forged):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    client = enter(asha.user.email, forwarded=forged)

    assert client.answer.status_code in (200, 403)
    assert not is_in(client)


def test_more_proxies_promised_than_there_are_is_a_fault_and_no_way_in(asha, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2

    with pytest.raises(ImproperlyConfigured):
        Client().post(
            reverse("account_login"),
            {"login": asha.user.email, "password": PASSWORD},
            headers={"x-forwarded-for": "203.0.113.5"},
        )


def test_strangers_addresses_do_not_push_the_limits_of_others_out(asha):
    """A cache with room for 300 entries forgot a limit as soon as 300 others were there."""
    for _ in range(5):
        enter(asha.user.email)
    for n in range(700):
        cache.set(f"zzz-{n}", n, 300)

    assert not is_in(enter(asha.user.email, PASSWORD, address="192.0.2.9"))


def second_step_guesses(person, guesses):
    client = enter(person.user.email, PASSWORD)
    for guess in guesses:
        client.post(reverse("mfa_authenticate"), {"code": guess})
    return client


def test_after_five_wrong_codes_the_right_one_does_not_help(asha, time_machine):
    time_machine.move_to(NOON, tick=False)
    TOTP.activate(asha.user, SECRET)

    client = second_step_guesses(asha, [f"{n:06}" for n in range(5)])
    client.post(reverse("mfa_authenticate"), {"code": code_at(NOON)})

    assert not is_in(client)


def test_another_browser_has_no_guesses_of_its_own(asha, time_machine):
    time_machine.move_to(NOON, tick=False)
    TOTP.activate(asha.user, SECRET)
    second_step_guesses(asha, [f"{n:06}" for n in range(5)])

    assert not is_in(second_step_guesses(asha, [code_at(NOON)]))


def test_recovery_codes_have_the_same_limit(asha):
    TOTP.activate(asha.user, SECRET)
    RecoveryCodes.activate(asha.user)
    right = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]

    guesses = [f"{n:08}" for n in range(5)]

    assert not is_in(second_step_guesses(asha, [*guesses, right]))


def test_half_signed_in_opens_nothing(asha):
    TOTP.activate(asha.user, SECRET)
    client = enter(asha.user.email, PASSWORD)

    for name in ("agencies:account", "training:home", "mfa_index", "mfa_view_recovery_codes"):
        assert client.get(reverse(name)).status_code == 302, name
    assert client.get("/api/v1/").status_code == 401
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert Authenticator.objects.filter(type="totp").exists()


def test_a_forgotten_password_is_not_asked_for_without_end(asha, mailoutbox):
    answers = [
        Client().post(
            reverse("account_reset_password"),
            {"email": asha.user.email},
            REMOTE_ADDR=f"192.0.2.{n}",
        )
        for n in range(7)
    ]

    assert {answer.status_code for answer in answers[5:]} == {429}
    assert len(mailoutbox) == 5


@pytest.mark.parametrize("name", ["mfa_reauthenticate", "account_reauthenticate"])
def test_who_is_signed_in_has_no_free_guesses_either(asha, name):
    TOTP.activate(asha.user, SECRET)
    client = Client()
    client.force_login(asha.user)

    answers = [
        client.post(reverse(name), {"code": f"{n:06}", "password": WRONG}) for n in range(12)
    ]

    refused = answers[-1]
    assert refused.status_code == 429 or "Too many" in refused.text


def test_an_invitations_link_is_signed_and_cannot_be_guessed(client):
    for guess in ("1-1", "1-1.AAAA", "1-1." + "A" * 43, "2-1.", ".", "%00", "a" * 5000):
        assert client.get(f"/invitation/{guess}/").status_code in (404, 410)


def test_the_admin_has_no_door_of_its_own(client, db):
    make_user("Sysadmin", is_staff=True, is_superuser=True)

    answer = client.post("/admin/login/", {"username": "sysadmin@example.org", "password": "x"})

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))
