"""Taking one's data along, and deleting one's account."""

import io
import json
import zipfile

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from agencies.actions import joining, record
from agencies.actions.joining import Wanted
from agencies.models import AuditEntry, Invitation, Membership, Role, User
from agencies.own_data import archive, holdings
from agencies.sign_in import BEGAN
from tests.factories import PASSWORD, make_person
from tests.training.factories import assign, gold_of, hand_in
from tests.vignettes.factories import make_version
from training.models import Coding, OwnNote

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def coding(asha):
    version = make_version()
    return hand_in(asha, assign(asha, version), gold_of(version).scores)


def files_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: json.loads(file.read(name)) for name in file.namelist()}


def delete(client, user, **fields):
    return client.post(reverse("agencies:erase"), {"email": user.email, **fields})


def test_every_app_hands_out_what_it_holds():
    extras = ["learning_platforms", "record_store"]
    assert [one.name for one in holdings()] == ["account", "certification", *extras, "training"]


def test_file_holds_ones_own_account_and_codings(client, asha, coding):
    client.force_login(asha.user)

    response = client.post(reverse("agencies:own_data_file"))

    told = files_of(response.content)
    assert told["account.json"]["account"]["email"] == "asha@example.org"
    assert told["account.json"]["roles"][0]["agency__name"] == "North Agency"
    (scored,) = told["training.json"]["codings"]
    assert len(scored["answers"]) == coding.ratings.count()
    assert AuditEntry.objects.filter(verb="export_own_data").count() == 1


def test_file_holds_nothing_of_others_and_no_secret(asha, ben, coding):
    OwnNote.objects.create(
        agency=ben.agency, assessor=ben.membership, tool="static-99r", rule="X", text="Ben's own"
    )

    text = json.dumps(files_of(archive(asha.user)))

    assert "ben@example.org" not in text
    assert "Ben's own" not in text
    for secret in ("password", "session_key", "secret", "gold"):
        assert secret not in text


def test_file_of_a_person_without_anything_is_a_file(client):
    told = files_of(archive(User.objects.create_user("new@example.org", PASSWORD, name="New")))

    assert told["training.json"]["codings"] == []


def test_deleting_takes_name_and_sign_in_away_and_keeps_codings(client, asha, coding):
    client.post(reverse("account_login"), {"login": asha.user.email, "password": PASSWORD})
    OwnNote.objects.create(
        agency=asha.agency, assessor=asha.membership, tool="static-99r", rule="X", text="Mine"
    )

    response = delete(client, asha.user)

    assert response.status_code == 302
    asha.user.refresh_from_db()
    assert "Asha" not in asha.user.name
    assert asha.user.email.endswith("@nobody.invalid")
    assert not asha.user.is_active
    assert not EmailAddress.objects.filter(user=asha.user).exists()
    assert not OwnNote.objects.exists()
    assert Coding.objects.get().assessor_id == asha.membership.pk
    assert Membership.objects.get(user=asha.user).ended_at is not None
    again = Client()
    again.post(reverse("account_login"), {"login": "asha@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in again.session


def test_deleting_ends_other_sessions(client, asha, client_of):
    other = client_of(asha.user)
    client.force_login(asha.user)

    delete(client, asha.user)

    assert other.get("/me/").status_code == 302


def test_deleting_needs_the_address_typed(client, asha):
    client.force_login(asha.user)

    assert delete(client, asha.user, email="other@example.org").status_code == 422
    assert delete(client, asha.user, email="").status_code == 422
    assert User.objects.get(pk=asha.user.pk).is_active


def test_deleting_asks_who_one_is_when_the_sign_in_is_old(client, asha):
    client.force_login(asha.user)
    session = client.session
    session[BEGAN] -= 3600
    session.save()

    response = client.get(reverse("agencies:erase"))

    assert response.url.startswith(reverse("account_reauthenticate"))
    delete(client, asha.user)
    assert User.objects.get(pk=asha.user.pk).is_active


def test_last_admin_cannot_delete_the_account(client, north):
    ned = make_person("Ned", north, Role.AGENCY_ADMIN)
    client.force_login(ned.user)

    response = delete(client, ned.user)

    assert response.status_code == 422
    assert "last agency admin" in response.text
    assert User.objects.get(pk=ned.user.pk).name == "Ned"


def test_deleting_leaves_no_address_in_invitations(client, tom):
    asked = joining.invite(
        agency=tom.agency, wanted=Wanted("nina@example.org", Role.ASSESSOR, "Nina"), by=tom.user
    )
    form = {"name": "Nina", "language": "en", "password": "seven-quiet-lanterns"}
    url = reverse("agencies:invitation", args=[joining.token_of(asked)])
    client.post(url, form | {"again": form["password"]})
    nina = User.objects.get(email="nina@example.org")

    delete(client, nina)

    asked = Invitation.objects.get()
    assert (asked.name, "nina" in asked.email) == ("", False)
    assert "nina" not in json.dumps(list(AuditEntry.objects.values("detail"))).lower()


def test_people_page_names_no_deleted_person(client, asha, tom):
    client.force_login(asha.user)
    delete(client, asha.user)
    client.force_login(tom.user)

    text = client.get("/people/").text + client.get("/people/left/").text

    assert "Asha" not in text
    assert "Former member" in text


def test_file_tells_no_details_of_acts_about_other_people(tom, asha):
    """A coordinator's acts are about others, and an exam's seed says how it goes on."""
    with transaction.atomic():
        record(
            agency=tom.agency,
            actor=tom.user,
            verb="alert_noted",
            obj=asha.membership,
            detail={"note": "Asha was tired in March.", "seed": 4711},
        )

    told = json.dumps(files_of(archive(tom.user))["account.json"])

    assert "alert_noted" in told
    assert "tired" not in told
    assert "4711" not in told
