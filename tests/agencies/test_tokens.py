"""Tokens: made for oneself, shown once, ended by hand or with the role."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from django_scopes import scopes_disabled

from agencies import api_tokens, own_data
from agencies.actions import leaving
from agencies.actions.tokens import TokenRefusedError, make_token
from agencies.models import ApiToken, AuditEntry, Membership, Role
from agencies.models.api import Scope
from tests.factories import make_person

pytestmark = pytest.mark.django_db
NEW, PAGE = "/programs/tokens/new/", "/programs/"


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def ned(north):
    return make_person("Ned", north, Role.AGENCY_ADMIN)


@pytest.fixture
def token(ana):
    return made_for(ana)[0]


def made_for(person, **changed):
    usual = {"name": "Import", "scopes": ["studies:read"], "until": localdate()}
    return make_token(membership=person.membership, **usual | changed)


def fields(**changed):
    usual = {"name": "Import", "scopes": ["studies:read"], "until": localdate().isoformat()}
    return usual | changed


def test_token_is_made_and_its_secret_shown_once(client, ana):
    client.force_login(ana.user)

    response = client.post(NEW, fields())

    token = ApiToken.objects.get()
    secret = response.context["secret"]
    assert f'value="{secret}"' in response.text
    assert (len(secret), secret[:3], secret[:9]) == (46, "pl_", token.start)
    assert "no-store" in response["Cache-Control"]
    assert secret not in client.get(PAGE).text
    assert secret not in repr(ApiToken.objects.values().get())
    assert (token.membership, token.agency) == (ana.membership, ana.agency)


def test_token_opens_until_the_end_of_its_last_day(ana, time_machine_at):
    token, secret = made_for(ana, until=localdate() + timedelta(days=1))

    assert api_tokens.find(secret) == token
    with time_machine_at(token.expires_at - timedelta(seconds=2)):
        assert api_tokens.find(secret) == token
    with time_machine_at(token.expires_at):
        assert api_tokens.find(secret) is None


def test_making_and_ending_are_on_record_without_the_secret(client, ana):
    token, secret = made_for(ana)
    client.force_login(ana.user)
    for _ in range(2):
        client.post(reverse("agencies:end_token", args=[token.pk]))

    entries = AuditEntry.objects.filter(object_type="agencies.apitoken").order_by("pk")
    assert [entry.verb for entry in entries] == ["make_token", "end_token"]
    assert secret[9:] not in repr(list(entries.values()))
    assert api_tokens.find(secret) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"scopes": []},
        {"scopes": ["everything"]},
        {"until": "2020-01-01"},
        {"until": (localdate() + timedelta(days=366)).isoformat()},
        {"until": "soon"},
    ],
)
def test_token_refuses_what_cannot_be(client, ana, changed):
    client.force_login(ana.user)

    assert client.post(NEW, fields(**changed)).status_code == 422
    assert not ApiToken.objects.exists()


def test_sending_the_form_twice_makes_one_token(client, ana):
    client.force_login(ana.user)

    assert client.post(NEW, fields()).status_code == 200
    assert client.post(NEW, fields(name="IMPORT")).status_code == 422
    assert ApiToken.objects.count() == 1


def test_twenty_live_tokens_are_enough(client, ana):
    for n in range(20):
        made_for(ana, name=f"Program {n}")
    client.force_login(ana.user)

    assert client.get(NEW).status_code == 403


def test_assessor_is_offered_no_scope_of_the_group(client, asha):
    client.force_login(asha.user)

    text = client.get(NEW).text

    assert "tools:read" in text
    assert "studies:read" not in text
    assert client.post(NEW, fields()).status_code == 422
    with pytest.raises(TokenRefusedError):
        made_for(asha)


@pytest.mark.parametrize("days", [-1, 366])
def test_make_token_refuses_other_days_by_itself(ana, days):
    with pytest.raises(TokenRefusedError):
        made_for(ana, until=localdate() + timedelta(days=days))


def test_every_scope_has_words_on_the_page(client, ana):
    client.force_login(ana.user)

    text = client.get(NEW).text

    assert all(str(scope.label) in text for scope in Scope)


def test_leaving_a_role_ends_its_tokens_and_no_other(ana, ned, south):
    _, secret = made_for(ana)
    other = Membership.objects.create(user=ana.user, agency=south, role=Role.ANALYST)
    usual = {"name": "Import", "scopes": ["studies:read"], "until": localdate()}
    kept, kept_secret = make_token(membership=other, **usual)

    leaving.leave_agency(agency=ana.agency, user=ana.user, by=ned.user)

    assert api_tokens.find(secret) is None
    assert api_tokens.find(kept_secret) == kept
    assert ApiToken.objects.exclude(pk=kept.pk).get().ended_at is not None


def test_a_role_given_back_does_not_bring_the_token_back(ana, ned):
    _, secret = made_for(ana)
    leaving.end_role(membership=ana.membership, by=ned.user)

    Membership.objects.filter(pk=ana.membership.pk).update(ended_at=None)

    assert api_tokens.find(secret) is None


def test_admin_sees_and_ends_tokens_of_others(client, ned, token):
    client.force_login(ned.user)
    assert "Tokens of others" in client.get(PAGE).text

    client.post(reverse("agencies:end_token", args=[token.pk]))

    token.refresh_from_db()
    assert token.ended_at is not None


def test_colleague_and_outsider_neither_see_nor_end_it(client, tom, cara, token):
    for person in (tom, cara):
        client.force_login(person.user)
        assert token.start not in client.get(PAGE).text
        url = reverse("agencies:end_token", args=[token.pk])
        assert client.post(url).status_code == 404
    token.refresh_from_db()
    assert token.ended_at is None


def test_admin_of_another_agency_does_not_see_it(client, south, token):
    client.force_login(make_person("Sue", south, Role.AGENCY_ADMIN).user)

    assert token.start not in client.get(PAGE).text
    assert client.post(reverse("agencies:end_token", args=[token.pk])).status_code == 404


def test_page_asks_the_database_the_same_number_of_times(
    client, ned, ana, django_assert_max_num_queries
):
    for n in range(15):
        made_for(ana, name=f"Program {n}")
    client.force_login(ned.user)

    with django_assert_max_num_queries(9):
        client.get(PAGE)


def test_own_data_tell_of_tokens_without_the_hash(ana, token):
    account = next(one for one in own_data.holdings() if one.name == "account")

    (told,) = account.export(ana.user)["api_tokens"]

    assert (told["name"], told["start"]) == ("Import", token.start)
    assert token.secret_hash not in repr(told)
