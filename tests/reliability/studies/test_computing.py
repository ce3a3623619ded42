"""The report as a whole: what is there, what never changes it, and studies with little in them."""

import dataclasses
import json

import numpy as np
import pytest

from reliability.studies.computing import STEPS, Stopped, compute
from reliability.studies.engine import ENGINE
from reliability.studies.results import Results, Settings, as_json, from_json
from tests.reliability.studies.made_codings import changing, codings_of, crossed, drawn

SETTINGS = Settings(replicates=50)
ITEM_FIGURES = ["pa.identity", "pa.within_1", "kripp.ordinal", "fleiss.quadratic", "ac.quadratic"]


def report(pairs, tool="static-99r", kind="between", settings=SETTINGS, **options):
    return compute(codings_of(drawn(pairs, tool, **options), tool, kind), settings, digest="d")


@pytest.fixture(scope="module")
def partial():
    return report(changing(60), blanks=0.01)


def names(section):
    return [figure.name for figure in section.figures]


def same_figures(one, other):
    return dataclasses.replace(one, seconds={}) == dataclasses.replace(other, seconds={})


def test_a_report_has_every_item_total_and_band(partial):
    assert [section.about for section in partial.items] == [f"i{n}" for n in range(1, 11)]
    assert [section.about for section in (*partial.totals, *partial.bands)] == ["total", "band"]
    assert all(names(section) == ITEM_FIGURES for section in partial.items)
    assert names(partial.bands[0]) == ["pa.identity", "kripp.ordinal", "fleiss.linear", "ac.linear"]
    assert (partial.engine, partial.data_digest) == (ENGINE, "d")


@pytest.mark.parametrize(
    ("pairs", "kind", "wanted"),
    [
        (crossed(20), "between", ["icc2", "icc3", "icc1", "icc2k", "sem_agreement"]),
        (changing(40), "between", ["icc2.reml", "icc3.reml", "icc1", "icc2kh.reml"]),
        (crossed(20, "ab"), "back-reading", ["icc2", "icc3", "icc1", "icc2k", "sem_agreement"]),
        ([(f"t{n}", "r") for n in range(20)], "between", ["icc1", "limits.pairs"]),
    ],
)
def test_the_correlation_of_the_design_comes_first(pairs, kind, wanted):
    total = report(pairs, kind=kind).totals[0]

    assert names(total)[2 : 2 + len(wanted)] == wanted
    assert names(total)[-1] == "kripp.interval"


def test_a_tool_with_several_totals_has_several_sections():
    found = report(crossed(12, "ab"), "rm2000s")

    abouts = [section.about for section in found.totals]
    assert abouts == ["total", "total:factors", "total:category"]
    assert [section.about for section in found.bands] == ["band", "band:category"]


def test_two_raters_have_a_weighted_kappa_of_their_own():
    found = report(crossed(20, "ab"))

    assert "cohen.quadratic" in names(found.items[0])
    assert "bland_altman" in names(found.totals[0])


def test_a_report_survives_json_to_the_last_bit(partial):
    kept = from_json(json.loads(json.dumps(as_json(partial))))

    assert isinstance(kept, Results)
    assert kept == partial


def test_the_order_of_codings_changes_nothing(partial):
    codings = codings_of(drawn(changing(60), blanks=0.01))
    order = np.random.default_rng(2).permutation(len(codings))
    names = ("numbers", "target_of", "rater_of", "part_of", "occasion", "scores")
    mixed = dataclasses.replace(codings, **{name: getattr(codings, name)[order] for name in names})
    again = compute(mixed, SETTINGS, digest="d")

    assert same_figures(again, partial)


def test_other_numbers_change_only_where_a_finding_points(partial):
    codings = codings_of(drawn(changing(60), blanks=0.01))
    turned = dataclasses.replace(codings, numbers=codings.numbers[::-1].copy())
    again = compute(turned, SETTINGS, digest="d")

    assert same_figures(dataclasses.replace(again, findings=partial.findings), partial)


def test_other_names_of_raters_change_no_figure(partial):
    rows = drawn(changing(60), blanks=0.01)
    renamed = [(target, f"x{9 - int(rater[1:])}", scores) for target, rater, scores in rows]
    again = compute(codings_of(renamed), SETTINGS, digest="d")

    for ours, theirs in zip(again.items, partial.items, strict=True):
        assert ours == theirs
    value = again.totals[0].figure("icc2.reml").estimate.value
    assert value == pytest.approx(partial.totals[0].figure("icc2.reml").estimate.value, abs=1e-6)


def test_a_report_says_how_far_it_is_and_can_be_called_off():
    told = []
    codings = codings_of(drawn(crossed(10)))
    compute(codings, SETTINGS, digest="d", progress=lambda *step: told.append(step))

    steps = [step for step, _, _ in told]
    assert list(dict.fromkeys(steps)) == list(STEPS)
    assert ("resamples", 800, 1000) in told
    assert told[-1] == ("done", 1000, 1000)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)

    def stop(step, done, total):
        if step == "resamples":
            raise Stopped

    with pytest.raises(Stopped):
        compute(codings, SETTINGS, digest="d", progress=stop)


EMPTY = {
    "nothing": [],
    "one coding": [("t1", "a", {"i1": 0})],
    "one target": [("t1", rater, {"i1": 0, "i2": 1}) for rater in "abc"],
    "one rater": [(f"t{n}", "a", {"i1": n % 2}) for n in range(9)],
    "all missing": [(f"t{n}", rater, {}) for n in range(8) for rater in "ab"],
    "all equal": [
        (f"t{n}", rater, {f"i{k}": 0 for k in range(1, 11)}) for n in range(8) for rater in "ab"
    ],
    "islands": drawn([*crossed(6, "ab"), *((f"u{n}", rater) for n in range(6) for rater in "cd")]),
    "never again": drawn([(f"t{n}", f"r{n}") for n in range(8)]),
}


@pytest.mark.parametrize("kind", ["between", "within", "back-reading", "pooled"])
@pytest.mark.parametrize("name", EMPTY)
def test_a_study_with_little_in_it_has_reasons_in_place_of_figures(name, kind):
    found = compute(codings_of(EMPTY[name], kind=kind), SETTINGS, digest="d")

    figures = [f for s in (*found.items, *found.totals, *found.bands) for f in s.figures]
    for figure in figures:
        if figure.estimate.value is None:
            assert figure.hidden or figure.estimate.note, figure
    assert from_json(json.loads(json.dumps(as_json(found)))) == found


def test_within_raters_a_rater_is_compared_with_himself():
    twice = [(f"t{n}", rater) for n in range(12) for rater in "ab"]
    rows = [(t, r, scores, "", occasion) for occasion in (1, 2) for t, r, scores in drawn(twice)]
    found = compute(codings_of(rows, kind="within"), SETTINGS, digest="d")

    # `drawn` gives the second occasion the same scores
    assert found.totals[0].figure("pa.identity").estimate.value == 1
    assert found.totals[0].figure("pa.identity").estimate.n_given == 24
    assert names(found.totals[0])[2:4] == ["icc1", "icc1k"]
    assert found.raters == ()


def test_the_parts_of_a_pool_stand_beside_the_whole():
    rows = [
        (target, rater, scores, part)
        for part, seed in (("2024", 1), ("2023", 2))
        for target, rater, scores in drawn(crossed(12, "ab"), seed=seed)
    ]
    found = compute(codings_of(rows, kind="pooled"), SETTINGS, digest="d")
    alone = report(crossed(12, "ab"), seed=1)

    assert [(row.part, row.targets, row.raters) for row in found.parts] == [
        ("2023", 12, 2),
        ("2024", 12, 2),
    ]
    assert found.parts[1].icc.value == pytest.approx(alone.totals[0].figure("icc2").estimate.value)
    assert report(crossed(6, "ab")).parts == ()


def test_a_variance_of_raters_of_nothing_leaves_the_one_way_interval():
    found = report(changing(60), blanks=0.02).totals[0].figure("icc2.reml").estimate

    assert found.detail["var_rater"] == 0
    assert found.low < found.value < found.high
    assert "one-way" in found.note
