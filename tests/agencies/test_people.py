"""The people page, roles, leave, and those who leave."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now
from django_scopes import scopes_disabled

from agencies.actions import joining, leaving
from agencies.actions.joining import Wanted
from agencies.models import Agency, Leave, Membership, Role
from agencies.tasks import turn_leaves
from tests.factories import make_person
from training.actions.programmes import Plan, Terms, enrol, make_programme
from training.models import Cohort, Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def ned(north):
    return make_person("Ned", north, Role.AGENCY_ADMIN)


@pytest.fixture
def programme(tom):
    plan = Plan("Spring programme", ["static-99r"])
    return make_programme(agency=tom.agency, plan=plan, actor=tom.user)


def test_people_shows_ones_own_agency_only(client, tom, asha, cara):
    client.force_login(tom.user)

    text = client.get("/people/").text

    assert "asha@example.org" in text
    assert "cara@example.org" not in text


def test_people_asks_the_database_the_same_number_of_times(
    client, tom, asha, django_assert_max_num_queries
):
    for n in range(30):
        make_person(f"Person{n}", tom.agency)
    client.force_login(tom.user)

    with django_assert_max_num_queries(12):
        client.get("/people/")


def test_people_is_searched_by_words_and_role(client, tom, asha, eva):
    client.force_login(tom.user)

    assert "Eva" not in client.get("/people/?words=ash").text.split("<caption")[-1]
    only_experts = client.get("/people/?role=expert").text.split("<caption")[-1]
    assert "eva@example.org" in only_experts
    assert "asha@example.org" not in only_experts


def test_people_file_guards_names(client, tom):
    make_person("Mallory", tom.agency, email="m@example.org")
    Membership.objects.filter(user__email="m@example.org").update(cohort="=1+1")
    client.force_login(tom.user)

    text = client.get("/people/people.csv").content.decode("utf-8-sig")

    assert "'=1+1" in text
    assert ",=1+1" not in text


def test_people_file_holds_no_formula_for_those_who_split_at_semicolons(client, tom):
    make_person("Mallory", tom.agency, email="m@example.org")
    Membership.objects.filter(user__email="m@example.org").update(cohort="Spring;=1+1")
    client.force_login(tom.user)

    text = client.get("/people/people.csv").content.decode("utf-8-sig")

    cells = {cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row}
    assert "Spring;'=1+1" in text
    assert not any(cell.startswith("=") for cell in cells)


def test_person_of_another_agency_is_not_found(client, tom, cara):
    client.force_login(tom.user)

    assert client.get(reverse("agencies:person", args=[cara.user.pk])).status_code == 404


def test_leaver_is_signed_out_sees_nothing_and_stays_on_record(client, tom, asha, client_of):
    theirs = client_of(asha.user)
    assert theirs.get("/me/").status_code == 200
    client.force_login(tom.user)

    client.post(reverse("agencies:person_left", args=[asha.user.pk]))

    assert theirs.get("/me/").status_code == 302
    assert "asha@example.org" not in client.get("/people/").text
    assert "Asha" in client.get("/people/left/").text
    assert client.get(reverse("agencies:person", args=[asha.user.pk])).status_code == 200
    again = client_of(asha.user)
    assert again.get("/training/").status_code == 403


def test_leaver_of_one_agency_stays_in_the_other(client_of, tom, asha, south):
    Membership.objects.create(user=asha.user, agency=south, role=Role.ASSESSOR)

    leaving.leave_agency(agency=tom.agency, user=asha.user, by=tom.user)

    assert "South Agency" in client_of(asha.user).get("/me/").text
    assert Membership.objects.get(user=asha.user, agency=south).ended_at is None


def test_coordinator_may_not_end_an_admin(client, tom, ned):
    client.force_login(tom.user)

    assert client.post(reverse("agencies:person_left", args=[ned.user.pk])).status_code == 403
    assert client.post(reverse("agencies:end_role", args=[ned.membership.pk])).status_code == 403


def test_last_admin_cannot_leave(client, ned):
    client.force_login(ned.user)

    response = client.post(reverse("agencies:end_role", args=[ned.membership.pk]), follow=True)

    assert "last agency admin" in response.text
    ned.membership.refresh_from_db()
    assert ned.membership.ended_at is None


def test_role_is_given_and_ended(client, tom, asha):
    client.force_login(tom.user)

    client.post(reverse("agencies:add_role", args=[asha.user.pk]), {"role": "expert"})
    given = Membership.objects.get(user=asha.user, role=Role.EXPERT)
    client.post(reverse("agencies:end_role", args=[given.pk]))

    given.refresh_from_db()
    assert given.ended_at is not None
    refused = client.post(
        reverse("agencies:add_role", args=[asha.user.pk]), {"role": "agency_admin"}
    )
    assert refused.status_code == 422


def test_role_is_not_given_to_who_has_left(client, tom, asha):
    leaving.leave_agency(agency=tom.agency, user=asha.user, by=tom.user)
    client.force_login(tom.user)

    url = reverse("agencies:add_role", args=[asha.user.pk])
    assert client.post(url, {"role": "expert"}).status_code == 403


def test_leave_pauses_programmes_and_moves_due_dates(client, tom, asha, programme):
    due = localdate() + timedelta(days=30)
    enrol(programme=programme, assessors=[asha.membership], terms=Terms(due_on=due), actor=None)
    client.force_login(tom.user)
    url = reverse("agencies:plan_leave", args=[asha.user.pk])

    client.post(url, {"since": localdate() - timedelta(days=10), "until": ""})
    assert Enrolment.objects.get().on_leave_since is not None
    client.post(reverse("agencies:end_leave", args=[asha.user.pk]))

    enrolment = Enrolment.objects.get()
    assert enrolment.on_leave_since is None
    assert enrolment.due_on == due + timedelta(days=10)
    assert Leave.objects.get().over_at is not None


def test_leave_of_the_future_turns_by_itself(tom, asha, programme, time_machine_at):
    enrol(programme=programme, assessors=[asha.membership], terms=Terms(), actor=None)
    since, until = localdate() + timedelta(days=3), localdate() + timedelta(days=5)
    leaving.plan_leave(agency=tom.agency, user=asha.user, since=since, until=until, by=tom.user)

    for days, away in [(0, False), (3, True), (5, True), (6, False)]:
        with time_machine_at(now() + timedelta(days=days)):
            turn_leaves.func()
        assert (Enrolment.objects.get().on_leave_since is not None) is away


@pytest.mark.parametrize(
    ("since", "until"), [("2026-05-04", "2026-05-01"), ("", "2026-05-01"), ("x", "")]
)
def test_leave_refuses_days_that_cannot_be(client, tom, asha, since, until):
    client.force_login(tom.user)

    url = reverse("agencies:plan_leave", args=[asha.user.pk])
    assert client.post(url, {"since": since, "until": until}).status_code == 422
    assert not Leave.objects.exists()


def test_cohort_of_an_invitation_brings_its_programmes(tom, asha, ben, programme):
    cohort = Cohort.objects.create(agency=tom.agency, name="Spring")
    due = localdate() + timedelta(days=20)
    terms = Terms(due_on=due, cohort=cohort)
    enrol(programme=programme, assessors=[asha.membership], terms=terms, actor=None)
    leaving.leave_agency(agency=tom.agency, user=ben.user, by=tom.user)
    wanted = Wanted(ben.user.email, Role.ASSESSOR, cohort="Spring")

    asked = joining.invite(agency=tom.agency, wanted=wanted, by=tom.user)
    membership = joining.accept(invitation=asked, user=ben.user)

    enrolment = Enrolment.objects.get(assessor=membership)
    assert (enrolment.cohort, enrolment.due_on) == (cohort, due)


def test_leaving_takes_people_out_of_programmes(tom, asha, programme):
    enrol(programme=programme, assessors=[asha.membership], terms=Terms(), actor=None)

    leaving.leave_agency(agency=tom.agency, user=asha.user, by=tom.user)

    assert Enrolment.objects.get().left_at is not None


def test_agency_page_is_the_admins(client, ned, tom):
    client.force_login(tom.user)
    assert client.get("/agency/").status_code == 403
    client.force_login(ned.user)

    client.post("/agency/", {"support_contact": "Call 200", "second_factor": ""})

    assert Agency.objects.get(pk=ned.agency.pk).support_contact == "Call 200"
