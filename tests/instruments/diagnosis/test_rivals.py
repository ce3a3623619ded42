"""Which rules the codings at hand cannot set apart."""

from instruments.diagnosis.forecast import mask_of
from instruments.diagnosis.observed import observations
from instruments.diagnosis.rivals import effects, rivals
from tests.instruments.casebook import facts
from tests.instruments.diagnosis.assessors import coded

IMAGES, DIRECTION = mask_of(["S99R-I9-IMG"]), mask_of(["S99R-I2-DIR"])


def seen(**changes):
    return observations(coded(facts(**changes)))


def test_a_rule_that_alone_changes_an_answer_has_no_rival():
    assert rivals(seen(material={"stills": True}), 0)[IMAGES] == IMAGES


def test_a_rule_of_the_likeliest_set_that_changes_nothing_is_nobodys_rival():
    """Without material in the file no answer turns on the rule about it."""
    told = seen()

    assert IMAGES not in effects(told, 0)
    assert rivals(told, IMAGES)[IMAGES] == IMAGES
    assert rivals(told, IMAGES)[DIRECTION] == DIRECTION
