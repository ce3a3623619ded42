"""Who scored what, and the correlation that follows."""

import numpy as np
import pytest

from reliability.studies.design import design_of
from reliability.studies.results import Settings
from tests.reliability.studies.made_codings import changing, codings_of, crossed, drawn


def design(pairs, **options):
    kind = options.pop("kind", "between")
    return design_of(codings_of(drawn(pairs, **options), kind=kind), Settings())


def test_every_rater_on_every_target_is_crossed():
    found = design(crossed(30))

    assert (found.layout, found.icc_form, found.why) == ("crossed", "icc2", "crossed")
    assert (found.targets, found.raters, found.codings, found.ratings) == (30, 3, 90, 900)
    assert found.raters_per_target == {3: 30}
    assert found.targets_per_rater == (30, 30, 30)
    assert (found.pairs_of_raters, found.overlap_islands, found.single_rated) == (3, 1, 0)


def test_two_raters_need_not_share_every_target():
    pairs = [*crossed(20, ("a", "b")), *((f"x{place}", "a") for place in range(7))]
    found = design(pairs)

    assert (found.layout, found.icc_form, found.why) == ("crossed", "icc2", "two-raters")
    assert (found.single_rated, found.targets) == (7, 27)


def test_raters_who_change_are_partial_and_need_components():
    found = design(changing())

    assert (found.layout, found.icc_form, found.why) == ("partial", "icc2.reml", "partial")
    assert found.overlap_islands == 1
    assert found.raters_per_target == {2: 60}


def test_crossed_with_blanks_in_totals_needs_components():
    rows = drawn(crossed(20))
    del rows[4][2]["i5"]
    found = design_of(codings_of(rows), Settings())

    assert (found.layout, found.icc_form, found.why) == ("crossed", "icc2.reml", "blanks")
    assert [(blank.item, blank.missing, blank.codings) for blank in found.blanks] == [("i5", 1, 60)]


def test_pairs_with_files_of_their_own_are_nested():
    pairs = [
        *crossed(20, ("a", "b")),
        *((f"u{place}", rater) for place in range(15) for rater in "cd"),
    ]
    found = design(pairs)

    assert (found.layout, found.icc_form, found.why) == ("nested", "icc1", "nested")
    assert (found.overlap_islands, found.pairs_of_raters) == (2, 2)


def test_islands_that_are_not_full_inside_stay_partial():
    pairs = [*changing(40), *((f"u{place}", rater) for place in range(15) for rater in "cd")]

    assert design(pairs).layout == "partial"
    assert design(pairs).overlap_islands == 2


def test_without_a_second_coding_there_is_no_correlation():
    found = design([(f"t{place}", f"r{place % 3}") for place in range(12)])

    assert (found.layout, found.icc_form, found.why) == ("single", "", "single")
    assert (found.single_rated, found.pairs_of_raters, found.overlap_islands) == (12, 0, 0)
    assert found.needed == {"0.05": None, "0.10": None}


def test_within_raters_the_occasions_are_compared():
    twice = [(f"t{place}", rater) for place in range(10) for rater in "ab"]
    rows = [(t, r, scores, "", occasion) for occasion in (1, 2) for t, r, scores in drawn(twice)]
    found = design_of(codings_of(rows, kind="within"), Settings())

    assert (found.layout, found.icc_form, found.why) == ("crossed", "icc1", "within")
    assert found.raters_per_target == {2: 20}
    assert found.targets == 10


def test_a_study_without_codings_has_a_design():
    found = design_of(codings_of([]), Settings())

    assert (found.layout, found.targets, found.codings, found.spread) == ("single", 0, 0, None)
    assert found.targets_per_rater == (0, 0, 0)


@pytest.mark.parametrize(("scores", "note"), [((0,), "floor"), ((3, 4), "narrow"), ((0, 4, 7), "")])
def test_a_case_mix_all_alike_is_noted(scores, note):
    rows = [
        (f"t{place}", rater, {f"i{n + 1}": int(n < scores[place % len(scores)]) for n in range(7)})
        for place in range(20)
        for rater in "ab"
    ]

    assert design_of(codings_of(rows, "cport"), Settings()).spread_note == note


def test_sample_sizes_shrink_with_the_precision_asked_for():
    found = design(crossed(30))

    assert found.needed["0.05"] > found.needed["0.10"] > 1
    assert 0 < found.half_width < 0.3


def test_days_are_those_of_the_codings():
    from datetime import date

    days = [date(2024, 5, 1), None, date(2023, 1, 31), date(2024, 1, 1)]
    rows = drawn(crossed(2, ("a", "b")))
    found = design_of(codings_of(rows, days=days), Settings())

    assert (found.first_coded, found.last_coded) == ("2023-01-31", "2024-05-01")


def test_targets_of_two_parts_with_one_name_are_two():
    rows = [
        (target, rater, scores, part)
        for part in ("2023", "2024")
        for target, rater, scores in drawn(crossed(8, ("a", "b")))
    ]
    found = design_of(codings_of(rows, kind="pooled"), Settings())

    assert found.targets == 16
    assert np.isclose(sum(found.raters_per_target.values()), 16)
