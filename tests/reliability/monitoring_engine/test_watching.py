"""What the charts do where something is missing, old, doubted or gone."""

from datetime import timedelta

import pytest
from django_scopes import scope

from agencies.models import Role
from reliability.access import enrolments_to_check, watched_series
from reliability.actions.monitoring.running import monitor_agency
from reliability.actions.monitoring.watching import baseline_of, told, watched
from reliability.models import Alert, Credential, Decision, MonitorPoint, Watch
from reliability.monitoring.baseline import UNKNOWN
from tests.factories import make_person
from tests.reliability.certificates import certify
from tests.reliability.monitored import GOLD, START, check, check_series, enrolled
from tests.reliability.monitoring_engine.engine import AFTER, BAD, MISREAD, later, regold
from tests.training.factories import TOOL, with_changes
from training.actions.programmes import take_out
from vignettes.models import GoldCoding

VARIED = [
    GOLD.scores,
    with_changes(GOLD.scores, i5=1, i6=1),
    with_changes(GOLD.scores, i5=2, i8=1, i9=1, i10=1),
    with_changes(GOLD.scores, i1=1, i5=3, i6=1, i7=1, i9=1, i10=1),
]
"""Files of four levels."""

VERDICT = {
    "outcome": "passed",
    "sentence": {"en": "Passed.", "fr": "Réussi."},
    "cases": 10,
    "more_cases": 0,
    "at_maximum": False,
    "conditions": [],
    "agreement": {
        "value": 0.97,
        "low": 0.9,
        "high": 0.99,
        "confidence": 0.95,
        "form": "share",
        "method": "",
        "note": None,
        "n_used": 10,
        "n_given": 10,
    },
}


def evidence():
    case = {"case": "a", "items": 10, "hits": 10}
    told = {"verdict": VERDICT, "cases": [], "set_aside": [], "note": ""}
    return told | {"evidence": {"cases": [case | {"case": f"c{n}"} for n in range(10)]}}


def with_evidence(person, by):
    credential = certify(person, by)
    kept = Decision.objects.get(pk=credential.decision_id)
    again = Decision(
        **{
            name: getattr(kept, name)
            for name in ("agency", "enrolment", "exam", "tool", "policy", "outcome", "basis", "by")
        },
        reason="Looked at.",
        follows=kept,
        evidence=evidence(),
    )
    again.save()
    return Credential.objects.create(
        agency=credential.agency,
        holder=credential.holder,
        holder_name=credential.holder_name,
        decision=again,
        tool=TOOL,
        tool_version="2016",
        language="en",
        valid_until=credential.valid_until,
    )


def test_without_a_certificate_the_stated_level_holds_and_a_note_says_so(enrolment, bank):
    check_series(enrolment, bank[:11], [{}] * 6 + [MISREAD] * 5)
    monitor_agency(enrolment.agency, AFTER)
    found = watched(enrolment, TOOL)

    assert (found.baseline.level, found.baseline.is_certified) == (0.9, False)
    assert found.baseline.note == UNKNOWN
    assert Watch.objects.get().state["is_certified"] is False
    assert Alert.objects.get().kind == "rule"


def test_the_certified_level_is_the_baseline_milder_for_few_effective_items(enrolment, asha, tom):
    with_evidence(asha, tom)
    found = baseline_of(enrolment, TOOL)

    assert found.is_certified
    # 100 clustered items count as 58: (.97 * 58 + .90 * 20) / 78
    assert found.level == 0.95
    assert (found.low, found.high) == (0.9, 0.99)


def test_a_decision_without_a_verdict_gives_the_stated_level_with_its_day(enrolment, asha, tom):
    credential = certify(asha, tom)
    found = baseline_of(enrolment, TOOL)

    assert (found.level, found.note) == (0.9, UNKNOWN)
    assert found.since == credential.decision.made_at.date()


def test_one_check_case_alone_is_shown_and_raises_nothing(enrolment, bank):
    check(enrolment, bank[0], START, scores=with_changes(GOLD.scores, **BAD, **MISREAD, i8=0))
    monitor_agency(enrolment.agency, AFTER)

    found = watched(enrolment, TOOL)
    assert not Alert.objects.exists()
    assert found.note is not None
    assert Watch.objects.get().points == 1
    assert len(found.accuracy.places) == 1


def test_after_a_gap_of_more_than_a_year_the_charts_begin_anew(enrolment, bank):
    check_series(enrolment, bank[:4], [MISREAD] * 4)
    late = START + timedelta(days=42 + 400)
    check_series(enrolment, bank[4:6], [MISREAD] * 2, start=late)
    monitor_agency(enrolment.agency, late + timedelta(days=30))

    found = watched(enrolment, TOOL)
    assert [one.reason for one in found.starts] == ["first", "gap"]
    assert (len(found.points), found.since) == (6, 4)
    assert found.starts[1].note.fr


def test_a_corrected_gold_clears_the_assessor_of_what_was_golds_fault(enrolment, bank):
    check_series(enrolment, bank[:3], [{}, {"i9": 1}])
    monitor_agency(enrolment.agency, AFTER)
    before = MonitorPoint.objects.get(version=bank[1])
    held = GoldCoding.objects.get(version=bank[1])
    GoldCoding.objects.create(
        version=bank[1],
        tool=TOOL,
        tool_version="2016",
        eligibility="yes",
        scores=with_changes(GOLD.scores, i9=1),
        rulings=held.rulings,
        provenance="panel",
        agency=enrolment.agency,
    )
    monitor_agency(enrolment.agency, later(1))

    after = MonitorPoint.objects.get(version=bank[1])
    assert before.items - before.hits == 1
    assert after.items == after.hits
    assert after.gold.agency == enrolment.agency
    assert MonitorPoint.objects.count() == 3


def test_a_retired_case_keeps_its_point_and_gets_one_still(enrolment, bank):
    check_series(enrolment, bank[:2], [{"i9": 1}])
    monitor_agency(enrolment.agency, AFTER)
    for version in bank[:3]:
        version.vignette.retired_at = AFTER
        version.vignette.save()
    check(enrolment, bank[2], AFTER, scores=GOLD.scores)
    monitor_agency(enrolment.agency, later(1))

    assert MonitorPoint.objects.count() == 3
    assert len(watched(enrolment, TOOL).points) == 3


def test_whoever_changes_agency_begins_anew_there_at_the_certified_level(
    enrolment, asha, bank, tom, north, south
):
    certify(asha, tom)
    check_series(enrolment, bank[:5], [MISREAD] * 5)
    monitor_agency(north, AFTER)
    seen = Alert.objects.count()
    take_out(enrolment=enrolment, actor=tom.user, at=later(1))
    moved = make_person("Asha in South", south, Role.ASSESSOR)
    moved.membership.user = asha.user
    moved.membership.save()
    there = enrolled(moved)
    Credential.objects.update(valid_until=later(90).date())

    with scope(agency=north):
        assert list(enrolments_to_check(north, later(2))) == []
        assert list(watched_series(north)) == []
        assert monitor_agency(north, later(2)).to_do == 0
    with scope(agency=south):
        assert list(enrolments_to_check(south, later(2))) == [(there, TOOL)]
        assert baseline_of(there, TOOL).since is not None
        assert watched(there, TOOL).points == ()
    assert Alert.objects.count() == seen
    assert MonitorPoint.objects.filter(agency=north).count() == 5


def test_a_person_on_leave_or_in_two_programmes_is_not_checked_twice(enrolment, asha, tom):
    certify(asha, tom)
    Credential.objects.update(valid_until=later(90).date())
    two = type(enrolment.programme).objects.create(
        agency=enrolment.agency, title="Another", tools=[TOOL]
    )
    type(enrolment).objects.create(agency=enrolment.agency, programme=two, assessor=asha.membership)
    assert list(enrolments_to_check(enrolment.agency, AFTER)) == [(enrolment, TOOL)]
    type(enrolment).objects.update(on_leave_since=AFTER.date())
    assert list(enrolments_to_check(enrolment.agency, AFTER)) == []


def test_what_nobody_knows_to_be_right_speaks_against_nobody(enrolment, bank):
    coding = check(enrolment, bank[0], START, scores=with_changes(GOLD.scores, **MISREAD))
    monitor_agency(enrolment.agency, AFTER)
    point = MonitorPoint.objects.get(coding=coding)
    plain, doubted = told(point), told(point, frozenset({(bank[0].pk, "i2")}))

    assert (plain.n_items - plain.n_hits, doubted.n_items - doubted.n_hits) == (1, 0)
    assert doubted.n_items == plain.n_items - 1
    assert (plain.deviation, doubted.deviation) == (1, None)
    assert "S99R-I2-DIR" in {sign.rule for sign in plain.rules}
    assert "S99R-I2-DIR" not in {sign.rule for sign in doubted.rules}


@pytest.mark.parametrize("sign", [1, -1])
def test_severity_is_above_0_for_higher_scores_and_has_a_standard_error(enrolment, bank, sign):
    changed = {1: {"i5": 3, "i9": 1}, -1: {"i4": 0, "i8": 0}}[sign]
    for n, version in enumerate(bank):
        gold = with_changes(VARIED[n % 4], i2=n % 2)
        regold(version, scores=gold)
        given = with_changes(gold, **changed) if n % 3 == 0 else gold
        check(enrolment, version, START + timedelta(days=n), scores=given)
    monitor_agency(enrolment.agency, AFTER)

    found = Watch.objects.get().state["severity"]
    assert (found["cases"], found["note"]) == (20, "")
    assert sign * found["value"] > 0
    assert found["se"] > 0


def test_severity_waits_for_eight_cases(enrolment, bank):
    check_series(enrolment, bank[:3])
    monitor_agency(enrolment.agency, AFTER)

    found = Watch.objects.get().state["severity"]
    assert (found["value"], found["note"], found["cases"]) == (None, "few", 3)
