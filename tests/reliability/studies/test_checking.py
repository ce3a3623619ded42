"""The check of every row: what can be taken, and a sentence for what cannot."""

from datetime import date

import pytest

from reliability.studies.blinding import Blinder
from reliability.studies.checking import check
from reliability.studies.checking_findings import Counts, Findings, RowFinding
from reliability.studies.checking_sums import Sums
from reliability.studies.checking_words import NOTES, SENTENCES, said
from reliability.studies.columns import Column, Mapping
from tests.reliability.studies.brought import KEY, NAMES, checked, csv_of, kinds, row

TODAY = date(2026, 11, 22)
TIDY = ["file", "assessor", "item", "score"]


def codings(*rows):
    return csv_of(NAMES, *rows)


def test_a_good_table_becomes_codings():
    found = checked(codings(row(), row(rater="A2", i3=""), row(file="F2")))

    hide = Blinder(KEY).identifier
    assert [(r.number, r.target, r.rater) for r in found.rows] == [
        (1, hide("F1"), hide("A1")),
        (2, hide("F1"), hide("A2")),
        (3, hide("F2"), hide("A1")),
    ]
    assert found.rows[0].scores == {"i1": 1} | {f"i{n}": 0 for n in range(2, 11)}
    assert "i3" not in found.rows[1].scores
    assert kinds(found) == [(3, "missing-items")]
    assert found.counts == Counts(
        rows=3, empty=0, taken=3, ratings=29, notes=1, by_kind={"missing-items": 1}
    )


@pytest.mark.parametrize(
    ("cells", "kind", "found"),
    [
        ({"i1": "2"}, "not-permitted", "2"),
        ({"i1": "-2"}, "not-permitted", "-2"),
        ({"i3": "1.5"}, "decimal", "1.5"),
        ({"i3": "=1+1"}, "formula", ""),
        ({"i3": "seen"}, "not-a-score", ""),
        ({"i3": "yes"}, "not-a-score", ""),
        ({"i3": "2024-05-01"}, "not-a-score", ""),
        ({"file": ""}, "no-target", ""),
        ({"rater": ""}, "no-rater", ""),
        ({f"i{n}": "" for n in range(1, 11)}, "no-scores", ""),
    ],
)
def test_a_row_that_cannot_be_taken_is_left_out_and_says_why(cells, kind, found):
    result = checked(
        codings(row(), row(file="F2"), row(**({"file": "F3"} | cells)), row(rater="A2"))
    )

    errors = [one for one in result.findings if one.level == "error"]
    assert [(one.row, one.kind, one.found) for one in errors] == [(4, kind, found)]
    assert result.counts.left_out == 1
    assert len(result.rows) == 3


def test_rows_count_as_in_the_file():
    content = b"Our codings\n\n" + codings(row(), ["" for _ in NAMES], row(file="F2", i4="9"))

    found = checked(content)

    assert kinds(found) == [(6, "not-permitted")]
    assert found.findings[0].column == "item 4"
    assert (found.counts.rows, found.counts.empty) == (2, 1)


def test_the_same_person_scores_a_file_once():
    found = checked(codings(row(), row(file="F2"), row(file="f1 ", rater="a1", i1="0")))

    assert kinds(found) == [(4, "same-coding-twice")]
    assert "row 2" in found.findings[0].text.en
    assert len(found.rows) == 2


def test_a_row_left_out_does_not_make_the_next_one_a_duplicate():
    assert kinds(checked(codings(row(i3="7"), row()))) == [(2, "not-permitted")]


def test_aliases_make_two_assessors_one():
    hide = Blinder(KEY).identifier
    aliases = {hide("A2"): hide("A3"), hide("A3"): hide("A1"), hide("X"): hide("X")}

    found = checked(codings(row(), row(rater="A2"), row(file="F2", rater="X")), aliases=aliases)

    assert kinds(found) == [(3, "same-coding-twice")]


def test_dates_totals_levels_and_flags():
    names = [*NAMES, "date coded", "total", "risk level", "csem_only"]
    found = checked(
        csv_of(
            names,
            [*row(), "2024-05-01", 9, "Level II", "no"],
            [*row(file="F2"), "2027-05-01", "2.5", "none such", "perhaps"],
            [*row(file="F3"), "", "", "", "1"],
        ),
        today=TODAY,
    )

    first, second, third = found.rows
    assert (first.coded_on, first.total, first.band) == (date(2024, 5, 1), 9, "II")
    assert (second.coded_on, second.total, second.band) == (None, None, "")
    assert [coding.flags for coding in found.rows] == [
        {"csem_only": False},
        {},
        {"csem_only": True},
    ]
    assert third.total is None
    assert {kind for _, kind in kinds(found)} == {
        "future-date", "other-total", "unknown-total", "unknown-band", "unknown-flag",
    }  # fmt: skip
    assert found.counts.left_out == 0


def tidy(*rows, **choices):
    return checked(csv_of(TIDY, *rows), **choices)


def test_scores_one_by_one_become_codings_wherever_they_stand():
    found = tidy(["F1", "A1", 1, 1], ["F1", "A2", 1, 0], ["F1", "A1", "i2", 0], ["F1", "A2", 2, ""])

    assert [coding.scores for coding in found.rows] == [{"i1": 1, "i2": 0}, {"i1": 0}]
    assert (5, "empty-score") in kinds(found)
    assert found.counts.ratings == 3


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["F1", "A1", "item 11", 1], "unknown-item"),
        (["F1", "A1", "", 1], "unknown-item"),
        (["F1", "A1", 1, 1], "same-score-twice"),
        (["F1", "A1", 2, 5], "not-permitted"),
        (["", "A1", 2, 1], "no-target"),
    ],
)
def test_a_score_that_cannot_be_taken_leaves_the_rest_of_the_coding(cells, kind):
    found = tidy(["F1", "A1", 1, 0], cells, ["F1", "A1", 3, 1])

    assert (3, kind) in kinds(found)
    assert [coding.scores for coding in found.rows] == [{"i1": 0, "i3": 1}]


def test_file_numbers_known_only_by_the_mapping_are_hashed_then():
    content = csv_of(["xx", "yy", "item 1"], ["17", "3", 1], ["18", "3", 1])
    columns = (Column("target"), Column("rater"), Column("item", "i1"))

    found = checked(content, mapping=Mapping("codings", columns))

    hide = Blinder(KEY).identifier
    assert [coding.target for coding in found.rows] == [hide("17"), hide("18")]
    assert found.rows[0].rater == hide("3")


def test_a_cell_that_was_not_kept_is_no_identifier():
    content = csv_of(["xx", "assessor", "item 1"], ["03/04/2024", "A1", 1], ["17", "A1", 1])
    columns = (Column("target"), Column("rater"), Column("item", "i1"))

    assert (2, "not-an-identifier") in kinds(checked(content, mapping=Mapping("codings", columns)))


def test_no_identifier_is_in_any_finding():
    found = checked(
        codings(row(file="SECRET-1", i1="7"), row(file="SECRET-1", rater="ANNA"), row())
    )
    told = str([finding.as_json() for finding in found.findings]).lower()

    assert "secret" not in told
    assert "anna" not in told
    assert all(RowFinding.from_json(one.as_json()) == one for one in found.findings)
    assert Counts.from_json(found.counts.as_json()) == found.counts


def test_progress_is_told_and_may_stop_the_check():
    class StopError(Exception):
        """Somebody asked."""

    told = []

    def progress(rows):
        told.append(rows)
        if rows == 4_000:
            raise StopError

    mapping = Mapping("codings", (Column("target"), Column("rater"), Column("item", "i1")))
    rows = ([f"#{n}", "#a", "1"] for n in range(9_000))
    with pytest.raises(StopError):
        check(rows, mapping, "static-99r", "between", hide=str, progress=progress)

    assert told == [2_000, 4_000]


def test_programmers_mistakes_raise():
    with pytest.raises(ValueError, match="no column for the target"):
        check([], Mapping("codings", ()), "static-99r", "between", hide=str)
    with pytest.raises(ValueError, match="kind must be one of"):
        check([], Mapping("codings", (Column("target"),)), "static-99r", "pooled", hide=str)


def test_more_findings_than_a_list_holds_are_all_counted(monkeypatch):
    monkeypatch.setattr("reliability.studies.checking_findings.MAX_FINDINGS", 3)
    findings = Findings(["a"])
    for number in range(9, 1, -1):
        findings.add(number, 0, "empty-score" if number % 2 else "no-target")

    listed = findings.listed()

    assert len(listed) == 3
    assert [finding.level for finding in listed] == ["error", "error", "note"]
    assert listed[-1].kind == "many-findings"
    assert findings.counts(rows=8, empty=0, taken=4, ratings=4).by_kind == {
        "empty-score": 4, "no-target": 4,
    }  # fmt: skip


def test_every_sentence_is_there_in_both_languages_and_filled():
    blanks = {"item": "3", "found": "7.5", "permitted": "0, 1", "other": 2, "items": "3", "n": 10}
    blanks["made"] = 4
    assert set(SENTENCES) > NOTES
    for kind in SENTENCES:
        text = said(kind, **blanks)
        assert "{" not in text.en + text.fr
        assert " :" not in text.fr
    assert "7,5" in said("decimal", **blanks).fr


def test_a_total_that_the_items_do_not_make_is_a_note_with_both_numbers():
    found = checked(
        csv_of(
            [*NAMES, "total"],
            [*row(), "1"],
            [*row(rater="A2"), "99"],
            [*row(file="F2", i3=""), "7"],
        )
    )

    [note] = [one for one in found.findings if one.kind == "other-total"]
    assert (note.row, note.column, note.found, note.level) == (3, "total", "99", "note")
    assert note.text.en.startswith("The total written down is 99; the items make 1.")
    assert found.counts.taken == 3
    assert found.rows[1].total == 99


def test_where_a_tool_has_several_totals_none_is_taken_for_the_one_written_down():
    assert Sums("static-99r").other({f"i{n}": 0 for n in range(1, 11)}, 5) == 0
    assert Sums("rm2000s").other({f"i{n}": 0 for n in range(1, 8)}, 5) is None
