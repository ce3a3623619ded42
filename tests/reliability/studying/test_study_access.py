"""Who may read and make studies: another agency's number is not found."""

import pytest
from django.http import Http404
from django.utils.timezone import now

from agencies.models import Role
from reliability import study_access
from reliability.models import ShareLink, StudyJob
from tests.factories import make_person
from tests.reliability.studying.made import analyst, edition_of, frozen_study

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def held(north, ana):
    """One of each: what `study_access` opens by its number."""
    study = frozen_study(north, ana.membership)
    edition = edition_of(study)
    return {
        "study": study,
        "edition": edition,
        "job": StudyJob.objects.create(agency=north, by=ana.membership, kind="check"),
        "link": ShareLink.objects.create(
            edition=edition, code_hash="x", made_by=ana.membership, expires_at=now()
        ),
    }


NAMES = ("study", "edition", "job", "link")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", [Role.ANALYST, Role.COORDINATOR, Role.AGENCY_ADMIN])
def test_who_reads_a_whole_group_opens_it(held, north, name, role):
    person = make_person("Gil", north, role)

    assert getattr(study_access, name)(person.membership, held[name].pk) == held[name]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.EXPERT, Role.ADJUDICATOR])
def test_others_do_not(held, north, name, role):
    person = make_person("Gil", north, role)

    with pytest.raises(Http404):
        getattr(study_access, name)(person.membership, held[name].pk)


@pytest.mark.parametrize("name", NAMES)
def test_another_agencys_is_not_found(held, south, name):
    with pytest.raises(Http404):
        getattr(study_access, name)(analyst(south), held[name].pk)


def test_a_study_that_is_not_frozen_is_seen_by_nobody(north, ana):
    unfinished = frozen_study(north, ana.membership, frozen_at=None)

    with pytest.raises(Http404):
        study_access.study(ana.membership, unfinished.pk)
    assert unfinished not in study_access.poolable(ana.membership)


def test_lists_ask_the_same_number_of_queries_however_long(north, ana, django_assert_num_queries):
    for n in range(5):
        edition_of(frozen_study(north, ana.membership, rows=[], title=str(n)))

    with django_assert_num_queries(2):
        for study in study_access.studies(ana.membership):
            assert study.agency.name
            assert study.created_by.user.name
            assert getattr(study, "replaced_by", None) is None
        for edition in study_access.editions(ana.membership):
            assert edition.study.agency.name


def test_codings_are_read_in_the_order_of_their_numbers(north, ana, django_assert_num_queries):
    study = frozen_study(north, ana.membership)

    with django_assert_num_queries(1):
        numbers = [row.number for row in study_access.codings(study)]

    assert numbers == list(range(1, 37))
