"""Invited by e-mail, with an account of one's own, two steps and a passkey: in Chromium."""

import re
import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail

from agencies.models import Agency, Role, SecondFactor
from tests.agencies import oidc
from tests.factories import make_person
from tests.journeys.conftest import NARROW, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "seven-quiet-lanterns"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def ned(north):
    return make_person("Ned", north, Role.AGENCY_ADMIN)


def link_in(letter):
    return re.search(r"https?://[^/\s]+(/invitation/\S+)", letter.body)[1]


def code_of(secret, step=0):
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + step))


def press(page, words):
    page.get_by_role("button", name=words, exact=True).click()
    page.wait_for_load_state()


@pytest.mark.parametrize("locale", ["en-CA", "fr-CA"])
def test_invited_coordinator_joins_with_two_steps(open_page, look, ned, console, locale):
    french = locale == "fr-CA"
    boss = open_page(locale=locale)
    sign_in(boss, ned)
    boss.goto("/people/invite/")
    look(boss, f"joining-1-invite-{locale}")
    boss.locator("#id_email").fill("nina@example.org")
    boss.locator("#id_role").select_option("coordinator")
    boss.locator("#id_language").select_option("fr-ca" if french else "en")
    boss.locator("main .main-action").click()
    boss.wait_for_load_state()
    look(boss, f"joining-2-people-{locale}")
    Agency.objects.filter(pk=ned.agency.pk).update(second_factor=SecondFactor.STAFF)

    nina = open_page(locale=locale, viewport=NARROW)
    nina.goto(link_in(mail.outbox[-1]))
    look(nina, f"joining-3-invitation-{locale}")
    nina.locator("#id_name").fill("Nina")
    nina.locator("#id_password").fill(PASSWORD)
    nina.locator("#id_again").fill(PASSWORD)
    nina.locator("main .main-action").click()
    nina.wait_for_url("**/2fa/")
    look(nina, f"joining-4-two-steps-{locale}")

    nina.goto("/account/2fa/totp/activate/")
    look(nina, f"joining-5-app-{locale}")
    secret = nina.locator("#authenticator_secret").input_value()
    nina.locator("#id_code").fill(code_of(secret, -1))
    nina.locator("main .actions button").first.click()
    nina.wait_for_url("**/recovery-codes/")
    look(nina, f"joining-6-codes-{locale}")
    nina.goto("/")
    nina.wait_for_url("**/training/cohort/")

    again = open_page(locale=locale)
    again.goto("/")
    look(again, f"joining-7-sign-in-{locale}")
    again.locator("#id_login").fill("nina@example.org")
    again.locator("#id_password").fill(PASSWORD)
    again.locator("main form .main-action").first.click()
    again.wait_for_url("**/2fa/authenticate/")
    look(again, f"joining-8-second-step-{locale}")
    again.locator("#id_code").fill(code_of(secret))
    again.locator("main .main-action").click()
    again.wait_for_url("**/training/cohort/")
    assert console == []


def test_passkey_is_set_up_and_signs_in(open_page, look, live_server, asha, console):
    page = open_page(base_url=live_server.url.replace("127.0.0.1", "localhost"))
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    sign_in(page, asha)
    page.goto("/account/2fa/webauthn/add/")
    look(page, "passkey-1-add")
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/2fa/recovery-codes/")
    page.goto("/account/2fa/webauthn/")
    look(page, "passkey-2-list")

    page.goto("/me/")
    page.locator(".site-header form[action='/account/logout/'] button").click()
    page.wait_for_url("**/login/**")
    page.locator("#passkey_login").click()
    page.wait_for_url("**/training/")

    page.locator(".site-header form[action='/account/logout/'] button").click()
    page.wait_for_url("**/login/**")
    sign_in(page, asha)
    page.wait_for_url("**/2fa/authenticate/")
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url("**/training/")
    assert console == []


def test_sign_in_service_leads_in_and_no_policy_of_the_page_stops_it(
    open_page, asha, settings, console
):
    with oidc.running() as service:
        settings.SOCIALACCOUNT_PROVIDERS = service.settings
        service.claims = {"sub": "1", "email": "asha@example.org", "email_verified": True}
        page = open_page()
        page.goto("/")
        page.get_by_role("button", name="Sign in with Northern sign-in").click()
        page.wait_for_url("**/training/")
    assert service.asked[0]["client_id"] == oidc.CLIENT
    assert console == []


def test_leave_leaver_sign_ins_and_account_look_right(open_page, look, ned, asha, console):
    make_person("Ben", ned.agency)
    for options, name in [({}, "wide"), ({"viewport": NARROW, "color_scheme": "dark"}, "dark")]:
        page = open_page(**options)
        sign_in(page, ned)
        for path, what in [
            ("/people/", "people"),
            (f"/people/{asha.user.pk}/", "person"),
            ("/people/left/", "left"),
            ("/people/invite/file/", "file"),
            ("/agency/", "agency"),
            ("/programs/", "programs"),
            ("/account/sessions/", "sign-ins"),
            ("/account/email/", "addresses"),
            ("/account/password/change/", "password"),
            ("/account/2fa/", "two-steps"),
            ("/me/", "account"),
            ("/me/data/", "data"),
            ("/me/delete/", "delete"),
        ]:
            page.goto(path)
            look(page, f"accounts-{what}-{name}")
    assert console == []
