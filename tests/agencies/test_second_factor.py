"""Two steps: setting them up, being asked for them, and agencies that require them."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from agencies.models import Agency, Role, SecondFactor
from tests.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db


def sign_in(person):
    client = Client()
    client.post(reverse("account_login"), {"login": person.user.email, "password": PASSWORD})
    return client


def code_of(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def set_up_app(client):
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    return secret


def test_app_is_asked_for_at_the_next_sign_in(asha):
    secret = set_up_app(sign_in(asha))
    client = sign_in(asha)
    assert "_auth_user_id" not in client.session

    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    right = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert wrong.status_code == 200
    assert right.status_code == 302
    assert client.session["_auth_user_id"] == str(asha.user.pk)


def test_recovery_code_works_once(asha):
    set_up_app(sign_in(asha))
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()

    def use():
        client = sign_in(asha)
        client.post(reverse("mfa_authenticate"), {"code": codes[0]})
        return "_auth_user_id" in client.session

    assert use() is True
    assert use() is False


def require(agency, whom):
    Agency.objects.filter(pk=agency.pk).update(second_factor=whom)


def test_agency_that_requires_it_of_staff_leads_them_to_set_it_up(asha, tom):
    require(tom.agency, SecondFactor.STAFF)

    shut = sign_in(tom).get("/people/", follow=True)

    assert shut.redirect_chain[-1][0] == reverse("mfa_index")
    assert "Your agency asks you to sign in with two steps" in shut.text
    assert sign_in(asha).get(reverse("training:home")).status_code == 200


def test_agency_that_requires_it_of_everybody_asks_assessors_too(asha):
    require(asha.agency, SecondFactor.EVERYBODY)
    client = sign_in(asha)
    assert client.get(reverse("training:home")).status_code == 302

    set_up_app(client)

    assert client.get(reverse("training:home")).status_code == 200


def test_account_pages_stay_open_to_who_lacks_it(tom):
    require(tom.agency, SecondFactor.STAFF)
    client = sign_in(tom)

    for page in ("agencies:account", "mfa_index", "usersessions_list", "account_email"):
        assert client.get(reverse(page)).status_code == 200


def test_one_agencys_rule_does_not_bind_another(north, south):
    sara = make_person("Sara", south, Role.COORDINATOR)
    require(north, SecondFactor.EVERYBODY)

    assert sign_in(sara).get("/people/").status_code == 200


def test_sign_in_page_offers_a_passkey_without_inline_script(client):
    response = client.get(reverse("account_login"))

    assert "Sign in with a passkey" in response.text
    assert "'unsafe-inline'" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", '{"id": 1}', "not json"])
def test_forged_passkeys_are_refused(client, asha, credential):
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})

    response = client.post(reverse("mfa_login_webauthn"), {"credential": credential})

    assert response.status_code in {200, 302}
    assert "_auth_user_id" not in client.session
