"""The fictional double codings under examples/ are what their script makes."""

from config.demo import double_codings as made
from tests.reliability.studies.brought import table
from tests.test_repository import ROOT

EXAMPLES = ROOT / "examples"


def test_the_files_are_what_the_script_makes():
    coded = [made.header(), *made.rows()]

    kept = (EXAMPLES / "double-codings-static-99r.csv").read_bytes()
    assert made.as_csv(coded) == kept
    problems = (EXAMPLES / "double-codings-with-problems.csv").read_bytes()
    assert made.as_csv(made.with_problems()) == problems
    workbook = (EXAMPLES / "double-codings-static-99r.xlsx").read_bytes()
    assert list(table(made.as_xlsx(coded)).rows) == list(table(workbook).rows)
    assert list(table(workbook).rows) == list(table(kept).rows)


def test_the_demonstration_has_what_a_study_has_to_cope_with():
    rows = made.rows()
    scored = [row[3:13] for row in rows]
    files = [row[0] for row in rows]

    assert len(set(files)) == made.FILES
    assert sum(files.count(file) == 1 for file in set(files)) == made.SINGLE
    assert len({row[1] for row in rows}) == made.RATERS
    assert len({row[0] for row in rows if row[-1] == "yes"}) == made.CSEM_ONLY
    assert 5 <= sum(None in scores for scores in scored) <= 20
    sums = [sum(score or 0 for score in scores) for scores in scored]
    assert 5 <= sum(total != row[13] for total, row in zip(sums, rows, strict=True)) <= 15
