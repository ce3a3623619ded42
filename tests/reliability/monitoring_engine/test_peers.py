"""The difficulty of a case, from others whose charts are sound; nothing where too few are known."""

import pytest

from agencies.models import Role
from reliability.actions.monitoring.frame import frame_of
from reliability.actions.monitoring.peers import Peers, Score, peers_of
from reliability.actions.monitoring.running import monitor_agency
from reliability.actions.monitoring.watching import watched
from reliability.models import Watch
from tests.factories import make_person
from tests.reliability.monitored import START, check_series, enrolled
from tests.reliability.monitoring_engine.engine import BAD
from tests.training.factories import TOOL

CASES = 16


@pytest.fixture
def known(north, bank):
    """Fourteen sound people on sixteen cases, one of them hard for everybody."""
    made = [enrolled(make_person(f"Person {n}", north, Role.ASSESSOR)) for n in range(14)]
    for n, enrolment in enumerate(made):
        wrong = [{}] * CASES
        wrong[2] = [{"i9": 1}, {"i10": 1}, {"i7": 1}][n % 3]
        check_series(enrolment, bank[:CASES], wrong)
    monitor_agency(north, START)
    return made


def test_a_case_that_is_hard_for_all_is_expected_to_be_hard(known, bank, north):
    peers = peers_of(north.pk, TOOL)
    own = known[0].pk
    easy, hard = (peers.expected(own, bank[n].pk, 0.9) for n in (0, 2))

    assert easy > 0.98
    assert hard < easy - 0.05
    assert peers.together[bank[2].pk].codings == 14
    assert watched(known[0], TOOL).points[2].expected == hard


def test_oneself_and_those_who_drift_are_left_out(known, bank, north):
    Watch.objects.filter(enrolment__in=known[1:6]).update(signal="accuracy")
    peers = peers_of(north.pk, TOOL)

    assert (peers.left, peers.together) == (None, {})
    Watch.objects.filter(enrolment__in=known[2:6]).update(signal="")
    peers = peers_of(north.pk, TOOL)
    assert peers.together[bank[0].pk].codings == 13
    others = peers.together[bank[2].pk] - peers.own[known[0].pk, bank[2].pk]
    assert others.codings == 12
    assert (known[1].pk, bank[2].pk) not in peers.own


def test_doubted_gold_tells_nothing_of_difficulty(known, bank, north):
    assert bank[2].pk not in peers_of(north.pk, TOOL, [bank[2].pk]).together


def test_with_few_codings_every_case_counts_as_alike(enrolment, bank, north):
    check_series(enrolment, bank[:6], [BAD] * 2)
    monitor_agency(north, START)

    assert peers_of(north.pk, TOOL) == Peers()
    assert {point.expected for point in watched(enrolment, TOOL).points} == {None}
    assert watched(enrolment, TOOL).limits.clustering == 0.08


def test_limits_count_on_less_clustering_only_where_most_cases_are_known():
    together = {1: Score(180, 200, 20)}
    peers = Peers(0.02, together)

    assert peers.clustering([0.9] * 8 + [None] * 2, 0.08) == 0.02
    assert peers.clustering([0.9] * 7 + [None] * 3, 0.08) == 0.08
    assert peers.clustering([], 0.08) == 0.08
    assert peers.expected(5, 2, 0.9) is None
    assert 0.85 < peers.expected(5, 1, 0.9) < 0.95


def test_the_frame_knows_the_usual_case(known, north):
    frame = frame_of(north.pk, TOOL)

    assert (frame.items, frame.scored) == (len(watched(known[0], TOOL).points[0].items), 1.0)
    assert frame.run_length == 180
