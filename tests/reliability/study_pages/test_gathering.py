"""Studies of codings made here, and of several studies together."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from agencies.models import Membership, Role
from reliability.models import Study, StudyJob
from tests.factories import make_person
from tests.reliability.study_pages.made import make_frozen
from tests.reliability.study_pages.tables import finished

CODINGS, POOLED = reverse("studies:of_codings"), reverse("studies:pooled")


@pytest.fixture
def fields():
    return {
        "title": "Autumn",
        "tool": "static-99r",
        "kind": "between",
        "keep_until": str(localdate() + timedelta(days=90)),
    }


def test_codings_made_here_become_a_study(as_ana, studied, fields):
    assert as_ana.post(CODINGS, fields).status_code == 302
    finished(StudyJob.objects.latest("pk"))

    study = Study.objects.get(title="Autumn")
    assert (study.targets, study.raters, study.source) == (3, 3, "codings")


def test_without_codings_there_is_no_study(as_ana, fields):
    response = as_ana.post(CODINGS, fields)

    assert response.status_code == 422
    assert 'role="alert"' in response.text


def test_days_in_the_wrong_order_are_refused(as_ana, fields):
    days = {"since": "2026-05-02", "until": "2026-05-01"}
    response = as_ana.post(CODINGS, fields | days)

    assert "This day is before the first one." in response.text


def test_two_studies_are_taken_together(as_ana, ana, frozen):
    other = make_frozen(ana, title="Double codings of 2025")
    told = {"title": "Both years", "keep_until": str(localdate() + timedelta(days=90))}
    few = as_ana.post(POOLED, told | {"studies": [frozen.pk]})
    assert few.status_code == 422
    assert "Choose at least two studies." in few.text

    assert as_ana.post(POOLED, told | {"studies": [frozen.pk, other.pk]}).status_code == 302
    finished(StudyJob.objects.latest("pk"))

    pool = Study.objects.get(title="Both years")
    assert set(pool.parts.all()) == {frozen, other}
    page = as_ana.get(reverse("studies:study", args=[pool.pk])).text
    assert "Taken together from" in page


def test_another_agencys_study_is_listed_only_with_a_role_there(as_ana, ana, south, frozen):
    make_frozen(make_person("Sue", south, Role.ANALYST), title="Southern study")
    make_frozen(ana, title="Double codings of 2025")
    assert "Southern study" not in as_ana.get(POOLED).text

    Membership.objects.create(user=ana.user, agency=south, role=Role.ANALYST)

    assert "Southern study" in as_ana.get(POOLED).text
