"""Inviting people, one by one, and what the link opens."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scopes_disabled

from agencies.actions import joining
from agencies.actions.joining import Wanted, token_of
from agencies.models import AuditEntry, Invitation, Membership, Role, User
from tests.factories import PASSWORD, make_person, make_user

pytestmark = pytest.mark.django_db
GOOD = "seven-quiet-lanterns"


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def asked(tom):
    return joining.invite(
        agency=tom.agency, wanted=Wanted("nina@example.org", Role.ASSESSOR, "Nina"), by=tom.user
    )


def page_of(invitation):
    return reverse("agencies:invitation", args=[token_of(invitation)])


def answers(**changed):
    return {"name": "Nina B.", "language": "en", "password": GOOD, "again": GOOD} | changed


def test_invite_sends_a_link_that_opens_the_agencys_page(client, tom):
    client.force_login(tom.user)

    client.post("/people/invite/", {"email": "Nina@Example.org", "role": "assessor"})

    (letter,) = mail.outbox
    path = re.search(r"http://[^/]+(/invitation/\S+)", letter.body)[1]
    assert letter.to == ["nina@example.org"]
    client.logout()
    page = client.get(path)
    assert page.status_code == 200
    assert "North Agency" in page.text
    assert Invitation.objects.get().sent_at is not None


def test_invite_writes_in_the_language_asked_for(client, tom):
    client.force_login(tom.user)

    client.post(
        "/people/invite/", {"email": "n@example.org", "role": "assessor", "language": "fr-ca"}
    )

    assert "vous invite" in mail.outbox[0].subject


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "not an address", "role": "assessor"},
        {"email": "n@example.org", "role": "king"},
        {"email": "n@example.org", "role": "assessor", "name": "=1+1"},
        {"email": "asha@example.org", "role": "assessor"},
        {"email": "n@example.org", "role": "agency_admin"},
        {},
    ],
)
def test_invite_refuses_what_cannot_be(client, tom, asha, fields):
    client.force_login(tom.user)

    response = client.post("/people/invite/", fields)

    assert response.status_code == 422
    assert not Invitation.objects.exists()
    assert mail.outbox == []


def test_invite_does_not_tell_of_accounts_elsewhere(client, tom, cara):
    client.force_login(tom.user)

    response = client.post(
        "/people/invite/", {"email": cara.user.email, "role": "assessor"}, follow=True
    )

    assert "is on its way" in response.text
    assert "Cara" not in response.text


def test_only_an_admin_invites_an_admin(client, north):
    ned = make_person("Ned", north, Role.AGENCY_ADMIN)
    client.force_login(ned.user)

    client.post("/people/invite/", {"email": "n@example.org", "role": "agency_admin"})

    assert Invitation.objects.get().role == Role.AGENCY_ADMIN


def test_accept_makes_an_account_signs_in_and_uses_the_link_up(client, asked):
    response = client.post(page_of(asked), answers())

    nina = User.objects.get(email="nina@example.org")
    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(nina.pk)
    assert nina.memberships.get().role == Role.ASSESSOR
    assert nina.emailaddress_set.get().verified
    assert AuditEntry.objects.filter(verb="accept_invitation", actor=nina).exists()
    client.logout()
    assert client.get(page_of(asked)).status_code == 410


@pytest.mark.parametrize(
    "changed",
    [
        {"password": "short-1", "again": "short-1"},
        {"password": "password1234", "again": "password1234"},
        {"password": "nina@example.org", "again": "nina@example.org"},
        {"password": "123456789012345", "again": "123456789012345"},
        {"again": "another-quiet-lantern"},
        {"name": ""},
        {"language": "xx"},
    ],
)
def test_accept_refuses_weak_passwords_and_gaps(client, asked, changed):
    response = client.post(page_of(asked), answers(**changed))

    assert response.status_code == 422
    assert not User.objects.filter(email="nina@example.org").exists()


def test_accept_with_an_account_asks_to_sign_in_then_to_join(client, tom, cara):
    asked = joining.invite(
        agency=tom.agency, wanted=Wanted(cara.user.email, Role.EXPERT), by=tom.user
    )

    assert "Sign in, and this page lets you join" in client.get(page_of(asked)).text
    assert "Sign in, and this page lets you join" in client.post(page_of(asked), answers()).text
    client.post(reverse("account_login"), {"login": cara.user.email, "password": PASSWORD})
    response = client.post(page_of(asked), follow=True)

    assert "Welcome to North Agency" in response.text
    assert Membership.objects.get(user=cara.user, agency=tom.agency).role == Role.EXPERT


def test_accept_by_somebody_else_is_refused(client, asked, cara):
    client.force_login(cara.user)

    assert client.get(page_of(asked)).status_code == 403
    assert client.post(page_of(asked)).status_code == 403
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize("token", ["1-1", "1-1.forged", "x", "1-1.", "%00"])
def test_forged_links_are_not_found(client, asked, token):
    assert client.get(f"/invitation/{token}/").status_code == 404


def test_expired_link_says_so_and_makes_nobody(client, asked):
    Invitation.objects.update(expires_at=now() - timedelta(minutes=1))

    response = client.post(page_of(asked), answers())

    assert response.status_code == 410
    assert "It has expired" in response.text
    assert not User.objects.filter(email="nina@example.org").exists()


def test_again_makes_earlier_links_void(client, tom, asked):
    before = page_of(asked)
    client.force_login(tom.user)

    client.post(reverse("agencies:invite_again", args=[asked.pk]))

    client.logout()
    assert client.get(before).status_code == 404
    asked.refresh_from_db()
    assert client.get(page_of(asked)).status_code == 200
    assert len(mail.outbox) == 2


def test_withdrawn_link_says_so(client, tom, asked):
    client.force_login(tom.user)
    client.post(reverse("agencies:withdraw", args=[asked.pk]))
    client.logout()

    assert "It was withdrawn" in client.get(page_of(asked)).text


def test_invitations_of_another_agency_are_not_found(client, asked, south):
    sara = make_person("Sara", south, Role.COORDINATOR)
    client.force_login(sara.user)

    assert client.post(reverse("agencies:withdraw", args=[asked.pk])).status_code == 404
    assert client.post(reverse("agencies:invite_again", args=[asked.pk])).status_code == 404


def test_account_page_offers_open_invitations_to_ones_own_address_only(client, tom, cara):
    joining.invite(agency=tom.agency, wanted=Wanted(cara.user.email, Role.EXPERT), by=tom.user)
    client.force_login(cara.user)
    own = Invitation.objects.get()
    assert "North Agency · Expert" in client.get("/me/").text

    client.force_login(make_user("Stranger"))
    client.post(reverse("agencies:join", args=[own.pk]))
    assert Membership.objects.filter(agency=tom.agency, role=Role.EXPERT).count() == 0

    client.force_login(cara.user)
    client.post(reverse("agencies:join", args=[own.pk]))
    assert Membership.objects.get(agency=tom.agency, role=Role.EXPERT).user == cara.user


def test_coming_back_gives_the_role_again(client, tom, asha):
    asha.membership.ended_at = now()
    asha.membership.save()
    asked = joining.invite(
        agency=tom.agency, wanted=Wanted(asha.user.email, Role.ASSESSOR), by=tom.user
    )

    membership = joining.accept(invitation=asked, user=asha.user)

    assert (membership.pk, membership.ended_at) == (asha.membership.pk, None)
