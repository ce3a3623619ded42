import pytest
from django.utils.translation import override

from reliability.stats import Estimate
from reliability.studies.results import Figure
from reliability.studies_words import (
    interval_text,
    label,
    main_icc,
    note_text,
    value_text,
    what_it_is,
)
from reliability.studies_words_sentences import figure_sentence
from tests.reliability.study_report.made import make_results
from tests.reliability.study_report.made_parts import given, none


def figure(name, value=0.55, half=0.06, **more):
    return Figure(name, given(name, value, half, **more))


@pytest.mark.parametrize(
    ("name", "about", "words"),
    [
        ("pa.identity", "i1", "Same score"),
        ("pa.identity", "total", "Same total"),
        ("pa.identity", "band:dc", "Same risk band"),
        ("pa.within_1", "total:dc", "Totals within one point"),
        ("kripp.ordinal", "i1", "Krippendorff's alpha"),
        ("ac.quadratic", "i1", "AC2"),
        ("fleiss.linear", "band", "Fleiss' weighted kappa"),
        ("icc2.reml", "total", "ICC(2,1), variance components"),
        ("icc1", "total", "ICC(1,1)"),
        ("sem_agreement.reml", "total", "Standard error of measurement"),
        ("mdc95_agreement.reml", "total", "Smallest difference beyond error"),
    ],
)
def test_figures_have_names_of_their_own(name, about, words):
    assert label(figure(name), about) == words


def test_shares_are_told_of_a_hundred_and_shown_in_percent():
    told = figure("pa.identity")

    assert value_text(told) == "55\N{NO-BREAK SPACE}%"
    assert interval_text(told) == "49\N{NO-BREAK SPACE}% to 61\N{NO-BREAK SPACE}%"
    assert figure_sentence(told, "total", 5) == (
        "Of 100 pairs of codings of one file, 55 give the same total (likely between 49 and 61)."
    )


def test_points_and_limits_name_their_unit():
    assert value_text(figure("sem_agreement.reml", 0.944, None)) == "0.94 points"
    assert value_text(figure("limits.pairs", 2.6, 0.2)) == "± 2.60 points"
    assert "no more than 2.60 points apart" in figure_sentence(
        figure("limits.pairs", 2.6, 0.2), "total", 5
    )


def test_a_mean_difference_tells_its_limits():
    estimate = Estimate(
        value=0.14,
        form="Bland-Altman limits of agreement, first coding minus second",
        n_used=30,
        n_given=30,
        detail={"loa_low": -1.82, "loa_high": 2.1},
    )
    told = Figure("bland_altman", estimate)

    assert value_text(told) == "+0.14 points"
    assert what_it_is(told) == "first coding minus second"
    assert "differ by −1.82 to +2.10 points" in figure_sentence(told, "total", 5)


def test_a_figure_that_is_not_there_says_why_and_no_number():
    told = Figure("icc2.reml", none("icc2.reml", "needs at least two targets and two raters"))

    assert value_text(told) == "–"
    assert figure_sentence(told, "total", 5) == (
        "No figure: at least two files and two assessors are needed."
    )


def test_a_hidden_figure_says_how_many_are_needed_and_nothing_of_its_value():
    told = Figure("pa.identity", given("pa.identity", 0.5, 0.1), "small")

    said = figure_sentence(told, "i1", 7)
    assert said.startswith("Fewer than 7 files stand behind it, or ")
    assert "50" not in said
    assert note_text(told) == ""


def test_a_caution_is_told_in_words_of_the_report():
    told = figure("icc2.reml", note="a variance is estimated at 0; 12 resamples had no variation")

    assert note_text(told) == (
        "a variance is estimated at 0; 12 of the resamples had no variation and were left out"
    )


def test_french_figures():
    with override("fr-ca"):
        told = figure("icc2.reml", 0.79, 0.05)

        assert label(told, "total") == "CCI(2,1), composantes de la variance"
        assert value_text(told) == "0,79"
        assert interval_text(told) == "de 0,74 à 0,84"


def test_the_main_icc_is_the_first_of_its_total_and_never_that_of_a_mean():
    total = make_results().totals[0]

    assert main_icc(total).name == "icc2.reml"
    assert main_icc(None) is None


def test_every_icc_is_judged_on_the_scale_of_iccs():
    assert figure_sentence(figure("iccNA", 0.95, 0.02), "total", 5) == (
        "Judged on its interval: excellent."
    )
