"""The stored counts are the draws of the engine, however they are cut into blocks."""

import gzip
from types import SimpleNamespace

import numpy as np

from reliability.stats import resampling
from reliability.studies.results import Settings
from reliability.study_output import bundle


def test_the_draws_do_not_depend_on_the_blocks():
    whole = np.vstack(list(resampling.multiplicities(13, 40, 3)))
    cut = np.vstack(list(resampling.multiplicities(13, 40, 3, cells=13 * 7 + 1)))

    assert (whole == cut).all()


def test_resamples_are_the_draws_one_byte_each(monkeypatch):
    monkeypatch.setattr(bundle, "_CELLS_AT_ONCE", 50)
    results = SimpleNamespace(settings=Settings(replicates=30, seed=5))

    packed = b"".join(bundle.resamples(results, 17))

    stored = np.frombuffer(gzip.decompress(packed), dtype=np.uint8).reshape(30, 17)
    assert (stored == np.vstack(list(resampling.multiplicities(17, 30, 5)))).all()
