import pandas as pd
import pytest

from reliability.reports.agreement import agreement_report
from tests.reliability.agreeing import TOOL, answers_frame, scores_frame


@pytest.fixture(scope="module")
def report():
    return agreement_report("Panel", TOOL, scores_frame(), answers_frame())


def by_label(figures):
    return {figure.label: figure.estimate for figure in figures}


def test_the_table_is_counted(report):
    design = report.design

    assert (design.raters, design.targets, design.ratings) == (3, 3, 90)
    assert design.is_crossed
    assert design.complete_raters == 3


def test_agreement_of_totals_by_hand(report):
    # Pairs that agree: 1 of 3, 3 of 3, 1 of 3; within one: 3, 3, 1 of 3.
    figures = by_label(report.totals)

    assert figures["Same total, any two assessors"].value == pytest.approx(5 / 9)
    within_one = figures["Totals within one point, any two assessors"]
    assert within_one.value == pytest.approx(7 / 9)
    assert figures["ICC(2,1)"].n_used == 3


def test_totals_give_the_icc_of_the_two_way_table(report):
    # Table [[2, 2, 3], [6, 6, 6], [-1, -1, 1]]: MSR = 91/3, MSC = 1, MSE = 1/3 (McGraw & Wong).
    figures = by_label(report.totals)

    rows, columns, error = 91 / 3, 1.0, 1 / 3
    agreement = (rows - error) / (rows + 2 * error + 3 * (columns - error) / 3)
    assert figures["ICC(2,1)"].value == pytest.approx(agreement)
    assert figures["ICC(3,1)"].value == pytest.approx((rows - error) / (rows + 2 * error))


def test_items_are_told_apart(report):
    items = {item.item: item for item in report.items}

    assert len(items) == 10
    assert items["i9"].exact.value == pytest.approx(5 / 9)
    assert items["i1"].exact.value == 1
    assert items["i9"].alpha.value < 1
    assert items["i4"].label


def test_an_item_scored_alike_everywhere_has_a_reason_and_no_alpha(report):
    items = {item.item: item for item in report.items}

    assert items["i6"].alpha.value is None
    assert items["i6"].alpha.note


def test_bands_and_eligibility(report):
    assert report.bands[0].estimate.value == pytest.approx((3 + 3 + 1) / 9)
    assert report.eligibility[0].estimate.value == 1


def test_no_codings_give_reasons_for_every_figure():
    nothing = pd.DataFrame([], columns=["target", "rater", "item", "score"])
    empty = agreement_report("Panel", TOOL, nothing, nothing.drop(columns="item"))

    assert empty.design.raters == 0
    for figure in (*empty.totals, *empty.bands, *empty.eligibility):
        assert figure.estimate.value is None
        assert figure.sentence


def test_a_newcomer_with_one_case_does_not_cost_the_others_their_icc(report):
    newcomer = scores_frame(raters=(4,)).query("target == 'first'")
    scores = pd.concat([scores_frame(), newcomer])
    told = agreement_report("Panel", TOOL, scores, answers_frame())

    assert told.totals[0].estimate.value == pytest.approx(report.totals[0].estimate.value)
    assert (told.design.raters, told.design.complete_raters) == (4, 3)
    assert told.design.missing == 2
