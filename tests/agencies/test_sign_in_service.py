"""Sign-in by an agency's own service: whom it lets in, and whom it ties to which account."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse
from django_scopes import scopes_disabled

from agencies.actions import joining
from agencies.actions.joining import Wanted, token_of
from agencies.models import Agency, Role, SecondFactor, User
from tests.agencies import oidc

pytestmark = pytest.mark.django_db
LOGIN = "/account/oidc/agency/login/"


@pytest.fixture
def service(settings):
    with oidc.running() as running:
        settings.SOCIALACCOUNT_PROVIDERS = running.settings
        yield running


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


def come_back(client, service, email, *, verified=True, query="", state=None):
    """Through the service and back, as somebody with this address."""
    service.claims = {
        "sub": f"id of {email}",
        "email": email,
        "email_verified": verified,
        "name": "Nina Berger",
    }
    sent = client.get(LOGIN + query)
    asked = parse_qs(urlsplit(sent.url).query)
    assert asked["code_challenge_method"] == ["S256"]
    answer = {"code": "one-time-code", "state": state or asked["state"][0]}
    return client.get(f"{LOGIN}callback/", answer, follow=True)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_sign_in_page_offers_the_service_only_where_one_is_configured(client, service, settings):
    assert "Sign in with Northern sign-in" in client.get("/account/login/").text
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "Northern sign-in" not in client.get("/account/login/").text
    assert client.get(LOGIN).status_code == 404


def test_known_address_signs_in(client, service, asha):
    response = come_back(client, service, "asha@example.org")

    assert client.session["_auth_user_id"] == str(asha.user.pk)
    assert response.status_code == 200
    assert SocialAccount.objects.get().user == asha.user


def test_unverified_address_signs_nobody_in(client, service, asha):
    come_back(client, service, "asha@example.org", verified=False)

    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_stranger_is_turned_away(client, service, north):
    response = come_back(client, service, "stranger@example.org")

    assert not is_signed_in(client)
    assert "Accounts are made by your agency" in response.text
    assert not User.objects.exists()


def test_invited_person_comes_in_by_the_service_and_joins(client, service, tom):
    asked = joining.invite(
        agency=tom.agency, wanted=Wanted("nina@example.org", Role.ASSESSOR), by=tom.user
    )
    page = reverse("agencies:invitation", args=[token_of(asked)])
    assert "Sign in with Northern sign-in" in client.get(page).text

    come_back(client, service, "nina@example.org", query=f"?next={page}")
    response = client.post(page, follow=True)

    nina = User.objects.get(email="nina@example.org")
    assert nina.name == "Nina Berger"
    assert not nina.has_usable_password()
    assert nina.memberships.get().agency == tom.agency
    assert "Welcome to North Agency" in response.text


def test_answer_that_was_not_asked_for_signs_nobody_in(client, service, asha):
    come_back(client, service, "asha@example.org", state="forged")

    assert not is_signed_in(client)


def test_nobody_is_tied_to_another_persons_account(client, service, asha):
    client.force_login(asha.user)

    response = come_back(client, service, "mallory@example.org", query="?process=connect")

    assert "names another address" in response.text
    assert not SocialAccount.objects.exists()


def test_service_that_asks_for_a_second_step_itself_is_enough(client, service, tom, settings):
    Agency.objects.update(second_factor=SecondFactor.STAFF)
    come_back(client, service, "tom@example.org")
    assert client.get("/people/").status_code == 302

    settings.OIDC_HAS_SECOND_FACTOR = True

    assert client.get("/people/").status_code == 200
    assert not Authenticator.objects.exists()
