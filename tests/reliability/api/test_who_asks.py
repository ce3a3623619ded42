"""Who may ask: tokens, people who are signed in, scopes and roles."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate, now
from django_scopes import scopes_disabled

from agencies.models import ApiToken, Role
from tests.factories import make_person
from tests.reliability.api.conftest import Program, make_secret


def refusal(answer):
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].rpartition("-")[2]


@pytest.mark.parametrize(
    "header",
    [None, "Bearer", "Bearer pl_short", "Bearer pl_" + "x" * 43, "Basic YTpi", "Bearer a b", "é"],
)
def test_without_a_token_that_holds_nobody_is_let_in(db, header):
    program = Program(**({"Authorization": header} if header else {}))

    answer = program.get("/tools/")

    assert refusal(answer) == (401, "token")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("ended", ["token", "day", "role", "account"])
def test_a_token_ends_with_its_day_its_role_and_its_account(asha, ended):
    fields = {
        "token": {"ended_at": now()},
        "day": {"expires_at": now() - timedelta(seconds=1)},
    }.get(ended, {})
    secret = make_secret(asha, **fields)
    if ended == "role":
        asha.membership.ended_at = now()
        asha.membership.save()
    if ended == "account":
        asha.user.is_active = False
        asha.user.save()

    assert Program(secret).get("/tools/").status_code == 401


def test_a_token_of_another_agency_than_its_member_opens_nothing(asha, south):
    secret = make_secret(asha)
    with scopes_disabled():
        ApiToken.objects.update(agency=south)

    assert Program(secret).get("/tools/").status_code == 401


def test_using_a_token_notes_the_day(program, asha, unscoped):
    program(asha).get("/tools/")

    assert ApiToken.objects.get().last_used_on == localdate()


def test_a_scope_that_the_token_lacks_is_named(program, ana):
    answer = program(ana, scopes=["tools:read"]).get("/studies/")

    assert refusal(answer) == (403, "allowed")
    assert 'scope="studies:read"' in answer["WWW-Authenticate"]
    assert "studies:read" in answer.json()["detail"]


def test_a_token_opens_no_more_than_the_role_of_its_member(program, asha):
    for path in ("/studies/", "/jobs/", "/alerts/", "/webhooks/", "/vignettes/"):
        assert refusal(program(asha).get(path)) == (403, "allowed"), path


def test_a_person_who_is_signed_in_reads_without_a_token(client, asha):
    client.force_login(asha.user)

    answer = client.get("/api/v1/")

    assert answer.json()["role"] == "assessor"
    assert answer.json()["scopes"] is None
    assert "no-store" in answer["Cache-Control"]


def test_a_page_of_somebody_else_cannot_write_in_ones_name(ana):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana.user)

    answer = client.post("/api/v1/score/", "{}", content_type="application/json")

    assert refusal(answer) == (403, "allowed")
    assert "CSRF" in answer.json()["detail"]


def test_a_person_whose_agency_asks_for_two_steps_is_not_let_in_with_one(client, asha):
    asha.agency.second_factor = "everybody"
    asha.agency.save()
    client.force_login(asha.user)

    assert client.get("/api/v1/").status_code == 403


def test_a_token_needs_no_second_step(program, asha):
    asha.agency.second_factor = "everybody"
    asha.agency.save()

    assert program(asha).get("/").status_code == 200


def test_about_tells_role_scopes_and_limits(program, north, settings):
    settings.API_REQUESTS_A_MINUTE = 77
    admin = make_person("Ada", north, Role.AGENCY_ADMIN)

    told = program(admin, scopes=["score"]).get("/").json()

    assert (told["agency"], told["role"]) == ("North Agency", "agency_admin")
    assert told["scopes"] == ["score"]
    assert told["requests_a_minute"] == 77


def test_what_a_token_was_told_is_kept_by_no_browser_or_proxy(program, asha):
    assert "no-store" in program(asha).get("/tools/")["Cache-Control"]


def test_too_many_requests_are_told_when_to_come_again(program, asha, ben, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    asking = program(asha)

    answers = [asking.get("/tools/").status_code for _ in range(3)]
    last = asking.get("/tools/")

    assert answers == [200, 200, 429]
    assert refusal(last) == (429, "many")
    assert 1 <= int(last["Retry-After"]) <= 61
    assert program(ben).get("/tools/").status_code == 200
