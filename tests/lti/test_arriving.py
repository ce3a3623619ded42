"""Who is signed in by a launch, what that opens, and how somebody says once who they are."""

import time

import pytest
from allauth.account.models import EmailAddress
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from agencies.actions.joining import Wanted, invite
from agencies.models import Agency, AuditEntry, Membership, Role, User
from lti import claims
from lti.models import Account, Launch, Placement
from tests.factories import PASSWORD, make_user
from tests.lti.double import begin, launch, send
from tests.training.exam_bank import enrol

pytestmark = pytest.mark.django_db
SHUT = ("/me/", "/me/data/", "/account/email/", "/account/password/change/", "/account/2fa/")
SHUT += ("/programs/", "/programs/tokens/new/", "/people/", "/admin/", "/api/v1/tools/")
SHUT += ("/reliability/certificates/mine/", "/reliability/transcript/", "/lti/link/")


def enrolled(person):
    with scope(agency=person.agency):
        return enrol(person)


def sign_in(client, person):
    client.post("/account/login/", {"login": person.user.email, "password": PASSWORD})


def test_bound_session_opens_cases_and_nothing_of_the_account(client, college, known):
    client.get(launch(client, college).url)

    assert client.get("/training/").status_code == 200
    for path in SHUT:
        response = client.get(path)
        assert response.status_code == 403, path
        assert "lti/own_sign_in.html" in [one.name for one in response.templates], path
    assert client.post("/account/logout/").status_code == 302


def test_shut_pages_are_shut_in_a_bound_session_by_post_too(client, college, known):
    client.get(launch(client, college).url)

    for path in SHUT:
        assert "own_sign_in" in str([one.name for one in client.post(path).templates]), path


def test_other_roles_and_agencies_of_the_person_stay_shut(client, college, known, asha, south):
    """Neither her being coordinator here nor her belonging to South opens anything."""
    Membership.objects.create(user=asha.user, agency=asha.agency, role=Role.COORDINATOR)
    Membership.objects.create(user=asha.user, agency=south, role=Role.AGENCY_ADMIN)
    client.get(launch(client, college).url)

    assert client.get("/training/cohort/").status_code == 403
    page = client.get("/training/")
    assert page.context["membership"]() == asha.membership
    assert page.context["other_memberships"]() == []


def test_platform_signs_nobody_in_as_more_than_assessor(client, college, known, asha):
    """Whoever has another role signs in here, and then goes where the link leads."""
    for role in set(Role.values) - {Role.ASSESSOR}:
        Membership.objects.filter(pk=asha.membership.pk).update(role=role)

        response = launch(client, college)

        assert response.url.startswith("/account/login/?next=/lti/go/"), role
        assert "_auth_user_id" not in client.session


def test_platform_signs_in_nobody_who_looks_after_more(client, college, known, asha):
    for flag in ("is_editor", "is_staff", "is_superuser"):
        User.objects.filter(pk=asha.user.pk).update(**{flag: True})

        assert launch(client, college).url.startswith("/account/login/"), flag
        User.objects.filter(pk=asha.user.pk).update(**{flag: False})


def test_platform_does_not_stand_for_a_second_step(client, college, known, asha):
    Agency.objects.filter(pk=asha.agency.pk).update(second_factor="everybody")

    assert launch(client, college).url.startswith("/account/login/")


def test_role_that_the_platform_claims_changes_nothing(client, college, known, asha):
    roles = ["http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator"]

    client.get(launch(client, college, **{f"{claims.CLAIM}roles": roles}).url)

    assert list(Membership.objects.filter(user=asha.user)) == [asha.membership]
    assert client.get("/people/").status_code == 403


@pytest.mark.parametrize("what", ["account", "membership", "platform"])
def test_bound_session_ends_with_what_it_rests_on(client, college, known, registered, asha, what):
    client.get(launch(client, college).url)
    ended = {"account": known, "membership": asha.membership, "platform": registered}[what]
    ended.ended_at = now()
    with scope(agency=asha.agency):
        ended.save()

    assert client.get("/training/").url.startswith("/account/login/")


def test_own_session_goes_on_as_it_was(client, college, known, asha):
    client.force_login(asha.user)

    client.get(launch(client, college).url)

    assert client.get("/me/").status_code == 200


def test_somebody_else_who_is_signed_in_is_signed_out(client, college, known, asha, ben):
    client.force_login(ben.user)

    client.get(launch(client, college).url)

    assert client.get("/training/").context["user"] == asha.user


def test_unknown_subject_says_once_who_they_are(client, college, registered, asha):
    response = launch(client, college)
    assert client.get(response.url).url == "/account/login/?next=/lti/link/"
    sign_in(client, asha)
    page = client.get("/lti/link/")
    assert "Northern College" in page.text
    assert "asha@example.org" in page.text

    done = client.post("/lti/link/")

    account = _only(Account, asha)
    assert (account.user, account.subject) == (asha.user, "subject-1")
    assert client.get(done.url).url == "/training/"
    with scopes_disabled():
        assert AuditEntry.objects.filter(verb="link_platform_account", actor=asha.user).exists()
    client.logout()
    assert launch(client, college).url.startswith("/lti/go/")


def _only(model, person):
    with scope(agency=person.agency):
        return model.objects.get()


def test_same_address_ties_nobody(client, college, registered, asha):
    """The platform says that its subject has Asha's address; that opens nothing of hers."""
    college.person = {"name": "Asha", "email": asha.user.email, "email_verified": True}

    response = launch(client, college)

    assert response.url == "/lti/link/"
    assert "_auth_user_id" not in client.session
    with scopes_disabled():
        assert not Account.objects.exists()


def test_tie_is_made_by_a_fresh_sign_in_only(client, college, registered, asha):
    """A browser that somebody left signed in asks for the password again."""
    client.force_login(asha.user)
    session = client.session
    session["signed_in_at"] = int(time.time()) - 1000
    session.save()
    launch(client, college)

    assert "/account/reauthenticate/" in client.get("/lti/link/").url
    assert "/account/reauthenticate/" in client.post("/lti/link/").url


def test_outsider_cannot_tie_the_subject(client, college, registered, cara):
    launch(client, college)
    sign_in(client, cara)

    assert "does not belong to North Agency" in client.get("/lti/link/").text
    response = client.post("/lti/link/")

    assert response.status_code == 403
    assert "no invitation waits" in response.context["sentence"]


def test_invited_person_joins_by_saying_who_they_are(client, college, registered, boss):
    newcomer = make_user("Nia")
    with scope(agency=boss.agency):
        invite(agency=boss.agency, wanted=Wanted(newcomer.email, Role.ASSESSOR), by=boss.user)
    launch(client, college)
    client.post("/account/login/", {"login": newcomer.email, "password": PASSWORD})

    assert "You are invited to North Agency" in client.get("/lti/link/").text
    assert client.post("/lti/link/").status_code == 302

    assert Membership.objects.get(user=newcomer).role == Role.ASSESSOR


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AGENCY_ADMIN, Role.EXPERT])
def test_invitation_to_more_than_assessor_is_not_used_up(client, college, registered, boss, role):
    newcomer = make_user("Nia")
    with scope(agency=boss.agency):
        invite(agency=boss.agency, wanted=Wanted(newcomer.email, role), by=boss.user)
    launch(client, college)
    client.post("/account/login/", {"login": newcomer.email, "password": PASSWORD})

    assert client.post("/lti/link/").status_code == 403
    assert not Membership.objects.filter(user=newcomer).exists()


def test_member_without_a_shown_address_cannot_tie(client, college, registered, asha):
    launch(client, college)
    sign_in(client, asha)
    EmailAddress.objects.filter(user=asha.user).update(verified=False)

    assert client.post("/lti/link/").status_code == 403


def test_subject_that_is_somebody_is_nobody_else(client, college, known, ben):
    with scopes_disabled():
        known.subject = "subject-2"
        known.save()
        Account.objects.create(
            agency=ben.agency, platform=known.platform, subject="subject-3", user=ben.user
        )
    launch(client, college)
    sign_in(client, ben)

    response = client.post("/lti/link/")

    assert response.status_code == 403
    assert "tied to another one already" in response.context["sentence"]


def test_platforms_name_of_a_person_is_not_kept(client, college, registered):
    launch(client, college)

    with scopes_disabled():
        kept = Launch.objects.get()
        assert kept.told == {}
        assert not any("Asha" in str(value) for value in vars(kept).values())


def test_link_leads_to_the_agencys_own_programme_only(client, college, known, asha, cara):
    theirs = enrolled(cara).programme

    for aim in (f"programme-{theirs.pk}", "programme-999999", "exam-1-nothing", "junk", "exam--"):
        college.custom = {claims.AIM: aim}
        refused = _sent(client, college)
        assert refused.status_code == 403
        assert "your agency does not have" in refused.context["sentence"]


def _sent(client, college):
    asked = begin(client, college)
    return send(client, asked, college.signed(college.claims(asked["nonce"])))


def test_link_to_an_exam_leads_to_the_exam(client, college, known, asha):
    programme = enrolled(asha).programme
    college.custom = {claims.AIM: f"exam-{programme.pk}-static-99r"}

    place = client.get(launch(client, college).url)

    assert place.url.startswith(("/training/exams/", "/training/"))
    with scopes_disabled():
        assert Placement.objects.get().programme == programme


def test_who_is_not_enrolled_is_told(client, college, known, ben):
    programme = enrolled(ben).programme
    college.custom = {claims.AIM: f"programme-{programme.pk}"}

    page = client.get(launch(client, college).url, follow=True)

    assert "You are not enrolled" in page.text


def test_coordinator_lands_on_the_programme(client, college, registered, tom, asha):
    programme = enrolled(asha).programme
    with scope(agency=tom.agency):
        Account.objects.create(
            agency=tom.agency, platform=registered, subject="subject-1", user=tom.user
        )
    college.custom = {claims.AIM: f"programme-{programme.pk}"}
    place = launch(client, college).url
    sign_in(client, tom)

    assert client.get(place.partition("next=")[2]).url == f"/training/programmes/{programme.pk}/"


def test_another_agencys_link_is_not_found(client, college, known, cara):
    launch(client, college)
    with scopes_disabled():
        pk = Placement.objects.get().pk
    client.force_login(cara.user)

    assert client.get(f"/lti/go/{pk}/").status_code == 404


def test_no_page_of_ours_may_stand_in_a_frame(client, college, known):
    for page in (client.get("/lti/login/"), client.get(launch(client, college).url, follow=True)):
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
