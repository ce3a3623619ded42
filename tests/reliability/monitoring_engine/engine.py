"""Moments and mistakes that the tests of the engine share."""

from datetime import timedelta

from reliability.actions.monitoring.remedying import Offer
from reliability.actions.monitoring.running import monitor_agency
from reliability.models import Alert, Remedy
from tests.reliability.monitored import GOLD, START, check_series
from tests.training.factories import with_changes
from vignettes.models import GoldCoding

RULE = "S99R-I2-DIR"
"""Misread on the cases of the bank, it makes item 2 a 1."""
MISREAD = {"i2": 1}
BAD = {"i5": 3, "i7": 1, "i9": 1, "i10": 1}
"""Four wrong items that no one rule explains."""
WRONG = with_changes(GOLD.scores, **MISREAD)
AFTER = START + timedelta(days=400)
DUE = (AFTER + timedelta(days=14)).date()


def alert_on_rule(enrolment, bank):
    """Six sound cases, then five with one rule misread, and the run that sees it."""
    check_series(enrolment, bank[:11], [{}] * 6 + [MISREAD] * 5)
    monitor_agency(enrolment.agency, AFTER)
    return Alert.objects.get()


def cases(rules=(RULE,), kind=Remedy.Kind.CASES):
    return Offer(kind, DUE, rules)


def regold(version, **fields):
    """A newer revision of the shipped gold of a case, in force from now on."""
    held = GoldCoding.objects.filter(version=version).order_by("revision").last()
    kept = ("version", "tool", "tool_version", "eligibility", "scores", "rulings", "provenance")
    made = {name: getattr(held, name) for name in kept} | fields
    return GoldCoding.objects.create(**made, revision=held.revision + 1)


def later(days):
    return AFTER + timedelta(days=days)
