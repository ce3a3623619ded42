import json
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from agencies.models import Role
from reliability.actions.certifying import revoke
from reliability.models import Credential
from tests.factories import make_person, make_user
from tests.reliability.certificates import certify, confirmed, coordinator_of

pytestmark = pytest.mark.usefixtures("unscoped", "badge_keys")


@pytest.fixture
def credential(asha, tom):
    return certify(asha, tom)


@pytest.fixture
def ned(north):
    """North's agency admin."""
    return make_person("Ned", north, Role.AGENCY_ADMIN)


def verification(credential):
    return reverse("verify:certificate", args=[credential.code])


def own_pages(credential):
    return [
        reverse(f"reliability:{name}", args=[credential.pk])
        for name in ("certificate", "certificate_pdf", "badge_token", "badge_picture")
    ]


# --- what anybody may see ------------------------------------------------------------------------


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
        ({"valid_until": date(2020, 1, 1)}, "Expired on 2020-01-01"),
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

    assert "Revoked on" in text
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


# --- the holder ----------------------------------------------------------------------------------


def test_holder_sees_and_downloads_their_own(client, asha, credential):
    client.force_login(asha.user)

    page, pdf, token, picture = (client.get(url) for url in own_pages(credential))

    assert "To take along" in page.text
    assert "Revoke this certificate" not in page.text
    assert pdf.content.startswith(b"%PDF")
    assert 'filename="static-99r-' in pdf.headers["Content-Disposition"]
    assert token.text == credential.badge
    assert credential.badge in picture.text
    assert "Static-99R" in client.get(reverse("reliability:my_certificates")).text


def test_holder_keeps_them_after_leaving_every_agency(client, credential, asha):
    other = make_user("Free")
    Credential.objects.update(holder=other)
    client.force_login(other)

    assert all(client.get(url).status_code == 200 for url in own_pages(credential))
    assert "Static-99R" in client.get(reverse("reliability:my_certificates")).text


def test_holder_asks_for_a_copy_under_a_new_name(client, asha, credential):
    client.force_login(asha.user)
    page = reverse("reliability:certificate", args=[credential.pk])
    assert "Under my new name" not in client.get(page).text
    asha.user.name = "Asha Roy"
    asha.user.save()
    assert "Make a copy under my new name" in client.get(page).text

    url = reverse("reliability:rename_certificate", args=[credential.pk])
    response = client.post(url, follow=True)
    again = client.post(url, follow=True)

    assert "Here is the copy under your new name." in response.text
    assert "under the name of your account already" in again.text
    assert Credential.objects.count() == 2


@pytest.mark.parametrize("who", ["ben", "cara", "ana", "eva"])
def test_certificate_of_somebody_else_is_not_found(client, request, credential, who):
    client.force_login(request.getfixturevalue(who).user)

    for url in own_pages(credential):
        assert client.get(url).status_code == 404
    for name in ("revoke_certificate", "rename_certificate"):
        answer = client.post(reverse(f"reliability:{name}", args=[credential.pk]))
        assert answer.status_code in (403, 404)
    assert Credential.objects.get().revoked_at is None


def test_coordinator_of_another_agency_finds_nothing(client, credential, south):
    client.force_login(coordinator_of(south).user)

    assert all(client.get(url).status_code == 404 for url in own_pages(credential))
    url = reverse("reliability:revoke_certificate", args=[credential.pk])
    assert client.post(url, {"because": "No."}).status_code == 404
    url = reverse("reliability:issue_certificate", args=[credential.decision_id])
    assert client.post(url).status_code == 404
    assert "Asha" not in client.get(reverse("reliability:certificates")).text


def test_pages_of_certificates_ask_to_sign_in(client, credential):
    names = ["my_certificates", "certificates", "transcript", "transcript_pdf", "transcript_json"]
    for url in [*own_pages(credential), *(reverse(f"reliability:{name}") for name in names)]:
        response = client.get(url)

        assert response.status_code == 302
        assert reverse("account_login") in response.url


# --- who issues ----------------------------------------------------------------------------------


def test_coordinator_issues_for_a_confirmed_decision(client, asha, tom):
    decision = confirmed(asha, tom)
    client.force_login(tom.user)
    assert (
        "Passed and confirmed, no certificate yet"
        in client.get(reverse("reliability:certificates")).text
    )

    url = reverse("reliability:issue_certificate", args=[decision.pk])
    first, second = client.post(url), client.post(url)

    assert first.url == second.url
    assert Credential.objects.count() == 1
    assert "no certificate yet" not in client.get(reverse("reliability:certificates")).text


def test_issuing_is_refused_with_a_sentence(client, asha, tom):
    client.force_login(tom.user)
    url = reverse("reliability:issue_certificate", args=[confirmed(tom, tom).pk])

    assert "to themselves" in client.post(url, follow=True).text
    assert client.get(url).status_code == 405


def test_agency_admin_revokes_with_a_reason_that_the_holder_reads(client, ned, asha, credential):
    client.force_login(ned.user)
    url = reverse("reliability:revoke_certificate", args=[credential.pk])
    assert client.post(url, {"because": " "}).status_code == 422

    told = client.post(url, {"because": "Issued in error."}, follow=True).text
    again = client.post(url, {"because": "Again."}, follow=True).text

    assert "The certificate was revoked" in told
    assert "revoked already" in again
    client.force_login(asha.user)
    page = client.get(reverse("reliability:certificate", args=[credential.pk])).text
    assert "Reason: Issued in error." in page


@pytest.mark.parametrize(
    ("asked", "listed"),
    [("valid", "Asha"), ("expired", "Ben"), ("superseded", "Eva"), ("revoked", "Zoe")],
)
def test_certificates_are_listed_by_status(client, asha, ben, eva, tom, north, asked, listed):
    zoe = make_person("Zoe", north)
    for person in (asha, ben, eva, zoe):
        certify(person, tom)
    own = Credential.objects
    own.filter(holder=ben.user).update(valid_until=date.today() - timedelta(days=1))
    own.filter(holder=eva.user).update(tool_version="2003")
    revoke(credential=own.get(holder=zoe.user), actor=tom.membership, because="In error.")
    client.force_login(tom.user)

    page = client.get(reverse("reliability:certificates"), {"status": asked, "name": ""})

    assert [card.credential.holder_name for card in page.context["cards"]] == [listed]
    named = client.get(reverse("reliability:certificates"), {"status": "", "name": "as"})
    assert [card.credential.holder_name for card in named.context["cards"]] == ["Asha"]


def test_list_asks_the_database_the_same_number_of_times_for_more(
    client, asha, ben, eva, tom, django_assert_num_queries, django_assert_max_num_queries
):
    certify(asha, tom)
    client.force_login(tom.user)
    url = reverse("reliability:certificates")
    client.get(url)

    with django_assert_max_num_queries(14) as one:
        client.get(url)
    certify(ben, tom)
    certify(eva, tom)

    with django_assert_num_queries(len(one)):
        client.get(url)


def test_keys_page_holds_no_private_part(client, credential):
    told = client.get(reverse("verify:keys"))

    assert [set(key) for key in told.json()["keys"]] == [
        {"kty", "crv", "x", "y", "kid", "use", "alg"}
    ]
    assert json.loads(told.content) == told.json()
