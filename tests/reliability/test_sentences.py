import pytest

from reliability.sentences import sentence
from reliability.stats import Estimate


def an_estimate(form, value, low=None, high=None, note=None):
    return Estimate(value=value, low=low, high=high, form=form, note=note, n_used=5, n_given=5)


# Koo & Li (2016): below .5 poor, to .75 moderate, to .9 good, above excellent; on the interval.
@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.91, 0.97, "Judged on its interval: excellent."),
        (0.76, 0.89, "Judged on its interval: good."),
        (0.40, 0.80, "Judged on its interval: between poor and good; more cases would tell."),
    ],
)
def test_sentence_judges_an_icc_on_its_interval(low, high, said):
    assert sentence(an_estimate("ICC(2,1): two-way random", 0.85, low, high)) == said


def test_sentence_gives_no_grade_without_an_interval():
    said = sentence(an_estimate("Krippendorff's alpha, ordinal metric", 0.85))

    assert said == "Judged without an interval, so no grade is given."


# Krippendorff (2004): .667 for tentative conclusions, .8 for conclusions.
def test_sentence_judges_alpha_by_krippendorffs_limits():
    said = sentence(an_estimate("Krippendorff's alpha, ordinal metric", 0.75, 0.68, 0.79))

    assert said == "Judged on its interval: good enough for tentative conclusions."


def test_sentence_counts_pairs_of_a_hundred():
    said = sentence(an_estimate("Percent agreement, identity weights", 0.345, -0.02, 1.0))

    assert said == "34 of 100 pairs of assessors agree (likely between 0 and 100)."


def test_sentence_says_why_there_is_no_figure():
    said = sentence(an_estimate("ICC(2,1)", None, note="no target was scored by every rater"))

    assert said == "No figure: no target was scored by every rater."


def test_sentence_explains_a_coefficient_beyond_chance():
    assert "beyond chance" in sentence(an_estimate("Gwet's AC1, identity weights", 0.9, 0.8, 1.0))
