"""The agency admin's pages: registering, who is in a course, and choosing what a link leads to."""

import jwt
import pytest
import requests
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from agencies import own_data
from agencies.models import AuditEntry, Invitation, Role
from agencies.own_data import holdings
from lti import claims
from lti.models import Account, Launch, Placement, Platform
from lti.tasks import forget_old_launches
from lti.transport import session
from tests.factories import make_person
from tests.lti.conftest import OWN_KEY
from tests.lti.double import CLIENT, DEPLOYMENT, begin, launch, send
from tests.training.exam_bank import enrol
from tests.training.factories import TOOL

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


def test_admin_registers_a_platform(client, college, boss):
    client.force_login(boss.user)

    assert "/lti/launch/" in client.get("/lti/platforms/new/").text
    page = client.post("/lti/platforms/new/", college.registered, follow=True)

    assert page.status_code == 200
    found = Platform.objects.get()
    assert (found.agency, found.registration.client_id) == (boss.agency, CLIENT)
    assert AuditEntry.objects.filter(verb="add_platform").exists()
    assert "Learning platforms" in client.get("/programs/").text


def test_addresses_inside_the_house_are_refused(client, college, boss, settings):
    settings.WEBHOOKS_MAY_BE_LOCAL = False
    client.force_login(boss.user)

    response = client.post("/lti/platforms/new/", college.registered)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"auth_url", "token_url", "keyset_url"}


def test_client_of_an_issuer_belongs_to_one_agency(client, college, registered, south):
    """Or another agency could name its own keys for it, and sign for it."""
    client.force_login(make_person("Sue", south, Role.AGENCY_ADMIN).user)

    response = client.post("/lti/platforms/new/", college.registered)

    assert response.status_code == 422
    assert "registered here already" in response.text
    assert Platform.objects.count() == 1


def test_ended_platform_comes_back_with_its_people(client, college, known, boss):
    client.force_login(boss.user)
    client.post(f"/lti/platforms/{known.platform_id}/end/")
    assert Platform.objects.get().ended_at

    client.post("/lti/platforms/new/", college.registered)

    assert Platform.objects.get().ended_at is None
    client.logout()
    assert launch(client, college).url.startswith("/lti/go/")


def test_platform_page_shows_people_courses_and_grades(client, college, known, boss, asha):
    enrolment = enrol(asha, practice_cases=2)
    college.custom = {claims.AIM: f"practice-{enrolment.programme_id}-{TOOL}"}
    launch(client, college)
    client.force_login(boss.user)

    page = client.get(f"/lti/platforms/{known.platform_id}/")

    assert "Risk assessment, spring" in page.text
    assert "0 of 2 steps are done." in page.text
    client.post(f"/lti/platforms/{known.platform_id}/accounts/{known.pk}/end/")
    assert Account.objects.get().ended_at


def course(client, college, known, boss):
    launch(client, college)
    client.force_login(boss.user)
    return f"/lti/platforms/{known.platform_id}/courses/{Placement.objects.get().pk}/"


def test_admin_sees_who_of_the_course_is_not_here_and_invites(client, college, known, boss, ben):
    college.members = [
        {"user_id": "subject-1", "name": "Asha", "email": "asha@example.org"},
        {"user_id": "subject-2", "name": "Ben", "email": ben.user.email.upper()},
        {"user_id": "subject-3", "name": "Nia", "email": "nia@example.org", "status": "Active"},
        {"user_id": "subject-4", "name": "Gone", "email": "g@example.org", "status": "Inactive"},
        {"user_id": "subject-5"},
    ]
    place = course(client, college, known, boss)

    shown = {one.name: one for one in client.get(place).context["members"]}

    assert set(shown) == {"Asha", "Ben", "Nia", ""}
    assert shown["Asha"].is_linked
    assert shown["Ben"].is_here
    assert [one.name for one in shown.values() if one.may_be_invited] == ["Nia"]
    chosen = ["nia@example.org", "stranger@example.org", ben.user.email]
    client.post(place, {"email": chosen})
    asked = Invitation.objects.get()
    assert (asked.email, asked.role) == ("nia@example.org", Role.ASSESSOR)


def test_nothing_that_the_platform_says_of_a_course_is_kept(client, college, known, boss):
    college.members = [{"user_id": "subject-9", "name": "Nia", "email": "nia@example.org"}]
    client.get(course(client, college, known, boss))

    assert Account.objects.count() == 1
    assert not Invitation.objects.exists()


def test_platform_that_tells_no_members_is_a_sentence(client, college, known, boss):
    place = course(client, college, known, boss)
    Placement.objects.update(members_url=f"{college.url}/nothing")

    page = client.get(place, follow=True)

    assert "did not say who is in the course" in page.text


def test_token_goes_to_the_platforms_own_server_only(client, college, known, boss):
    """A next page elsewhere is not asked for."""
    college.members = [{"user_id": str(n), "name": str(n)} for n in range(5)]
    place = course(client, college, known, boss)
    Placement.objects.update(members_url=f"{college.url.replace('127.0.0.1', 'localhost')}/members")

    assert len(client.get(place).context["members"]) == 2


def test_redirects_are_not_followed(college):
    with pytest.raises(requests.TooManyRedirects):
        session().get(f"{college.url}/moved")
    assert college.asked == ["/moved"]


def ask_for_content(client, college):
    asked = begin(client, college)
    token = college.signed(college.claims(asked["nonce"], **college.deep_linking()))
    return client.get(send(client, asked, token).headers["Location"])


def test_coordinator_chooses_what_a_link_leads_to(client, college, registered, tom, asha):
    programme = enrol(asha).programme
    client.force_login(tom.user)

    assert ask_for_content(client, college).url == "/lti/choose/"
    page = client.get("/lti/choose/")
    assert len(page.context["form"].fields["target"].choices) == 3
    page = client.post("/lti/choose/", {"target": f"exam-{programme.pk}-{TOOL}"})

    assert f"form-action 'self' {college.url}" in page.headers["Content-Security-Policy"]
    answer = page.context["answer"]
    assert answer.address == f"{college.url}/deep-links"
    told = jwt.decode(
        answer.token, OWN_KEY.public_key(), algorithms=["RS256"], audience=college.url
    )
    assert told["iss"] == CLIENT
    assert told[claims.DEPLOYMENT] == DEPLOYMENT
    assert told[claims.MESSAGE_TYPE] == "LtiDeepLinkingResponse"
    assert told["https://purl.imsglobal.org/spec/lti-dl/claim/data"] == "opaque"
    (item,) = told["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"]
    assert item["type"] == "ltiResourceLink"
    assert item["custom"] == {claims.AIM: f"exam-{programme.pk}-{TOOL}"}
    assert item["lineItem"]["scoreMaximum"] == 1
    assert item["window"] == {"targetName": "_blank"}


def test_choice_of_something_else_is_a_bad_form(client, college, registered, tom, cara):
    theirs = enrol(cara).programme
    client.force_login(tom.user)
    ask_for_content(client, college)

    assert client.post("/lti/choose/", {"target": f"programme-{theirs.pk}"}).status_code == 422


def test_assessor_chooses_nothing(client, college, known, asha):
    client.force_login(asha.user)
    ask_for_content(client, college)

    assert client.get("/lti/choose/").status_code == 403


def test_coordinator_of_another_agency_chooses_nothing(client, college, registered, south):
    client.force_login(make_person("Cora", south, Role.COORDINATOR).user)
    ask_for_content(client, college)

    response = client.get("/lti/choose/")

    assert response.status_code == 403
    assert "belongs to another agency" in response.context["sentence"]


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "ftp://example.org/"])
def test_choice_goes_back_over_the_web_only(client, college, registered, tom, asha, address):
    programme = enrol(asha).programme
    client.force_login(tom.user)
    ask_for_content(client, college)
    asked = Launch.objects.get()
    asked.told["settings"]["deep_link_return_url"] = address
    asked.save()

    response = client.post("/lti/choose/", {"target": f"programme-{programme.pk}"})

    assert response.status_code == 403


def test_what_is_held_on_a_person_is_handed_out_and_forgotten(client, college, known, asha):
    enrolment = enrol(asha, practice_cases=2)
    college.custom = {claims.AIM: f"practice-{enrolment.programme_id}-{TOOL}"}
    launch(client, college)
    holding = next(one for one in holdings() if one.name == "learning_platforms")

    told = holding.export(asha.user)
    assert told["accounts"][0]["subject"] == "subject-1"
    assert len(told["grades"]) == 1
    assert own_data.archive(asha.user)

    holding.forget(asha.user, False)
    account = Account.objects.get()
    assert (account.subject, bool(account.ended_at)) == ("", True)
    assert not Launch.objects.exists()


def test_old_launches_are_deleted(client, college, known):
    launch(client, college)
    assert forget_old_launches.call() == 0
    Launch.objects.update(made_at=now().replace(year=2020))

    assert forget_old_launches.call() == 1


def test_queries_of_the_platform_page_do_not_grow(
    client, college, known, boss, django_assert_max_num_queries
):
    with scope(agency=boss.agency):
        for number in range(12):
            person = make_person(f"Person{number}", boss.agency)
            Account.objects.create(
                agency=boss.agency, platform=known.platform, subject=str(number), user=person.user
            )
    client.force_login(boss.user)

    with django_assert_max_num_queries(25):
        client.get(f"/lti/platforms/{known.platform_id}/")
