"""A case or an exam as an assessor sees it: without gold, and without beginning anything."""

import pytest
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scopes_disabled

from agencies.models import Role
from tests.factories import Person, make_person
from tests.training.exam_bank import enrol, make_case, place_in, rule_exams
from tests.training.factories import TOOL, assign
from tests.vignettes.factories import make_version
from training.actions.forms import draw_exam
from training.models import Assignment, Draft
from vignettes.models import SeenGold

LIST = reverse("monitoring:previews")


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def as_tom(client, tom):
    client.force_login(tom.user)
    return client


@pytest.fixture
def case(db):
    return make_version("maple-crossing")


def url_of(case, tool=TOOL):
    return reverse("monitoring:preview", args=[case.pk, tool])


def test_every_case_in_use_is_listed_by_tool(as_tom, case):
    assert url_of(case) in as_tom.get(LIST).text
    assert url_of(case) not in as_tom.get(LIST, {"name": "no such case"}).text


def test_the_case_is_shown_whole_and_cannot_be_answered(as_tom, case):
    page = as_tom.get(url_of(case)).text

    assert "9. " in page
    assert "<fieldset disabled>" in page
    assert "Hand in" not in page
    assert "<mark" not in page
    assert as_tom.post(url_of(case)).status_code == 405
    assert not Assignment.objects.exists()
    assert not Draft.objects.exists()
    assert not SeenGold.objects.exists()


def test_a_case_that_one_must_score_is_not_previewed(as_tom, tom, north, case):
    own = tom.user.memberships.create(agency=north, role=Role.ASSESSOR)
    assign(Person(tom.user, own), case)
    own.ended_at = now()
    own.save()

    assert as_tom.get(url_of(case)).status_code == 404
    assert url_of(case) not in as_tom.get(LIST).text


def test_who_also_scores_cases_anywhere_previews_none(as_tom, tom, south, case, exam):
    tom.user.memberships.create(agency=south, role=Role.ASSESSOR)

    for page in (url_of(case), LIST, reverse("monitoring:preview_exam", args=[exam.pk])):
        answer = as_tom.get(page)
        assert answer.status_code == 403
        assert "nobody who scores cases" in answer.text


def test_a_tool_that_the_case_is_not_scored_with_is_not_found(as_tom, case):
    assert as_tom.get(url_of(case, "stable-2007")).status_code == 404
    assert as_tom.get(url_of(case, "no-such-tool")).status_code == 404


@pytest.fixture
def exam(asha):
    bank = [make_case(n) for n in range(16)]
    place_in(asha.agency, *(version.vignette for version in bank))
    enrolment = enrol(asha)
    rule_exams(enrolment)
    return draw_exam(enrolment=enrolment, tool=TOOL, at=now(), seed=1)


def test_an_exam_is_shown_with_its_cases_in_order(as_tom, exam):
    page = as_tom.get(reverse("monitoring:preview_exam", args=[exam.pk])).text

    for one in exam.assignments.all():
        assert url_of(one.version) in page
        assert as_tom.get(url_of(one.version)).status_code == 200
    assert not exam.assignments.exclude(due_at=None).exists()


def test_another_agencys_exam_is_not_found(client, exam, south):
    client.force_login(make_person("Sid", south, Role.COORDINATOR).user)

    assert client.get(reverse("monitoring:preview_exam", args=[exam.pk])).status_code == 404


def test_assessors_do_not_preview(client, asha, case):
    client.force_login(asha.user)

    assert client.get(url_of(case)).status_code == 403
