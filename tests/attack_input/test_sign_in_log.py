"""What the log tells of signing in: enough to see an attack, and nobody's name or password."""

import logging

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from tests.attack_input.test_replay import NOON, SECRET, code_at, first_step
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
WRONG = "wrong-lantern-7"


@pytest.fixture
def told(caplog):
    """The lines of signing in, once the block is over."""
    caplog.set_level(logging.INFO, logger="agencies.sign_in_log")
    return lambda: [one.getMessage() for one in caplog.records if one.name.endswith("_log")]


def enter(email, password):
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": password})
    return client


def test_sign_ins_and_refusals_are_told_by_the_accounts_number(asha, told):
    enter(asha.user.email, WRONG)
    enter(asha.user.email, PASSWORD).post(reverse("account_logout"))

    lines = told()
    assert "A sign-in was refused: no account has this address and password." in lines
    assert lines[-2:] == [
        f"Account {asha.user.pk} signed in.",
        f"Account {asha.user.pk} signed out.",
    ]


def test_a_repeated_code_is_told(asha, told, time_machine):
    time_machine.move_to(NOON, tick=False)
    TOTP.activate(asha.user, SECRET)

    for _ in range(2):
        first_step(asha).post(reverse("mfa_authenticate"), {"code": code_at(NOON)})

    assert told()[-1] == f"A second step was refused for account {asha.user.pk}."


def test_no_line_holds_what_was_typed(asha, told):
    enter(asha.user.email, WRONG)
    enter(WRONG, asha.user.email)
    enter("Asha\r\nAccount 1 signed in.", WRONG)
    enter(asha.user.email, PASSWORD)

    for line in told():
        assert WRONG not in line
        assert PASSWORD not in line
        assert "@" not in line
        assert "\n" not in line
