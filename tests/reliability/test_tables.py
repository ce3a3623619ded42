import pytest

from reliability import tables
from tests.reliability.conftest import CODES
from tests.reliability.factories import make_study
from tests.training.factories import NOT_USABLE, assign, gold_of, hand_in, with_changes
from tests.vignettes.factories import make_version


def test_ratings_frame_has_one_row_for_each_score(studied):
    frame = tables.ratings_frame(studied.study)

    assert list(frame.columns) == ["target", "rater", "item", "score"]
    assert len(frame) == 3 * 3 * 10
    assert set(frame["target"]) == set(CODES)
    assert frame["rater"].nunique() == 3


def test_ratings_frame_holds_what_was_scored(studied):
    frame = tables.ratings_frame(studied.study)
    dan = studied.raters[2].membership.pk
    strangers = frame[(frame["item"] == "i9") & (frame["target"] == "maple-crossing")]

    assert dict(zip(strangers["rater"], strangers["score"], strict=True))[dan] == 1
    assert sorted(strangers["score"]) == [0, 0, 1]


def test_ratings_frame_leaves_out_what_could_not_be_scored(unscoped, asha, north):
    version = make_version("maple-crossing")
    scores = with_changes(gold_of(version).scores, i2=None)
    hand_in(asha, assign(asha, version), scores)

    frame = tables.ratings_frame(make_study(north, [version]))

    assert len(frame) == 9
    assert "i2" not in set(frame["item"])


def test_ratings_frame_leaves_out_cases_on_which_the_tool_must_not_be_used(unscoped, asha, north):
    version = make_version(NOT_USABLE)
    usable = gold_of(make_version("maple-crossing")).scores
    hand_in(asha, assign(asha, version), usable)
    study = make_study(north, [version])

    assert tables.ratings_frame(study).empty
    assert list(tables.eligibility_frame(study)["score"]) == [1.0]


def test_eligibility_frame_has_every_answer(studied):
    frame = tables.eligibility_frame(studied.study)

    assert list(frame.columns) == ["target", "rater", "score"]
    assert len(frame) == 9
    assert set(frame["score"]) == {tables.ELIGIBILITY["yes"]}


@pytest.mark.django_db
def test_frames_of_a_study_without_codings_are_empty(unscoped, north):
    study = make_study(north, [])

    assert tables.ratings_frame(study).empty
    assert tables.eligibility_frame(study).empty


def test_another_agencys_codings_are_never_in_a_frame(studied, cara, south):
    version = studied.versions[0]
    hand_in(cara, assign(cara, version), gold_of(version).scores)

    assert len(tables.ratings_frame(make_study(south, [version]))) == 10
    assert len(tables.ratings_frame(studied.study)) == 90
