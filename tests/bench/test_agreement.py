"""Our figures are those of independent implementations, on random tables."""

import math

import pytest

from bench import agreement
from bench.agreement import by_definition, ours_and_r, ours_by_definition
from bench.agreement.differences import Comparison
from bench.agreement.tables import tables
from bench.statistics.environments import rscript

# absolute, or relative above 1; what iterates or is differentiated numerically is less exact
CLOSE = {"REML": 2e-3, "their standard errors": 1e-7, "six ICCs": 1e-5, "Cohen's kappas": 1e-6}
# limits of psych near a pole are worked out in another order of operations
FAMILIES = {
    "krippendorff alpha",
    "AC, BP, Fleiss, pa",
    "their standard errors",
    "Conger",
    "weights",
}


def assert_close(found):
    for name, one in found.items():
        assert one.mismatched == 0, (name, one.figures)
        assert one.largest < CLOSE.get(name, 1e-9), (name, one.figures)


def test_loops_over_pairs_give_the_same_figures():
    found = ours_by_definition.compared(50)

    assert set(found) == FAMILIES
    assert_close(found)
    assert all(one.figures for one in found.values())


@pytest.mark.full
@pytest.mark.timeout(1800)
def test_loops_over_pairs_give_the_same_figures_of_a_thousand_tables():
    assert_close(ours_by_definition.compared(1000))


def test_r_gives_the_same_figures_where_it_is_installed():
    found = ours_and_r.compared(50)

    if rscript() is None:
        assert "was not found" in found["R"].said
    else:
        assert set(found) == {"six ICCs", "REML", "Cohen's kappas"}
        assert_close(found)
        assert all(one.figures for one in found.values())


def test_the_loops_give_published_values():
    # Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, example C
    units = [
        [1, 1, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
        [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [5, 5, 5], [1, 1], [3],
    ]  # fmt: skip
    weight = by_definition.weights("identity", [1, 2, 3, 4, 5])

    assert by_definition.krippendorff(units, "nominal") == pytest.approx(0.743, abs=5e-4)
    assert by_definition.krippendorff(units, "ordinal") == pytest.approx(0.815, abs=5e-4)
    assert by_definition.krippendorff(units, "interval") == pytest.approx(0.849, abs=5e-4)
    # Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition: the same ratings
    ac1 = by_definition.coefficient("ac", units, [1, 2, 3, 4, 5], weight)
    assert ac1 == pytest.approx(0.77544, abs=5e-6)


def test_a_wrong_figure_would_be_seen():
    comparison = Comparison("a loop", 2)

    comparison.add({"value": 0.5, "only ours": 1.0}, {"value": 0.25})
    comparison.add({"value": None}, {"value": math.nan})
    comparison.add({"value": None}, {"value": 0.1})
    comparison.add({"value": 2000.0}, {"value": 1000.0})

    assert comparison.largest == 1
    assert comparison.mismatched == 1
    assert comparison.figures["value"].undefined == 1
    assert list(comparison.figures) == ["value"]


def test_tables_are_the_same_in_every_run_and_of_all_kinds():
    once, again = list(tables(40, missing=True)), list(tables(40, missing=True))

    assert all((a == b).all() or (a != a).any() for a, b in zip(once, again, strict=True))
    assert {table.shape[1] for table in once} == {2, 3, 4, 5, 6}
    assert any((table != table).any() for table in once)


def test_the_text_has_a_line_for_each_family(monkeypatch):
    monkeypatch.setattr(
        ours_and_r, "compared", lambda number: {"R": Comparison("R", 0, said="no R")}
    )
    monkeypatch.setattr(
        ours_by_definition, "compared", lambda number: {"alpha": Comparison("loops", number)}
    )
    monkeypatch.setattr(agreement, "versions", dict)

    text = agreement.text(agreement.figures(number=3))

    assert "no R" in text
    assert "loops" in text
