from dataclasses import replace

from reliability.reports.studies.summary import summary_section
from tests.reliability.study_report.made import make_results, make_told
from tests.reliability.study_report.made_parts import design, none


def sentences(told):
    return summary_section(told).blocks[0].items


def test_a_director_reads_agreement_icc_bands_weak_items_and_errors():
    told = sentences(make_told())

    assert told[0] == "12 assessors scored 130 files with Static-99R, 262 codings in all."
    assert told[1] == (
        "Of 100 pairs of codings of one file, 55 give the same total (likely 49 to 61); 86 lie "
        "within one point."
    )
    assert told[2].startswith("ICC(2,1), variance components for the total: 0.79 (0.74 to 0.84).")
    assert "between moderate and good" in told[2]
    assert told[3] == "Of 100 pairs, 32 fall into different risk bands (likely 26 to 38)."
    assert told[4].startswith("By alpha, agreement is weakest on: 8. Any unrelated victim and 7. ")
    assert told[5].startswith("The rule broken most often, in 17 codings: “A total or level")


def test_a_study_without_icc_says_why():
    results = make_results()
    total = results.totals[0]
    hollow = tuple(
        replace(one, estimate=none(one.name, "no target was scored by two raters"))
        if "icc" in one.name
        else one
        for one in total.figures
    )
    told = make_told(replace(results, totals=(replace(total, figures=hollow),)))

    assert any(
        "No figure: no file was scored by two assessors." in said for said in sentences(told)
    )


def test_a_study_within_people_is_told_as_one():
    results = make_results(kind="within", findings=(), design=design(layout="crossed"))

    assert "agree with themselves" in sentences(make_told(results))[0]


def test_hidden_figures_are_not_in_the_summary():
    results = make_results(findings=())
    hidden = [
        replace(
            section,
            figures=tuple(replace(figure, hidden="small") for figure in section.figures),
        )
        for section in (*results.totals, *results.bands, *results.items)
    ]
    told = make_told(
        replace(results, totals=(hidden[0],), bands=(hidden[1],), items=tuple(hidden[2:]))
    )

    assert len(sentences(told)) == 1
