"""Figures that share the sums of one table are those that each would find for itself."""

import gc
import weakref

from reliability.stats import as_ratings, icc
from tests.reliability.stats.tables import SHROUT_FLEISS


def test_each_form_from_a_validated_table_is_that_of_the_table():
    ratings = as_ratings(SHROUT_FLEISS)

    shared = {form: icc.icc(ratings, form) for form in icc.FORMS}

    assert shared == {form: icc.icc(SHROUT_FLEISS, form) for form in icc.FORMS}
    assert shared == icc.iccs(SHROUT_FLEISS)


def test_another_level_of_confidence_has_another_interval():
    ratings = as_ratings(SHROUT_FLEISS)

    wide, narrow = icc.icc(ratings, confidence=0.99), icc.icc(ratings, confidence=0.8)

    assert wide.low < narrow.low < narrow.high < wide.high


def test_what_one_reader_writes_into_a_detail_another_does_not_see():
    ratings = as_ratings(SHROUT_FLEISS)

    icc.icc(ratings).detail["F"] = 0.0

    assert icc.icc(ratings).detail["F"] > 11


def test_a_table_is_let_go_with_its_sums():
    ratings = as_ratings(SHROUT_FLEISS)
    icc.iccs(ratings)
    watched = weakref.ref(ratings)

    del ratings
    gc.collect()

    assert watched() is None
