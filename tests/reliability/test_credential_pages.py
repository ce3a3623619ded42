from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from agencies.models import Role, SecondFactor
from reliability.actions.certifying import revoke
from reliability.models import Credential
from tests.factories import make_person, make_user
from tests.reliability.certificates import certify, confirmed, coordinator_of, make_decision

pytestmark = pytest.mark.usefixtures("unscoped", "badge_keys")


@pytest.fixture
def credential(asha, tom):
    return certify(asha, tom)


@pytest.fixture
def ned(north):
    """North's agency admin."""
    return make_person("Ned", north, Role.AGENCY_ADMIN)


def own_pages(credential):
    return [
        reverse(f"reliability:{name}", args=[credential.pk])
        for name in ("certificate", "certificate_pdf", "badge_token", "badge_picture")
    ]


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


def test_certificate_is_pointed_out_when_its_decision_was_changed(client, credential, asha, tom):
    client.force_login(tom.user)
    url = reverse("reliability:certificates")
    assert "A later decision says not yet" not in client.get(url).text

    before = credential.decision
    make_decision(asha, outcome="not_yet", basis="reviewed", by=tom, follows=before)

    assert "A later decision says not yet" in client.get(url).text
    assert Credential.objects.get().revoked_at is None


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


# --- on the page of a decision -------------------------------------------------------------------


def told_of(decision, person):
    request = RequestFactory().get("/")
    request.user, request.session = person.user, {}
    source = "{% load certificates %}{% decision_certificate decision %}"
    return Template(source).render(Context({"request": request, "decision": decision}))


def test_decision_offers_its_certificate_to_who_may_issue(asha, ana, tom):
    decision = confirmed(asha, tom)

    assert "Issue the certificate" in told_of(decision, tom)
    assert told_of(decision, asha).strip() == ""
    assert told_of(decision, ana).strip() == ""


def test_decision_leads_to_its_certificate(credential, asha, ben, tom):
    for person in (asha, tom):
        assert "The certificate for this exam" in told_of(credential.decision, person)
    assert told_of(credential.decision, ben).strip() == ""


def test_manager_without_the_second_step_opens_no_ones_certificate(client, ned, north, credential):
    client.force_login(ned.user)
    assert client.get(own_pages(credential)[0]).status_code == 200

    north.second_factor = SecondFactor.STAFF
    north.save()

    assert {client.get(page).status_code for page in own_pages(credential)} == {404}
