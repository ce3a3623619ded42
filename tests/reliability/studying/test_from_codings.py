"""Studies of what assessors scored here."""

import uuid
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now
from django_scopes import scope

from agencies.models import Role
from reliability import study_access
from reliability.actions import studying
from reliability.actions.studying import from_codings
from reliability.actions.studying.from_codings import plan_of_codings, targets_of
from reliability.models import RaterAlias, Study
from reliability.studies.results import Settings, from_json
from tests.factories import make_person
from tests.training.factories import TOOL, assign, gold_of, hand_in, make_exam, with_changes
from tests.vignettes.factories import make_expert_coding
from training.models import Assignment, Coding, Mode, Rating
from vignettes.models import VignetteVersion

pytestmark = pytest.mark.usefixtures("unscoped")

QUICK = Settings(replicates=100)


@pytest.fixture
def study_of(north, ana):
    def make(**told):
        given = {"title": "Spring", "tool": TOOL, "settings": QUICK}
        job = studying.study_of_codings(agency=north, by=ana.membership, **given | told)
        assert (job.state, job.failure) == ("done", "")
        return job.study

    return make


def rows(study):
    return list(study_access.codings(study))


def recoded(person, version, days=200):
    """The same case given again as a check case, so many days later."""
    assignment = Assignment.objects.create(
        agency=person.agency,
        assessor=person.membership,
        version=version,
        tool=TOOL,
        mode=Mode.CHECK,
        assigned_by=None,
    )
    coding = Coding.objects.create(
        assignment=assignment,
        agency=person.agency,
        assessor=person.membership,
        version=version,
        tool=TOOL,
        tool_version="1",
        eligibility="yes",
        submission_key=uuid.uuid4(),
        submitted_at=now() + timedelta(days=days),
    )
    Rating.objects.bulk_create(
        Rating(coding=coding, item=item, score=score)
        for item, score in gold_of(version).scores.items()
    )


def test_first_codings_become_a_study(studied, study_of):
    study = study_of()

    found = rows(study)
    assert (study.targets, study.raters, study.codings) == (3, 3, 9)
    assert {row.target for row in found} == {version.vignette.code for version in studied.versions}
    assert set(study.versions.all()) == set(studied.versions)
    assert all(row.rater.startswith("#") for row in found)
    assert all(row.coded_on == localdate() for row in found)
    assert [row.number for row in found] == list(range(1, 10))
    gold = gold_of(studied.versions[0]).scores
    by_rater = [row.scores for row in found if row.target == studied.versions[0].vignette.code]
    assert by_rater.count(gold) == 2


def test_wrong_scores_are_explained_by_the_facts_of_the_cases(studied, study_of):
    results = from_json(study_of().editions.get().results)

    assert any(finding.evidence == "facts" for finding in results.findings)


def test_panels_and_other_agencies_and_retries_are_no_part_of_it(
    studied, study_of, north, cara, eva
):
    version = studied.versions[0]
    hand_in(cara, assign(cara, version), gold_of(version).scores)
    make_expert_coding(version, eva.membership)
    first = Coding.objects.filter(agency=north).first()
    Coding.objects.create(
        assignment=first.assignment,
        agency=north,
        assessor=first.assessor,
        version=first.version,
        tool=TOOL,
        attempt=2,
        eligibility="yes",
        submission_key=uuid.uuid4(),
    )

    assert study_of().codings == 9


def test_codings_without_any_score_are_left_out_and_counted(studied, study_of, north):
    eli = make_person("Eli", north, Role.ASSESSOR)
    hand_in(eli, assign(eli, studied.versions[0]), {}, eligibility="no")

    study = study_of()

    assert (study.codings, study.left_out) == (9, 1)


@pytest.mark.parametrize(
    ("told", "codings"),
    [
        ({"since": 1}, None),
        ({"until": -1}, None),
        ({"since": -1, "until": 0}, 9),
        ({"mode": "practice"}, 9),
        ({"mode": "exam"}, None),
    ],
)
def test_a_study_is_narrowed_by_days_and_mode(studied, study_of, told, codings):
    days = {"since", "until"}
    told = {
        name: localdate() + timedelta(days=value) if name in days else value
        for name, value in told.items()
    }

    if codings is None:
        with pytest.raises(studying.StudyRefusedError, match="Nobody here has scored"):
            study_of(**told)
    else:
        assert study_of(**told).codings == codings


def test_a_study_is_narrowed_by_cases_and_exam(studied, study_of, north):
    exam = make_exam(north)
    version = studied.versions[0]
    fay = make_person("Fay", north, Role.ASSESSOR)
    hand_in(fay, assign(fay, version, exam=exam), gold_of(version).scores)

    assert study_of(versions=studied.versions[:2]).codings == 7
    assert study_of(exam=exam).codings == 1


def test_a_case_given_again_months_later_is_a_study_of_assessors_with_themselves(
    studied, study_of, asha, ben
):
    for person in (asha, ben):
        recoded(person, studied.versions[0])

    study = study_of(kind="within")

    assert (study.codings, study.raters, study.targets) == (4, 2, 1)
    assert sorted(row.occasion for row in rows(study)) == [1, 1, 2, 2]
    assert study_of().codings == 9


def test_without_a_case_given_again_there_is_no_such_study(studied, north, ana):
    job = studying.study_of_codings(
        agency=north, by=ana.membership, title="Again", tool=TOOL, kind="within"
    )

    assert job.state == "failed"
    assert "scored one case twice" in job.failure
    assert not Study.objects.filter(title="Again").exists()


def test_more_codings_than_memory_holds_are_refused_before_they_are_read(
    studied, north, ana, monkeypatch
):
    monkeypatch.setattr(from_codings, "MOST_CODINGS", 3)

    job = studying.study_of_codings(
        agency=north, by=ana.membership, title="All", tool=TOOL, kind="between"
    )

    assert job.state == "failed"
    assert "more than 3 codings" in job.failure


def test_raters_known_to_be_one_are_one(studied, study_of, north, ana):
    first = study_of()
    one, other = sorted({row.rater for row in rows(first)})[:2]
    RaterAlias.objects.create(agency=north, rater=one, same_as=other, by=ana.membership)

    assert study_of().raters == 2


def test_the_number_of_queries_does_not_grow_with_the_codings(
    studied, study_of, north, ana, django_assert_num_queries
):
    for name in ("Eli", "Fay", "Gus"):
        person = make_person(name, north, Role.ASSESSOR)
        for version in studied.versions:
            gold = gold_of(version).scores
            hand_in(person, assign(person, version), with_changes(gold, i9=1))

    with scope(agency=north), django_assert_num_queries(12):
        assert len(plan_of_codings(north, TOOL, "between", {}).rows) == 18


def test_two_versions_of_one_case_are_two_targets(studied):
    old, other = studied.versions[:2]
    newer = VignetteVersion(pk=old.pk + 1000, vignette=old.vignette, number=2)

    named = targets_of([newer, other, old])

    code = old.vignette.code
    assert named == {
        old.pk: f"{code}/1",
        newer.pk: f"{code}/2",
        other.pk: other.vignette.code,
    }
