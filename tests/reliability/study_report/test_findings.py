from reliability.reports.studies.findings import findings_section
from reliability.studies.results import RuleFinding
from tests.reliability.study_report.made import FINDINGS, make_results, make_told


def section(*findings, language="en"):
    return findings_section(make_told(make_results(findings=findings), language))


def finding(rule, evidence="check", level="error", codings=7, **more):
    told = {"items": ("i10", "i9"), "asked": 70, "raters": 3, "numbers": (4, 9)}
    return RuleFinding(rule, evidence, level, codings=codings, **told | more)


def test_errors_come_before_warnings_and_the_most_frequent_first():
    rows = section(
        finding("recomputed", level="warning", codings=50),
        finding("permitted-values", codings=2),
        finding("S99R-SUM", codings=9),
    ).tables()[0]

    assert [row[2].text for row in rows.rows] == ["9 of 70", "2 of 70", "50 of 70"]


def test_a_rule_shows_its_status_its_source_and_what_to_do():
    row = section(finding("S99R-I9I8")).tables()[0].rows[0]

    assert row[0].text == "A stranger is unrelated"
    assert row[0].note.startswith("S99R-I9I8, supported; source: Static-2002 Coding Rules")
    assert row[1].text == "9 and 10"
    assert (row[2].text, row[2].note) == ("7 of 70", "10.0\N{NO-BREAK SPACE}%")
    assert "1 on item 9 forces 1 on item 8" in row[4].text
    assert row[5].note == "Codings no. 4, 9…"


def test_a_misreading_tells_its_probability_and_what_misreading_it_does():
    row = section(finding("S99R-I9I8", "facts", probability=0.834)).tables()[0].rows[0]

    assert "Probability that the rule is misread: 83\N{NO-BREAK SPACE}%." in row[5].text
    assert row[4].note


def test_all_numbers_shown_need_no_dots():
    row = section(finding("recomputed", codings=2)).tables()[0].rows[0]

    assert row[5].note == "Codings no. 4, 9"


def test_no_finding_is_a_sentence_and_no_table():
    told = section()

    assert told.tables() == ()
    assert told.blocks[0].text.startswith("No coding breaks a rule")


def test_a_rule_of_another_version_of_the_tool_keeps_its_id():
    assert section(finding("S99R-GONE")).tables()[0].rows[0][0].text == "S99R-GONE"


def test_the_sum_of_errors_leaves_warnings_out():
    told = section(*FINDINGS, finding("S99R-SUM", level="warning", codings=40))

    assert told.blocks[0].text.startswith("Errors found in all: 19 ")
