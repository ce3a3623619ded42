"""Several studies together, of years or of agencies."""

import pytest
from django.utils.timezone import now

from agencies.models import Membership, Role
from reliability import study_access
from reliability.actions import studying
from reliability.models import RaterAlias, Study
from reliability.studies.results import Settings, from_json
from tests.reliability.studying.made import analyst, crossed, frozen_study, later

pytestmark = pytest.mark.usefixtures("unscoped")

QUICK = Settings(replicates=100)


@pytest.fixture
def years(north, ana):
    return [
        frozen_study(north, ana.membership, title=f"Year {year}", keep_until=later(100 * year))
        for year in (2, 1)
    ]


def pool(agency, by, studies, **told):
    given = {"title": "Both", "settings": QUICK}
    return studying.pool_studies(agency=agency, by=by, studies=studies, **given | told)


def test_years_are_told_apart_as_parts(years, north, ana):
    job = pool(north, ana.membership, years)

    assert (job.state, job.failure) == ("done", "")
    study = job.study
    found = list(study_access.codings(study))
    assert (study.kind, study.codings, study.targets, study.raters) == ("pooled", 72, 24, 3)
    assert {row.part for row in found} == {"Year 1", "Year 2"}
    assert [row.number for row in found] == list(range(1, 73))
    assert set(study.parts.all()) == set(years)
    assert {row.part for row in from_json(job.edition.results).parts} == {"Year 1", "Year 2"}


def test_a_pool_is_kept_no_longer_than_the_first_of_its_parts(years, north, ana):
    assert pool(north, ana.membership, years).study.keep_until == later(100)


def test_parts_of_one_title_get_a_number(north, ana):
    same = [frozen_study(north, ana.membership, title="x" * 80) for _ in range(2)]

    study = pool(north, ana.membership, same).study

    assert {row.part for row in study_access.codings(study)} == {"x" * 50, "x" * 50 + " (2)"}


def test_raters_known_to_be_one_are_one_in_a_pool(years, north, ana):
    RaterAlias.objects.create(agency=north, rater="#RATER9", same_as="#RATER0", by=ana.membership)
    rows = [row for row in crossed() if row.rater != "#RATER0"]
    other = frozen_study(north, ana.membership, rows=rows, title="Third")

    assert pool(north, ana.membership, [*years, other]).study.raters == 3


def test_another_agencys_study_is_pooled_by_those_who_read_it_there(years, north, south, ana):
    theirs = frozen_study(south, analyst(south), title="South")

    with pytest.raises(studying.StudyRefusedError, match="not open to you"):
        pool(north, ana.membership, [years[0], theirs])
    role = Membership.objects.create(agency=south, user=ana.user, role=Role.ANALYST)
    job = pool(north, ana.membership, [years[0], theirs])

    assert (job.state, job.study.agency) == ("done", north)
    role.ended_at = now()
    role.save()
    with pytest.raises(studying.StudyRefusedError, match="not open to you"):
        pool(north, ana.membership, [years[0], theirs])


def test_an_assessor_there_does_not_open_that_agencys_studies(years, north, south, ana):
    theirs = frozen_study(south, analyst(south))
    Membership.objects.create(agency=south, user=ana.user, role=Role.ASSESSOR)

    with pytest.raises(studying.StudyRefusedError, match="not open to you"):
        pool(north, ana.membership, [years[0], theirs])


@pytest.mark.parametrize(
    "closed",
    [{"withdrawn_at": now()}, {"emptied_at": now()}, {"frozen_at": None}, {"source": "studies"}],
    ids=lambda fields: next(iter(fields)),
)
def test_a_study_that_does_not_stand_is_not_pooled(years, north, ana, closed):
    Study.objects.filter(pk=years[0].pk).update(**closed)

    with pytest.raises(studying.StudyRefusedError, match="not open to you"):
        pool(north, ana.membership, years)


def test_one_study_and_two_tools_are_no_pool(years, north, ana):
    other = frozen_study(north, ana.membership, tool="cport")

    with pytest.raises(studying.StudyRefusedError, match="at least two"):
        pool(north, ana.membership, [years[0], years[0]])
    with pytest.raises(studying.StudyRefusedError, match="one tool only"):
        pool(north, ana.membership, [years[0], other])
