"""The front door: sign-in, first page, language, role, account."""

import pytest
from django.test import override_settings
from django.urls import reverse

from agencies.models import Membership, Role, User
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def test_home_sends_a_stranger_to_sign_in(client):
    response = client.get("/")

    assert (response.status_code, response.url) == (302, "/account/login/?next=/")


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("asha", "training:home"),
        ("tom", "training:cohort"),
        ("ana", "training:cohort"),
        ("eva", "training:home"),
    ],
)
def test_home_sends_each_role_to_its_first_page(client, request, who, page):
    client.force_login(request.getfixturevalue(who).user)

    assert client.get("/").url == reverse(page)


@pytest.mark.parametrize(
    ("who", "entries"),
    [
        ("asha", ["My work", "My certificates"]),
        (
            "tom",
            [
                "This morning",
                "Group",
                "Programmes",
                "Queue",
                "Questions",
                "Decisions",
                "Certificates",
                "Agreement",
                "Library",
                "People",
            ],
        ),
        ("ana", ["Group", "Programmes", "Agreement", "Library"]),
        ("eva", ["My work", "Questions", "Library"]),
    ],
)
def test_menu_leads_to_what_the_role_may_open(client, request, who, entries):
    client.force_login(request.getfixturevalue(who).user)

    menu = client.get("/me/").context["menu"]()

    assert [str(page.label) for page in menu] == entries
    assert all(client.get(page.href).status_code == 200 for page in menu)


def test_home_without_an_agency_says_whom_to_ask(client):
    client.force_login(make_user("Nobody"))

    response = client.get("/")

    assert response.status_code == 200
    assert "Ask your agency admin to add you" in response.text


def test_sign_in_by_e_mail_opens_the_first_page(client, asha):
    answer = {"login": "ASHA@example.org", "password": PASSWORD}

    response = client.post(reverse("account_login"), answer)

    assert (response.status_code, response.url) == (302, "/")


def test_sign_in_with_a_wrong_password_says_so(client, asha):
    answer = {"login": "asha@example.org", "password": "wrong"}

    response = client.post(reverse("account_login"), answer)

    assert "not correct" in response.text
    assert 'role="alert"' in response.text
    assert "_auth_user_id" not in client.session


def test_sign_in_stops_after_too_many_tries(client, asha, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/m/ip"}
    answer = {"login": "asha@example.org", "password": "wrong"}

    texts = [client.post(reverse("account_login"), answer).text for _ in range(3)]

    assert "Too many failed login attempts" not in texts[0]
    assert "Too many failed login attempts" in texts[2]


def test_sign_in_page_is_in_french_for_a_french_browser(client):
    response = client.get(reverse("account_login"), headers={"accept-language": "fr-CA,fr;q=0.9"})

    assert '<html lang="fr-ca">' in response.text
    assert "Ouvrir une session" in response.text


def test_nobody_can_sign_up(client):
    response = client.get(reverse("account_signup"))

    assert "Accounts are made by your agency" in response.text


def test_language_is_kept_for_a_stranger_in_a_cookie(client):
    response = client.post("/language/", {"language": "fr-ca", "next": "/account/login/"})

    assert (response.status_code, response.url) == (302, "/account/login/")
    assert '<html lang="fr-ca">' in client.get("/account/login/").text


def test_language_is_kept_with_the_person(client, asha):
    client.force_login(asha.user)

    client.post("/language/", {"language": "fr-ca", "next": "/me/"})
    client.cookies.pop("django_language")

    assert User.objects.get(pk=asha.user.pk).language == "fr-ca"
    assert '<html lang="fr-ca">' in client.get("/me/").text


@pytest.mark.parametrize("code", ["xx", "de", "fr-ca@x", ""])
def test_language_that_is_not_offered_is_not_stored(client, asha, code):
    client.force_login(asha.user)

    client.post("/language/", {"language": code, "next": "/me/"})

    assert User.objects.get(pk=asha.user.pk).language == ""


def test_language_is_changed_by_post_only(client):
    assert client.get("/language/").status_code == 405


def test_switch_role_changes_the_first_page(client, asha):
    analyst = Membership.objects.create(user=asha.user, agency=asha.agency, role=Role.ANALYST)
    client.force_login(asha.user)

    assert "Change role" in client.get("/me/").text
    client.post("/role/", {"membership": analyst.pk})

    assert client.get("/").url == reverse("training:cohort")


@pytest.mark.parametrize(
    "number", ["0", "x", "", "9" * 5000], ids=["zero", "x", "empty", "endless"]
)
def test_switch_role_to_no_role_of_ones_own_is_404(client, asha, cara, number):
    client.force_login(asha.user)

    assert client.post("/role/", {"membership": number}).status_code == 404
    assert client.post("/role/", {"membership": cara.membership.pk}).status_code == 404


def test_account_saves_the_keyboard_choice(client, asha):
    client.force_login(asha.user)

    response = client.post("/me/", {"name": "Asha B.", "language": "en"}, follow=True)

    assert "Your account was saved." in response.text
    asha.user.refresh_from_db()
    assert (asha.user.name, asha.user.single_key_shortcuts) == ("Asha B.", False)


def test_account_without_a_name_is_refused_beside_the_field(client, asha):
    client.force_login(asha.user)

    response = client.post("/me/", {"name": "", "language": ""})

    assert response.status_code == 422
    assert "id_name_error" in response.text


def test_account_needs_sign_in(client):
    assert client.get("/me/").status_code == 302


def test_page_shows_where_one_works_and_whom_to_ask(client, asha):
    client.force_login(asha.user)

    text = client.get("/me/").text

    assert "North Agency · Assessor" in text
    assert "Support: North Agency support line, extension 100" in text


@override_settings(DEBUG=False)
def test_missing_page_says_so(client):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "There is no such page" in response.text
