"""The measurement of a field study, on a small one."""

import dataclasses

import numpy as np
import pytest

from bench import study
from bench.command import MeasurementError
from bench.study import bound, figures, text
from bench.study.made import field
from reliability.studies.computing import compute
from reliability.studies.results import Settings
from reliability.studies.units import units_of
from tests.reliability.studies.made_codings import changing, codings_of, drawn


@pytest.fixture(scope="module")
def found():
    return figures(full=False, targets=300, raters=12, replicates=100)


def test_the_figures_hold_what_is_promised(found):
    assert found["targets"] == 300
    assert found["ratio_to_bound"] > 0
    assert 50 < found["peak_mib"] < 1024
    assert set(found["seconds"]) == {"read and blind", "check", "freeze", "design check", "report"}
    assert {"machine", "date", "seeds", "peers"} <= set(found)


def test_the_table_shows_each_figure_beside_what_is_wanted(found):
    shown = text(found)

    assert "| targets, each scored twice | 300 | |" in shown
    assert "| 3 or less |" in shown
    assert "| less than 1024 |" in shown


def test_a_study_that_cannot_be_made_is_said_in_a_sentence(monkeypatch, tmp_path):
    # a folder without the module that makes it
    monkeypatch.setattr(study, "ROOT", tmp_path)

    with pytest.raises(MeasurementError, match="the study could not be made"):
        figures(full=False)


def test_the_bound_computes_the_same_alpha():
    codings = codings_of(drawn(changing(30)))
    units = units_of(codings)
    column = codings.scores[units.kept, 0]
    addends = bound._addends(bound._counts(units.unit_of, column, units.n))
    settings = Settings(replicates=0, smallest_cell=1)
    ours = compute(codings, settings, digest="").items[0].figure("kripp.ordinal").estimate

    assert bound._alpha(addends.sum(axis=0)[np.newaxis])[0] == pytest.approx(ours.value)


def test_the_field_is_drawn_the_same_every_time():
    one, other = field(40, 5), field(40, 5)

    for part in dataclasses.fields(one):
        assert np.array_equal(getattr(one, part.name), getattr(other, part.name), equal_nan=True)
    pairs = one.raters.reshape(-1, 2)
    assert (pairs[:, 0] != pairs[:, 1]).all()
