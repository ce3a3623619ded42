"""Tallies: given against right by group, and rules misread, counted anew without doubling."""

from reliability.actions.monitoring.running import monitor_agency
from reliability.actions.monitoring.tallying import NO_SCORE, write_tallies
from reliability.models import AnswerTally, RuleTally
from tests.reliability.monitored import GOLD, check, check_series, enrolled
from tests.reliability.monitoring_engine.engine import AFTER, MISREAD, RULE, WRONG, later, regold
from tests.training.factories import assign, hand_in, make_exam, with_changes
from training.models import Cohort, Enrolment


def counts(item, **about):
    found = AnswerTally.objects.filter(item=item, **about)
    return {(one.version_id, one.right, one.given): one.n for one in found}


def test_answers_are_counted_against_gold_by_case(enrolment, bank, north):
    check_series(enrolment, bank[:3], [MISREAD])
    write_tallies(north, AFTER)
    write_tallies(north, later(1))

    assert counts("i2") == {
        (bank[0].pk, 0, 1): 1,
        (bank[1].pk, 0, 0): 1,
        (bank[2].pk, 0, 0): 1,
    }
    assert sum(AnswerTally.objects.values_list("n", flat=True)) == 3 * len(GOLD.scores)


def test_a_rule_is_counted_once_for_each_coding_that_tests_it(enrolment, bank, north):
    check_series(enrolment, bank[:5], [MISREAD] * 2)
    write_tallies(north, AFTER)

    tally = RuleTally.objects.get(rule=RULE)
    assert (tally.tested, tally.misread, tally.language) == (5, 2, "en")
    assert not RuleTally.objects.exclude(rule=RULE).filter(misread__gt=0).exists()


def test_what_is_accepted_too_counts_as_right_and_no_score_is_told(enrolment, bank, north):
    regold(bank[0], accepted={"i2": [1]})
    check(enrolment, bank[0], AFTER, scores=with_changes(GOLD.scores, i2=1, i3=None))
    write_tallies(north, AFTER)

    assert counts("i2") == {(bank[0].pk, 0, 0): 1}
    assert counts("i3") == {(bank[0].pk, GOLD.scores["i3"], NO_SCORE): 1}
    assert RuleTally.objects.get(rule=RULE).misread == 0


def test_cohorts_and_strong_assessors_are_counted_apart(enrolment, bank, ben, north):
    cohort = Cohort.objects.create(agency=north, name="Spring")
    Enrolment.objects.filter(pk=enrolment.pk).update(cohort=cohort)
    check_series(enrolment, bank[:6])
    weak = enrolled(ben)
    check_series(weak, bank[:6], [{"i2": 1, "i5": 3, "i6": 1}] * 6)
    monitor_agency(north, AFTER)

    rows = AnswerTally.objects.filter(item="i2").values_list("cohort", "strong", "given", "n")
    assert set(rows) == {(cohort.pk, True, 0, 1), (None, False, 1, 1)}
    by_cohort = {one.cohort: one.misread for one in RuleTally.objects.filter(rule=RULE)}
    assert by_cohort == {cohort: 0, None: 6}


def test_an_exam_counts_once_it_is_closed_and_other_agencies_never(bank, asha, cara, north):
    exam = make_exam(north)
    hand_in(asha, assign(asha, bank[0], exam=exam), WRONG)
    hand_in(cara, assign(cara, bank[0]), WRONG)
    write_tallies(north, AFTER)
    open_ones = AnswerTally.objects.count()
    type(exam).objects.update(closed_at=AFTER)
    write_tallies(north, AFTER)

    assert open_ones == 0
    assert counts("i2") == {(bank[0].pk, 0, 1): 1}


def test_a_case_on_which_the_tool_may_not_be_used_tests_the_first_question(enrolment, bank, north):
    check(enrolment, bank[0], AFTER, scores={}, eligibility="no")
    write_tallies(north, AFTER)

    assert not AnswerTally.objects.exists()
    assert not RuleTally.objects.filter(misread__gt=0).exists()
