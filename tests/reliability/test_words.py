import numpy as np
import pytest
from django.utils.translation import override

from reliability.reports.agreement import agreement_report
from reliability.stats import gwet, icc
from reliability.stats.alpha import krippendorff_alpha
from reliability.words import FORMS, form_in_words, note_in_words
from tests.reliability.agreeing import TOOL, answers_frame, scores_frame


def test_every_form_on_the_panels_page_has_a_translation():
    report = agreement_report("Panel", TOOL, scores_frame(), answers_frame())
    figures = [f.estimate for f in (*report.totals, *report.bands, *report.eligibility)]
    figures += [
        one for item in report.items for one in (item.exact, item.alpha, item.kappa, item.ac2)
    ]

    assert {figure.form for figure in figures} <= set(FORMS)
    with override("fr-ca"):
        assert all(form_in_words(figure.form) != figure.form for figure in figures)


SPARSE = np.array([[1, np.nan], [np.nan, 2]])
SAME = np.array([[1.0, 1.0], [1.0, 1.0], [1.0, 1.0]])


@pytest.mark.parametrize(
    "estimate",
    [
        icc.icc(SPARSE),
        icc.icc(np.array([[1.0], [2.0]])),
        icc.icc(np.array([[1.0, 2.0], [2.0, np.nan]])),
        gwet.ac(SAME),
        gwet.conger(np.array([[0, 1.0], [np.nan, np.nan]])),
        krippendorff_alpha(SAME, level="ordinal"),
        gwet.ac(np.array([[0, 1.0], [1, 1], [0, 0]])),
    ],
    ids=["no overlap", "one rater", "one target", "one score", "two ratings", "alpha", "rare"],
)
def test_a_note_that_statistics_give_is_said_in_french(estimate):
    assert estimate.note

    with override("fr-ca"):
        said = note_in_words(estimate.note)

    assert said != estimate.note
    assert not set(said.split()) & {"the", "rater", "target", "every", "score"}


def test_words_that_are_not_listed_stay_as_they_are():
    assert form_in_words("A new coefficient") == "A new coefficient"
    assert note_in_words("a new note; another") == "a new note; another"
