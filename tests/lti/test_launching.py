"""A message is taken when everything about it is right; each thing that is wrong is refused."""

import time

import jwt
import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now
from django_scopes import scope

from agencies.models import Role
from lti import claims
from lti.actions.platforms import Registered, add_deployment, add_platform, end_platform
from tests.factories import make_person
from tests.lti.double import CLIENT, KEY, OTHER_KEY, begin, launch, running, send

pytestmark = pytest.mark.django_db


def refusal(response):
    """The sentence of a refusal, which signs nobody in."""
    assert response.status_code == 403, response
    assert "_auth_user_id" not in response.client.session
    return response.context["sentence"]


def test_known_subject_is_signed_in_and_lands_on_the_own_cases(client, college, known, asha):
    response = launch(client, college)
    arrived = client.get(response.url, follow=True)

    assert arrived.redirect_chain[-1][0] == "/training/"
    assert arrived.context["user"] == asha.user


def test_first_step_asks_the_platform_as_the_standard_says(client, college, registered):
    asked = begin(client, college, lti_message_hint="hint")

    assert asked["scope"] == "openid"
    assert asked["response_type"] == "id_token"
    assert asked["response_mode"] == "form_post"
    assert asked["prompt"] == "none"
    assert asked["client_id"] == CLIENT
    assert asked["login_hint"] == "7"
    assert asked["lti_message_hint"] == "hint"
    assert asked["redirect_uri"].endswith("/lti/launch/")


def test_unknown_platform_gets_no_further_than_the_first_step(client, college, registered):
    for told in ({"iss": "https://elsewhere.example"}, {"client_id": "other"}, {"login_hint": ""}):
        given = {"iss": college.url, "login_hint": "7", "client_id": CLIENT, **told}

        assert "platform" in refusal(client.post("/lti/login/", given)), told


WRONG = {
    "another's signature": ({}, {"key": OTHER_KEY}, "not signed"),
    "unknown kid": ({}, {"kid": "2"}, "a key that the platform does not show"),
    "no kid": ({}, {"kid": ""}, "a key that the platform does not show"),
    "alg none": ({}, {"key": None, "algorithm": "none"}, "not signed"),
    "signed with a shared secret": (
        {},
        {"key": "a secret of thirty-two bytes or more", "algorithm": "HS256"},
        "not signed",
    ),
    "another audience": ({"aud": "another"}, {}, "for another tool"),
    "two audiences, not for us": ({"aud": [CLIENT, "another"], "azp": "another"}, {}, "another"),
    "two audiences, nobody named": ({"aud": [CLIENT, "another"]}, {}, "for another tool"),
    "another issuer": ({"iss": "https://elsewhere.example"}, {}, "by another platform"),
    "expired": ({"exp": int(time.time()) - 3600}, {}, "has expired"),
    "without an end": ({"exp": None}, {}, "not signed as it has to be"),
    "from the future": ({"iat": int(time.time()) + 3600}, {}, "not signed as it has to be"),
    "old nonce": ({"nonce": "of another launch"}, {}, "belongs to another one"),
    "no nonce": ({"nonce": None}, {}, "not signed as it has to be"),
    "no subject": ({"sub": None}, {}, "not signed as it has to be"),
    "empty subject": ({"sub": ""}, {}, "lacks something"),
    "wrong deployment": ({claims.DEPLOYMENT: "deployment-2"}, {}, "deployment"),
    "no deployment": ({claims.DEPLOYMENT: None}, {}, "deployment"),
    "deployment of a strange kind": ({claims.DEPLOYMENT: ["deployment-1"]}, {}, "deployment"),
    "another kind": ({claims.MESSAGE_TYPE: "LtiDataPrivacyLaunchRequest"}, {}, "of a kind"),
    "no link": ({claims.RESOURCE_LINK: None}, {}, "lacks something"),
    "link of a strange kind": ({claims.RESOURCE_LINK: "link-1"}, {}, "lacks something"),
    "another version": ({f"{claims.CLAIM}version": "1.1"}, {}, "lacks something"),
}


def test_wrong_message_is_refused_with_a_sentence(client, college, known):
    for name, (changes, signing, words) in WRONG.items():
        asked = begin(client, college)
        token = college.signed(college.claims(asked["nonce"], **changes), **signing)

        assert words in refusal(send(client, asked, token)), name


def test_what_is_no_token_is_refused(client, college, known):
    for token in ("", "junk", "a.b.c", "e30.e30.e30", "W10.W10.W10"):
        assert "signed" in refusal(send(client, begin(client, college), token)), token


def test_keys_that_cannot_be_fetched_are_a_sentence(client, college, known):
    college.keys = {}
    asked = begin(client, college)

    response = send(client, asked, college.signed(college.claims(asked["nonce"])))

    assert "does not show" in refusal(response)


def test_new_key_of_the_platform_is_fetched(client, college, known):
    launch(client, college)
    college.keys = {"2": OTHER_KEY}
    asked = begin(client, college)
    token = college.signed(college.claims(asked["nonce"]), key=OTHER_KEY, kid="2")

    with time_machine.travel(time.time() + 40, tick=False):
        response = send(client, asked, token)

    assert response.status_code == 303
    assert college.asked.count("/keys") == 2


def test_replayed_message_is_refused(client, college, known):
    asked = begin(client, college)
    token = college.signed(college.claims(asked["nonce"]))
    first, again = (send(client, asked, token) for _ in range(2))

    assert first.status_code == 303
    assert "used before" in refusal(again)


def test_key_that_leads_on_works_once(client, college, known):
    asked = begin(client, college)
    place = send(client, asked, college.signed(college.claims(asked["nonce"]))).headers["Location"]
    client.get(place)
    client.logout()

    assert "used before" in refusal(client.get(place))


def test_key_that_leads_on_works_in_its_browser_only(client, college, known):
    asked = begin(client, college)
    place = send(client, asked, college.signed(college.claims(asked["nonce"]))).headers["Location"]

    assert "used before" in refusal(Client().get(place))


def test_state_of_another_browser_is_refused(client, college, known):
    asked = begin(client, college)
    token = college.signed(college.claims(asked["nonce"]))
    stranger = Client()
    begin(stranger, college)

    assert "another browser" in refusal(send(Client(), asked, token))
    assert "another browser" in refusal(send(stranger, asked, token))


def test_state_that_was_not_made_here_is_refused(client, college, known):
    asked = begin(client, college)
    token = college.signed(college.claims(asked["nonce"]))

    response = send(client, {"state": asked["state"][:-2] + "xx"}, token)

    assert "not begun here" in refusal(response)


def test_state_lasts_ten_minutes(client, college, known):
    asked = begin(client, college)
    with time_machine.travel(time.time() + 700, tick=False):
        response = send(client, asked, college.signed(college.claims(asked["nonce"])))

    assert "ten minutes" in refusal(response)


def test_ended_platform_signs_nobody_in(client, college, known, registered, boss):
    asked = begin(client, college)
    with scope(agency=boss.agency):
        end_platform(platform=registered, by=boss.membership)

    response = send(client, asked, college.signed(college.claims(asked["nonce"])))

    assert "no longer uses" in refusal(response)


def test_platform_that_could_not_sign_somebody_in_is_told(client, college, known):
    asked = begin(client, college)

    response = client.post("/lti/launch/", {"error": "login_required", "state": asked["state"]})

    assert "did not sign you in" in refusal(response)


@pytest.fixture
def souths(south):
    """Another platform, of South, whose keys South alone chose."""
    boss = make_person("Sue", south, Role.AGENCY_ADMIN)
    with running() as platform, scope(agency=south):
        yield platform, add_platform(told=Registered(**platform.registered), by=boss.membership)


def test_subject_of_another_platform_is_nobody_here(client, college, known, souths):
    """South's platform says the very subject that is Asha on North's."""
    theirs, _registered = souths

    response = launch(client, theirs)

    assert response.url == "/lti/link/"
    assert "_auth_user_id" not in client.session


def test_message_of_another_platform_does_not_pass_for_the_one_that_was_asked(
    client, college, known, souths
):
    theirs, _registered = souths
    asked = begin(client, theirs)
    token = college.signed(college.claims(asked["nonce"]))

    assert "by another platform" in refusal(send(client, asked, token))


def test_platform_signed_state_of_one_with_keys_of_the_other(client, college, known, souths):
    """South cannot sign for North: the keys are those of the registration that was asked."""
    theirs, _registered = souths
    theirs.keys = {"1": OTHER_KEY}
    asked = begin(client, college)
    token = theirs.signed(college.claims(asked["nonce"]), key=OTHER_KEY)

    assert "not signed" in refusal(send(client, asked, token))


def test_deployment_that_was_added_is_taken(client, college, known, registered, boss):
    with scope(agency=boss.agency):
        add_deployment(platform=registered, deployment="deployment-2", by=boss.membership)

    response = launch(client, college, **{claims.DEPLOYMENT: "deployment-2"})

    assert response.url.startswith("/lti/go/")


def test_leaver_has_to_be_let_in_again(client, college, known, asha):
    asha.membership.ended_at = now()
    asha.membership.save()

    response = launch(client, college)

    assert response.url.startswith("/account/login/")


def test_our_public_keys_are_there_for_platforms(client, registered):
    told = client.get("/lti/keys/").json()["keys"]

    assert [(key["kty"], key["alg"], key["use"]) for key in told] == [("RSA", "RS256", "sig")]
    assert not {"d", "p", "q"} & set(told[0])


def test_double_signs_what_a_library_accepts():
    token = jwt.encode({"aud": CLIENT}, KEY, algorithm="RS256")

    assert jwt.decode(token, KEY.public_key(), algorithms=["RS256"], audience=CLIENT)
