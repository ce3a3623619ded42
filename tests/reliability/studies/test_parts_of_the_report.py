"""Ranges, raters, rules, small cells and published figures, each against numbers by hand."""

import numpy as np
import pytest

from reliability.stats.agreement import exact_interval
from reliability.studies import published, suppression
from reliability.studies.computing import compute
from reliability.studies.results import Settings
from reliability.studies.rules import rule_findings
from tests.reliability.studies.made_codings import codings_of, crossed, drawn

OPEN = Settings(replicates=0, smallest_cell=1)


def cport(total):
    """Scores of CPORT that add up to `total`."""
    return {f"i{place}": int(place <= total) for place in range(1, 8)}


def pairs_of_totals(*pairs, tool="cport"):
    return codings_of(
        [
            (f"t{place:02}", rater, cport(total))
            for place, both in enumerate(pairs)
            for rater, total in zip("ab", both, strict=True)
        ],
        tool,
    )


def test_agreement_is_told_by_the_first_score():
    found = compute(pairs_of_totals((2, 2), (2, 3), (2, 5), (5, 5)), OPEN, digest="")
    two, five = (row for row in found.ranges if row.about == "total")

    assert (two.low, two.high, two.pairs) == (2, 2, 3)
    assert two.same.value == pytest.approx(1 / 3)
    assert two.within_one.value == pytest.approx(2 / 3)
    assert two.two_or_more.value == pytest.approx(1 / 3)
    assert (two.same.low, two.same.high) == pytest.approx(exact_interval(1, 3, 0.95))
    assert (five.low, five.same.value) == (5, 1)


def test_several_later_codings_count_as_one_target():
    rows = [("t1", rater, cport(total)) for rater, total in zip("abc", (2, 2, 4), strict=True)]
    found = compute(codings_of(rows, "cport"), OPEN, digest="")
    row = next(row for row in found.ranges if row.about == "total")

    assert (row.pairs, row.same.n_used, row.same.value) == (2, 1, 0.5)


def test_ranges_with_few_targets_are_not_shown():
    found = compute(pairs_of_totals((2, 2), (2, 3), (5, 5)), Settings(replicates=0), digest="")

    assert all(row.hidden == "small" for row in found.ranges)
    assert all(row.same.value is None and row.pairs == 0 for row in found.ranges)


def test_a_rater_s_lean_is_the_mean_difference_from_the_others():
    found = compute(pairs_of_totals((2, 1), (3, 3), (5, 2), (4, 4)), OPEN, digest="")
    first, second = found.raters

    assert first.rater == "a"
    assert first.lean.value == pytest.approx(1.0)
    assert first.lean.se == pytest.approx(np.std([1, 0, 3, 0], ddof=1) / 2)
    assert second.lean.value == pytest.approx(-1.0)
    assert first.same.value == 0.5
    assert [row.codings for row in found.raters] == [4, 4]


def test_a_rater_with_few_shared_targets_has_no_lean():
    rows = [*drawn(crossed(8, "ab")), *drawn([("t000", "c"), ("t001", "c")], seed=9)]
    found = compute(codings_of(rows), Settings(replicates=0), digest="")
    by_name = {row.rater: row for row in found.raters}

    assert by_name["c"].hidden == "small"
    assert by_name["c"].lean.value is None
    assert by_name["b"].lean.value is not None


def static(**changed):
    return {**{f"i{place}": 0 for place in range(1, 11)}, **changed}


def test_rules_that_need_no_facts_are_counted_over_all_codings():
    rows = [
        ("t1", "a", static()),
        ("t1", "b", static(i9=1)),
        ("t2", "a", static(i9=1)),
        ("t2", "b", static(i9=1, i8=1)),
    ]
    [found] = rule_findings(codings_of(rows))

    assert (found.id, found.evidence, found.level) == ("S99R-I9I8", "check", "error")
    assert (found.codings, found.asked, found.raters, found.numbers) == (2, 4, 2, (2, 3))


def test_a_sum_that_is_not_the_sum_is_asked_only_where_one_is_written():
    rows = [(f"t{place}", "a", static(i5=2)) for place in range(4)]
    found = rule_findings(codings_of(rows, totals=[2, 3, None, 2]))

    assert [(one.codings, one.asked, one.numbers) for one in found] == [(1, 3, (2,))]


def test_a_profile_flag_says_that_the_tool_was_used_where_it_may_not_be():
    rows = [(f"t{place}", "a", static()) for place in range(4)]
    flags = {"csem_only": [1, 0, -1, 1]}
    found = rule_findings(codings_of(rows, flags=flags))

    [one] = [one for one in found if one.evidence == "flag"]
    assert one.id.endswith("-CSEMONLY")
    assert (one.codings, one.asked, one.numbers) == (2, 3, (1, 4))


def test_where_facts_are_known_a_misread_rule_explains_a_score():
    from instruments.misreading import misreadings
    from instruments.rulings import rulings
    from tests.instruments.casebook import facts as a_case

    facts = a_case()
    right = rulings("static-99r", facts)
    rule, misread = next(
        (rule, other)
        for rule, other in misreadings("static-99r", facts).items()
        if any(other.items[i].value not in (None, one.value) for i, one in right.items.items())
    )
    scores = {item: one.value for item, one in misread.items.items() if one.value is not None}
    found = rule_findings(codings_of([("t1", "a", scores), ("t2", "a", scores)]), {"t1": facts})

    explained = [one for one in found if one.evidence == "facts"]
    assert rule in [one.id for one in explained]
    assert all(one.numbers == (1,) and one.codings == 1 for one in explained)
    assert all(one.probability is None or 0 < one.probability < 1 for one in explained)


def test_small_cells_are_hidden_so_that_they_cannot_be_worked_out():
    table = np.array([[40, 3, 9], [3, 20, 0], [9, 0, 30]], dtype=float)
    shown = suppression.cells(table, 5)

    assert shown[0][1] is None
    assert shown[1][0] is None
    for row in shown:
        assert sum(cell is None for cell in row) != 1
    assert suppression.cells(table, 1) == ((40, 3, 9), (3, 20, 0), (9, 0, 30))


def test_a_share_of_few_ratings_is_hidden_with_a_second_one():
    assert suppression.shares(np.array([90.0, 3, 7]), 5) == (0.9, None, None)
    assert suppression.shares(np.array([90.0, 0, 10]), 5) == (0.9, 0.0, 0.1)


def test_figures_on_few_units_are_hidden():
    found = compute(pairs_of_totals((2, 2), (2, 3), (5, 5)), Settings(replicates=0), digest="")

    figure = found.totals[0].figure("pa.identity")
    assert (figure.hidden, figure.estimate.value, figure.estimate.low) == ("small", None, None)
    assert compute(pairs_of_totals((2, 2), (2, 3), (5, 5)), OPEN, digest="").totals[0].figure(
        "pa.identity"
    ).estimate.value == pytest.approx(2 / 3)


def test_the_rarest_category_is_not_counted_in_a_note():
    rows = [
        (t, r, {**scores, "i2": int(t == "t003" and r == "a")})
        for t, r, scores in drawn(crossed(20, "ab"))
    ]
    found = compute(codings_of(rows), Settings(replicates=0), digest="").items[1]

    assert found.figure("ac.quadratic").estimate.note == suppression.FEW
    assert found.shares == (None, None)


def test_published_figures_stand_beside_ours():
    found = compute(codings_of(drawn(crossed(40, "ab"))), Settings(replicates=0), digest="")
    beside = {one.id: one.ours for one in found.published}
    total = found.totals[0]

    assert list(beside) == [one.id for one in published.figures() if "static-99r" in one.tools]
    assert beside["static-99-texas"] == total.figure("icc2").estimate
    same = total.figure("pa.identity").estimate.value
    assert beside["static-99-differ"].value == pytest.approx(1 - same)
    at_most_two = sum(row.pairs for row in found.ranges if row.about == "total" and row.high <= 2)
    assert beside["static-99-same-to-2"].n_used >= at_most_two


def test_every_published_figure_has_words_and_a_source_in_both_languages():
    for one in published.figures():
        assert (one.value is None) == (one.kind == "words"), one.id
        assert published.published(one.id) is one
        assert one.figure.en != one.figure.fr
    with pytest.raises(KeyError):
        published.published("nobody-found-this")


def test_a_file_on_which_the_tool_may_not_be_used_is_a_finding_where_facts_are_known():
    from instruments.rulings import rulings
    from tests.instruments.casebook import facts_of, small_cases

    facts = next(
        found
        for _, case in small_cases()
        if case["tool"] == "static-99r"
        and rulings("static-99r", found := facts_of(case)).eligibility.answer == "no"
    )
    rules = rulings("static-99r", facts).eligibility.rules
    told = []
    found = rule_findings(
        codings_of([("t1", "a", static()), ("t2", "a", static())]),
        {"t1": facts},
        lambda *step: told.append(step),
    )

    by_id = {one.id: one for one in found if one.evidence == "facts"}
    assert rules
    assert set(rules) <= set(by_id)
    assert by_id[rules[0]].numbers == (1,)
    assert told == [("rules", 0, 1)]


def test_a_right_coding_of_known_facts_is_no_finding():
    from instruments.rulings import rulings
    from tests.instruments.casebook import facts as a_case

    right = {
        item: one.value
        for item, one in rulings("static-99r", a_case()).items.items()
        if one.value is not None
    }

    assert rule_findings(codings_of([("t1", "a", right)]), {"t1": a_case()}) == ()
