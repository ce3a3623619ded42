"""Programmes: setting up, taking part, due dates, leave and leavers, and the start page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from agencies.models import AuditEntry, Role
from tests.factories import make_person
from tests.training.factories import TOOL, assign
from tests.training.programmes import make_enrolment, practise
from tests.vignettes.factories import make_version
from training.actions import programmes as actions
from training.models import Cohort, Enrolment, PoolPlace, Programme, Reading, Side
from training.reading.content import pages_to_read
from training.tables.programme import due_words, is_overdue, prerequisites, standing

PLAN = {"title": "Static-99R certification", "tools": [TOOL], "practice_cases": "6"}


def read_everything(enrolment):
    for page in pages_to_read(TOOL):
        Reading.objects.create(enrolment=enrolment, page=page, passed_at=now())


def test_a_coordinator_sets_up_a_programme_and_enrols_people(as_tom, asha, ben):
    made = as_tom.post(reverse("training:new_programme"), PLAN | {"needs_reading": "on"})
    programme = Programme.objects.get()
    assert made.url == reverse("training:enrol", args=[programme.pk])

    as_tom.post(
        made.url,
        {
            "assessors": [asha.membership.pk, ben.membership.pk],
            "due_on": "2030-01-31",
            "time_factor": "1.5",
            "language": "fr-ca",
        },
    )

    enrolment = Enrolment.objects.get(assessor=asha.membership)
    assert (enrolment.due_on, enrolment.time_factor, enrolment.language) == (
        date(2030, 1, 31),
        1.5,
        "fr-ca",
    )
    page = as_tom.get(reverse("training:programme", args=[programme.pk])).content.decode()
    assert "Asha" in page
    assert "0 of 6" in page
    assert AuditEntry.objects.filter(verb="enrol").count() == 2


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (PLAN | {"title": ""}, "required"),
        (PLAN | {"tools": []}, "required"),
        (PLAN | {"tools": ["no-such"]}, "no-such"),
        (PLAN | {"practice_cases": "-1"}, "greater than or equal to 0"),
        (PLAN | {"title": "Taken"}, "already has a programme"),
    ],
)
def test_a_programme_that_makes_no_sense_is_refused(as_tom, tom, fields, told):
    actions.make_programme(agency=tom.agency, plan=actions.Plan("Taken", [TOOL]), actor=tom.user)

    reply = as_tom.post(reverse("training:new_programme"), fields)

    assert reply.status_code == 422
    assert told in reply.content.decode()


def test_everybody_of_a_cohort_is_enrolled_at_once(as_tom, asha, ben, tom):
    autumn = Cohort.objects.create(agency=tom.agency, name="Autumn")
    make_enrolment(asha, title="First", cohort=autumn)
    second = actions.make_programme(
        agency=tom.agency, plan=actions.Plan("Second", [TOOL]), actor=tom.user
    )

    reply = as_tom.post(
        reverse("training:enrol", args=[second.pk]), {"of_cohort": autumn.pk, "time_factor": "1"}
    )

    assert reply.status_code == 302
    assert [one.assessor for one in second.enrolments.all()] == [asha.membership]
    nobody = as_tom.post(reverse("training:enrol", args=[second.pk]), {"time_factor": "1"})
    assert "Nobody was chosen" in nobody.content.decode()


def test_nobody_of_another_agency_can_be_enrolled(as_tom, asha, cara, tom):
    enrolment = make_enrolment(asha)
    url = reverse("training:enrol", args=[enrolment.programme_id])

    reply = as_tom.post(url, {"assessors": [cara.membership.pk], "time_factor": "1"})

    assert reply.status_code == 422
    assert Enrolment.objects.count() == 1
    with pytest.raises(ValueError, match="no assessor of the agency"):
        actions.enrol(
            programme=enrolment.programme,
            assessors=[cara.membership],
            terms=actions.Terms(),
            actor=tom.user,
        )


def test_due_dates_change_for_those_ticked(as_tom, asha, ben):
    enrolment = make_enrolment(asha, due_on=date(2030, 1, 1))
    url = reverse("training:due_dates", args=[enrolment.programme_id])

    as_tom.post(url, {"enrolments": [enrolment.pk], "due_on": "2030-06-30"})
    enrolment.refresh_from_db()
    assert enrolment.due_on == date(2030, 6, 30)

    as_tom.post(url, {"due_on": "2031-01-01"})
    enrolment.refresh_from_db()
    assert enrolment.due_on == date(2030, 6, 30)


def test_pages_begin_in_the_language_of_the_enrolment_unless_the_person_chose_one(asha, ben, tom):
    ben.user.language = "en"
    ben.user.save()
    programme = make_enrolment(asha, language="fr-ca").programme
    actions.enrol(
        programme=programme,
        assessors=[ben.membership],
        terms=actions.Terms(language="fr-ca"),
        actor=tom.user,
    )

    for person, language in ((asha, "fr-ca"), (ben, "en")):
        person.user.refresh_from_db()
        assert person.user.language == language


def test_on_leave_no_date_runs_and_the_date_moves_by_the_days_missed(asha, tom):
    enrolment = make_enrolment(asha, due_on=date(2026, 3, 1))
    actions.begin_leave(enrolment=enrolment, since=date(2026, 2, 1), actor=tom.user)
    assert not is_overdue(enrolment, date(2026, 5, 1))
    assert "no due date runs" in due_words(enrolment, now())

    actions.end_leave(enrolment=enrolment, until=date(2026, 5, 1), actor=tom.user)

    assert enrolment.due_on == date(2026, 3, 1) + timedelta(days=89)
    assert enrolment.on_leave_since is None
    assert is_overdue(enrolment, date(2026, 6, 1))


def test_who_leaves_sees_the_programme_no_more_and_may_be_enrolled_again(client, asha, tom):
    enrolment = make_enrolment(asha)
    client.force_login(tom.user)
    client.post(reverse("training:leave", args=[enrolment.pk]), {"action": "take_out"})
    client.force_login(asha.user)
    assert "Certification" not in client.get(reverse("training:home")).content.decode()
    assert client.post(reverse("training:practise", args=[enrolment.pk, TOOL])).status_code == 404

    actions.enrol(
        programme=enrolment.programme,
        assessors=[asha.membership],
        terms=actions.Terms(),
        actor=tom.user,
    )

    enrolment.refresh_from_db()
    assert enrolment.left_at is None
    assert "Certification" in client.get(reverse("training:home")).content.decode()


def test_prerequisites_say_what_is_left(asha):
    enrolment = make_enrolment(asha, practice_cases=1)
    version = make_version()
    PoolPlace.objects.create(
        agency=asha.agency, tool=TOOL, vignette=version.vignette, side=Side.PRACTICE
    )
    assert prerequisites(enrolment, TOOL) == [
        "5 pages of reading are left.",
        "1 practice case is left.",
    ]

    read_everything(enrolment)
    practise(asha, enrolment)

    assert prerequisites(enrolment, TOOL) == []
    assert standing(enrolment, TOOL).is_ready


def test_the_start_page_has_one_card_for_each_tool_with_one_thing_to_do(as_asha, asha, version):
    enrolment = make_enrolment(asha, tools=(TOOL, "cport"), due_on=localdate())
    home = reverse("training:home")
    page = as_asha.get(home).content.decode()
    assert page.count("programme-card") == 2
    assert page.count("main-action") == 1
    assert "Read the next page" in page
    assert "0 of 2 practice cases" in page
    assert "the exam opens after 2" in page

    read_everything(enrolment)
    PoolPlace.objects.create(
        agency=asha.agency, tool=TOOL, vignette=version.vignette, side=Side.PRACTICE
    )
    page = as_asha.get(home).content.decode()
    assert "Practise the next case" in page
    given = as_asha.post(reverse("training:practise", args=[enrolment.pk, TOOL]))
    assert "/cases/" in given.url
    page = as_asha.get(home).content.decode()
    assert page.count("main-action") == 1
    assert f"Start {version.title}" in page


def test_practice_without_a_case_left_says_so(as_asha, asha, version):
    enrolment = make_enrolment(asha)
    assign(asha, version)

    reply = as_asha.post(reverse("training:practise", args=[enrolment.pk, "cport"]), follow=True)
    assert reply.status_code == 404
    as_asha.post(reverse("training:practise", args=[enrolment.pk, TOOL]))
    assert Enrolment.objects.count() == 1


def test_who_stands_where_takes_few_queries(as_tom, tom, asha, ben, django_assert_max_num_queries):
    enrolment = make_enrolment(asha)
    people = [make_person(f"Person {n}", tom.agency).membership for n in range(8)]
    actions.enrol(
        programme=enrolment.programme,
        assessors=[ben.membership, *people],
        terms=actions.Terms(),
        actor=tom.user,
    )

    with django_assert_max_num_queries(12):
        as_tom.get(reverse("training:programme", args=[enrolment.programme_id]))


@pytest.mark.parametrize(
    ("name", "needs"),
    [
        ("programmes", None),
        ("new_programme", None),
        ("programme", "programme"),
        ("edit_programme", "programme"),
        ("enrol", "programme"),
        ("enrolment", "enrolment"),
    ],
)
def test_pages_of_programmes_by_role_and_agency(client, asha, tom, south, name, needs):
    enrolment = make_enrolment(asha)
    pk = {"programme": enrolment.programme_id, "enrolment": enrolment.pk}.get(needs)
    url = reverse(f"training:{name}", args=[pk] if pk else [])
    sara = make_person("Sara", south, Role.COORDINATOR)
    assert client.get(url).status_code == 302

    expected = [(tom, 200), (asha, 403), (sara, 404 if needs else 200)]
    for person, status in expected:
        client.force_login(person.user)
        assert client.get(url).status_code == status
