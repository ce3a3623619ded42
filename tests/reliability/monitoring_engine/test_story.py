"""The whole way on cases of the shipped library: rule seen, named, remedied, rechecked, closed."""

from datetime import timedelta

import pytest

from instruments.misreading import misreadings
from reliability.actions.monitoring.alerting import close_alert
from reliability.actions.monitoring.remedying import Offer, assign_remedy, recheck
from reliability.actions.monitoring.running import monitor_agency
from reliability.models import Alert, Remedy
from tests.reliability.monitored import START, check, enrolled
from tests.reliability.monitoring_engine.engine import AFTER, DUE, later
from tests.training.exam_bank import place_in
from tests.training.factories import TOOL, gold_of, hand_in
from tests.vignettes.factories import make_version
from training.explaining import facts_of, rules_in_play
from training.models import Side

RULE = "S99R-I9-IMG"
SOUND = ("acorn-press", "bobbin-court", "cedar-drawer", "cobalt-mill", "copper-lantern")
EXERCISE = (
    "chalk-oar",
    "clover-anvil",
    "falcon-tray",
    "granite-field",
    "heron-bridge",
    "ivory-plank",
    "jasmine-crate",
    "kettle-marsh",
    "kite-cellar",
    "lantern-dune",
    "larch-pocket",
    "magnet-quay",
)


@pytest.fixture
def library(north):
    made = {code: make_version(code) for code in (*SOUND, *EXERCISE)}
    place_in(north, *(version.vignette for version in made.values()), side=Side.PRACTICE)
    return made


def scored(version, *, misread=False):
    """As gold has it, or as somebody scores who misreads the one rule."""
    gold = dict(gold_of(version).scores)
    other = misreadings(TOOL, facts_of(version))[RULE] if misread else None
    return gold | {item: ruling.value for item, ruling in other.items.items()} if other else gold


def test_a_rule_is_seen_named_remedied_rechecked_and_closed(asha, tom, library, north):
    enrolment = enrolled(asha)
    given = [*SOUND, *EXERCISE[:6]]
    for n, code in enumerate(given):
        version = library[code]
        misread = n >= len(SOUND)
        at = START + timedelta(days=14 * n)
        check(enrolment, version, at, scores=scored(version, misread=misread))
    at = START + timedelta(days=14 * len(given))
    monitor_agency(north, at)

    alert = Alert.objects.get()
    assert alert.kind == "rule"
    assert RULE in alert.rules
    offer = Offer(Remedy.Kind.CASES, DUE)
    remedy = assign_remedy(alert=alert, offer=offer, by=tom.membership, at=at)
    for purpose in ("practise", "recheck"):
        if purpose == "recheck":
            recheck(remedy=remedy, by=tom.membership, at=at)
        cases = remedy.cases.filter(purpose=purpose)
        assert cases.count() == 3
        for one in cases:
            version = one.assignment.version
            assert set(rules_in_play(gold_of(version))) & set(alert.rules)
            hand_in(asha, one.assignment, scored(version))
        monitor_agency(north, AFTER)
        remedy.refresh_from_db()
        assert remedy.done_at is not None
    close_alert(alert=alert, by=tom.membership, reason="Read right again.", at=later(3))

    assert remedy.helped is True
    assert monitor_agency(north, later(4)).raised == 0
    assert not Alert.objects.filter(closed_at=None).exists()
