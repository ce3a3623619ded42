import json
from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from reliability.actions.certifying import revoke
from reliability.models import Credential
from tests.reliability.certificates import certify

pytestmark = pytest.mark.usefixtures("unscoped", "badge_keys")


@pytest.fixture
def credential(asha, tom):
    return certify(asha, tom)


def verification(credential):
    return reverse("verify:certificate", args=[credential.code])


def test_verification_says_what_it_must_and_nothing_else(client, credential, asha):
    response = client.get(verification(credential))

    assert response.status_code == 200
    for told in ("Valid until", "Asha", "Static-99R", "2016", "English", "North Agency"):
        assert told in response.text
    for kept in (asha.user.email, "Tom", "Decision", str(credential.decision.exam)):
        assert kept not in response.text.partition("<main")[2].partition("</main>")[0]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "no-store" in response.headers["Cache-Control"]


def test_verification_reads_in_french(client, credential):
    response = client.get(verification(credential), headers={"accept-language": "fr-ca"})

    assert "Valide jusqu'au" in response.text.replace("&#x27;", "'")
    assert "Statique-99R" in response.text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"valid_until": date(2020, 1, 1)}, "It held until 2020-01-01"),
        ({"tool_version": "2003"}, "Booster training on the new manual is required"),
        ({"is_demonstration": True}, "certifies nobody"),
    ],
)
def test_verification_tells_the_status_in_words(client, credential, fields, told):
    Credential.objects.update(**fields)

    assert told in client.get(verification(credential)).text


def test_verification_tells_of_revocation_but_not_why(client, credential, tom):
    revoke(credential=credential, actor=tom.membership, because="Issued in error.")

    text = client.get(verification(credential)).text

    assert "no longer holds" in text
    assert "Issued in error" not in text


def test_verification_of_an_unknown_code_is_a_plain_sentence(client, db):
    response = client.get(reverse("verify:certificate", args=["no-such-code"]))

    assert response.status_code == 404
    assert "There is no certificate with this code" in response.text


def test_verification_grows_tired_of_guesses_from_one_address(client, credential):
    cache.clear()
    for n in range(30):
        assert client.get(reverse("verify:certificate", args=[f"guess-{n}"])).status_code == 404

    assert client.get(reverse("verify:certificate", args=["guess"])).status_code == 429
    assert client.get(verification(credential), REMOTE_ADDR="192.0.2.7").status_code == 200
    cache.clear()


def test_issuer_is_public_once_it_has_issued(client, credential, south):
    assert client.get(reverse("verify:issuer", args=[credential.agency_id])).json()["name"] == (
        "North Agency"
    )
    assert client.get(reverse("verify:issuer", args=[south.pk])).status_code == 404
    assert client.get(reverse("verify:status_list", args=[south.pk])).status_code == 404


def test_achievement_is_public(client, db):
    told = client.get(reverse("verify:achievement", args=["static-99r"])).json()

    assert told["name"] == "Scoring of Static-99R"
    assert client.get(reverse("verify:achievement", args=["none"])).status_code == 404


def test_keys_page_holds_no_private_part(client, credential):
    told = client.get(reverse("verify:keys"))

    assert [set(key) for key in told.json()["keys"]] == [
        {"kty", "crv", "x", "y", "kid", "use", "alg"}
    ]
    assert json.loads(told.content) == told.json()
