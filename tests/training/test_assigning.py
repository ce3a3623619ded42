from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime, now

from agencies.models import AuditEntry
from tests.training.factories import TOOL, assign, make_exam
from tests.vignettes.factories import make_version
from training.actions.assigning import CaseAlreadySeenError, assign_cases
from training.models import Assignment, Draft, Exam
from vignettes.models import GoldCoding

ASSIGN = "/training/assign/"


def fields(people, versions, **more):
    return {
        "tool": TOOL,
        "mode": "practice",
        "assessors": [person.membership.pk for person in people],
        "versions": [version.pk for version in versions],
    } | more


def moment(**later):
    return localtime(now() + timedelta(**later)).strftime("%Y-%m-%dT%H:%M")


def test_assign_cases_gives_each_person_each_case_once(asha, ben, tom, version):
    both = [asha.membership, ben.membership]
    versions = [version, make_version("quiet-ferry")]
    asked = {"agency": asha.agency, "tool": TOOL, "actor": tom.user, "assessors": both}

    first = assign_cases(versions=versions, **asked)
    again = assign_cases(versions=versions, **asked)

    assert (len(first), again) == (4, [])
    assert [one.position for one in first] == [1, 2, 1, 2]
    assert Draft.objects.count() == 4
    assert AuditEntry.objects.filter(verb="assign", actor=tom.user).count() == 4


def test_assign_cases_refuses_to_examine_on_a_case_that_was_practised(asha, version):
    assign(asha, version)

    with pytest.raises(CaseAlreadySeenError, match="Asha already has the case Maple Crossing"):
        assign(asha, version, exam=make_exam(asha.agency))


def test_assign_cases_refuses_to_practise_a_case_of_an_exam(asha, version):
    assign(asha, version, exam=make_exam(asha.agency))

    with pytest.raises(CaseAlreadySeenError):
        assign(asha, version)


def test_assign_cases_refuses_people_of_another_agency(asha, cara, version):
    with pytest.raises(ValueError, match="does not work in"):
        assign_cases(
            agency=asha.agency,
            assessors=[cara.membership],
            versions=[version],
            tool=TOOL,
            actor=None,
        )


def test_assign_gives_out_practice_cases(as_tom, asha, ben, version):
    response = as_tom.post(ASSIGN, fields([asha, ben], [version]), follow=True)

    assert response.redirect_chain[-1][0] == reverse("training:cohort")
    assert "2 cases given out." in response.text
    assert set(Assignment.objects.values_list("mode", flat=True)) == {"practice"}


def test_assign_sets_up_an_exam(as_tom, asha, version):
    opening = {"title": "Spring", "opens_at": moment(hours=1), "closes_at": moment(hours=2)}

    as_tom.post(ASSIGN, fields([asha], [version], mode="exam", **opening))

    assert Assignment.objects.get().exam == Exam.objects.get(title="Spring")


@pytest.mark.parametrize(
    ("opening", "words"),
    [
        ({}, "An exam needs a title."),
        ({"title": "Spring"}, "An exam needs a time at which it opens."),
        ({"opens_at": "soon"}, "Enter a valid date/time."),
        (
            {"title": "S", "opens_at": moment(hours=2), "closes_at": moment(hours=1)},
            "The exam must close after it opens.",
        ),
        (
            {"title": "S", "opens_at": moment(hours=-2), "closes_at": moment(hours=-1)},
            "This time has passed.",
        ),
    ],
)
def test_assign_refuses_an_exam_without_sensible_times(as_tom, asha, version, opening, words):
    response = as_tom.post(ASSIGN, fields([asha], [version], mode="exam", **opening))

    assert response.status_code == 422
    assert words in response.text
    assert not Exam.objects.exists()


def test_assign_says_who_has_met_a_case_and_gives_out_nothing(as_tom, asha, ben, version):
    assign(asha, version)
    opening = {"title": "Spring", "opens_at": moment(hours=1), "closes_at": moment(hours=2)}

    response = as_tom.post(ASSIGN, fields([ben, asha], [version], mode="exam", **opening))

    assert response.status_code == 422
    assert "Asha already has the case Maple Crossing" in response.text
    assert Assignment.objects.count() == 1
    assert not Exam.objects.exists()


def test_assign_offers_only_tools_that_have_right_scores(as_tom, asha, version):
    page = as_tom.get(ASSIGN).text

    assert 'value="static-99r"' in page
    assert 'value="stable-2007"' not in page
    sent = fields([asha], [version], tool="stable-2007")
    assert as_tom.post(ASSIGN, sent).status_code == 422
    assert not Assignment.objects.exists()


def test_assign_refuses_a_tool_that_has_no_right_scores_for_a_case(as_tom, asha, version):
    GoldCoding.objects.create(
        version=make_version("quiet-ferry"),
        tool="stable-2007",
        tool_version="1",
        eligibility="no",
        provenance="panel",
    )
    response = as_tom.post(ASSIGN, fields([asha], [version], tool="stable-2007"))

    assert response.status_code == 422
    assert "Maple Crossing: no right scores yet for STABLE-2007." in response.text
    assert not Assignment.objects.exists()


def test_assign_offers_no_one_of_another_agency(as_tom, cara, version):
    response = as_tom.post(ASSIGN, fields([cara], [version]))

    assert response.status_code == 422
    assert "Cara" not in as_tom.get(ASSIGN).text
    assert not Assignment.objects.exists()


def test_assign_is_for_coordinators(client, asha, ana):
    assert client.get(ASSIGN).status_code == 302
    for person in (asha, ana):
        client.force_login(person.user)
        assert client.get(ASSIGN).status_code == 403
