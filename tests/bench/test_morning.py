"""The morning page on a PostgreSQL of its own, small: it answers, with the same queries always."""

import importlib

import pytest

from bench import morning
from bench.command import MeasurementError
from bench.morning.rows import fill
from training.models import Cohort


@pytest.mark.full
def test_a_small_agency_is_filled_and_asked():
    found = morning.figures(assessors=40, ratings=8_000)

    assert found["ratings"] == 8_000
    assert found["queries"]["small"] == found["queries"]["large"] > 0
    assert found["page_seconds"] > 0
    assert "page / scan" in morning.text(found)


def test_without_postgresql_a_sentence_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(importlib.import_module("bench.cluster"), "VERSIONS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(MeasurementError, match="Install Debian's postgresql"):
        morning.figures()


def test_a_column_that_nothing_is_said_of_is_noticed():
    with pytest.raises(ValueError, match=r"Cohort\.agency needs an expression"):
        fill(Cohort, 1, name="'x'")
    with pytest.raises(ValueError, match="Cohort has no field colour"):
        fill(Cohort, 1, name="'x'", agency="1", colour="'red'")
