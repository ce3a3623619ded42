import pytest

from agencies.models import Role
from reliability.reports.study import study_report
from tests.factories import make_person
from tests.reliability.factories import make_study
from tests.training.factories import assign, gold_of, hand_in


def test_study_report_counts_the_table(studied):
    design = study_report(studied.study).design

    assert (design.raters, design.targets, design.ratings) == (3, 3, 90)
    assert design.is_crossed
    assert design.complete_raters == 3


def test_study_report_gives_the_totals_agreement_by_hand(studied):
    # Gold totals are 2, 6 and -1. Dan adds i9 on maple-crossing and i8, i9 on heron-bridge:
    # totals 3, 6 and 1. Pairs that agree: 1 of 3, 3 of 3, 1 of 3; within one: 3, 3, 1 of 3.
    figures = {figure.label: figure.estimate for figure in study_report(studied.study).totals}

    assert figures["Same total, any two assessors"].value == pytest.approx(5 / 9)
    within_one = figures["Totals within one point, any two assessors"]
    assert within_one.value == pytest.approx(7 / 9)
    assert figures["ICC(2,1)"].n_used == 3


def test_study_report_totals_give_the_icc_of_the_two_way_table(studied):
    # Table [[2, 2, 3], [6, 6, 6], [-1, -1, 1]]: MSR = 91/3, MSC = 1, MSE = 1/3 (McGraw & Wong).
    figures = {figure.label: figure.estimate for figure in study_report(studied.study).totals}

    rows, columns, error = 91 / 3, 1.0, 1 / 3
    agreement = (rows - error) / (rows + 2 * error + 3 * (columns - error) / 3)
    assert figures["ICC(2,1)"].value == pytest.approx(agreement)
    assert figures["ICC(3,1)"].value == pytest.approx((rows - error) / (rows + 2 * error))


def test_study_report_tells_items_apart(studied):
    items = {item.item: item for item in study_report(studied.study).items}

    assert len(items) == 10
    assert items["i9"].exact.value == pytest.approx(5 / 9)
    assert items["i1"].exact.value == 1
    assert items["i9"].alpha.value < 1
    assert items["i4"].label


def test_an_item_scored_alike_everywhere_has_a_reason_and_no_alpha(studied):
    items = {item.item: item for item in study_report(studied.study).items}

    assert items["i6"].alpha.value is None
    assert items["i6"].alpha.note


def test_study_report_bands_and_eligibility(studied):
    report = study_report(studied.study)

    same_band = report.bands[0].estimate
    assert same_band.value == pytest.approx((3 + 3 + 1) / 9)
    assert report.eligibility[0].estimate.value == 1


@pytest.mark.django_db
def test_a_study_without_codings_has_reasons_for_every_figure(unscoped, north):
    report = study_report(make_study(north, []))

    assert report.design.raters == 0
    for figure in (*report.totals, *report.bands, *report.eligibility):
        assert figure.estimate.value is None
        assert figure.sentence


def test_a_newcomer_with_one_case_does_not_cost_the_others_their_icc(studied, north):
    before = study_report(studied.study).totals[0].estimate
    newcomer = make_person("Nora", north, Role.ASSESSOR)
    version = studied.versions[0]
    hand_in(newcomer, assign(newcomer, version), gold_of(version).scores)

    report = study_report(studied.study)

    assert report.totals[0].estimate.value == pytest.approx(before.value)
    assert (report.design.raters, report.design.complete_raters) == (4, 3)
    assert report.design.missing == 2
