"""Check cases: drawn once a month, never one met before its time, and not told from practice."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.training.exam_bank import ZEROS, make_case, place_in
from tests.training.factories import TOOL, hand_in
from tests.training.programmes import make_enrolment, practise
from tests.vignettes.factories import make_version
from training.actions.checks import (
    check_plan,
    drawn_for,
    fill_month,
    give_cases_on_rules,
    months_between,
)
from training.explaining import rules_in_play
from training.models import Assignment, CheckMonth, CheckPlan, Mode, PoolPlace, Side
from vignettes.access import gold_in_force

MARCH = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def month_later(at, months=1):
    return at.replace(
        year=at.year + (at.month + months - 1) // 12, month=(at.month + months - 1) % 12 + 1
    )


@pytest.fixture
def bank(north):
    """Six cases to practise and to check with, and two kept for exams."""
    made = [make_case(number) for number in range(8)]
    place_in(north, *(version.vignette for version in made[:6]), side=Side.PRACTICE)
    place_in(north, *(version.vignette for version in made[6:]))
    return made


@pytest.fixture
def enrolment(asha, bank):
    return make_enrolment(asha)


def plan(enrolment, **fields):
    return CheckPlan.objects.create(
        agency=enrolment.agency, programme=enrolment.programme, tool=TOOL, **fields
    )


def codes(month):
    return [
        one.version.vignette.code for one in month.assignments.select_related("version__vignette")
    ]


def test_a_month_has_two_cases_from_the_practice_side_and_is_filled_once(enrolment, bank):
    month = fill_month(enrolment=enrolment, tool=TOOL, at=MARCH)
    again = fill_month(enrolment=enrolment, tool=TOOL, at=MARCH + timedelta(days=20))

    kept = {version.vignette.code for version in bank[6:]}
    assert again == month
    assert len(codes(month)) == month.asked == 2
    assert not kept.intersection(codes(month))
    assert CheckMonth.objects.count() == 1
    assert set(month.assignments.values_list("mode", flat=True)) == {Mode.CHECK}


def test_the_database_draws_no_month_twice(enrolment):
    month = fill_month(enrolment=enrolment, tool=TOOL, at=MARCH)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckMonth.objects.create(
            agency=enrolment.agency,
            enrolment=enrolment,
            plan=month.plan,
            tool=TOOL,
            month=month.month,
            seed=2,
            asked=2,
        )


def test_no_case_comes_back_before_its_time_and_a_short_bank_gives_fewer(enrolment):
    filled = [
        fill_month(enrolment=enrolment, tool=TOOL, at=month_later(MARCH, n)) for n in range(4)
    ]

    given = [code for month in filled for code in codes(month)]
    assert [len(codes(month)) for month in filled] == [2, 2, 2, 0]
    assert len(set(given)) == 6
    assert filled[3].asked == 2


def test_a_case_comes_back_when_the_months_of_the_plan_are_over(enrolment):
    plan(enrolment, comes_back_after=2, again_every=0)
    first = fill_month(enrolment=enrolment, tool=TOOL, at=MARCH)
    for n in (1, 2):
        fill_month(enrolment=enrolment, tool=TOOL, at=month_later(MARCH, n))

    back = fill_month(enrolment=enrolment, tool=TOOL, at=month_later(MARCH, 3))

    assert set(codes(back)) <= set(codes(first)) | {
        one.version.vignette.code
        for one in Assignment.objects.filter(assigned_at__lte=month_later(MARCH, 1))
    }
    assert len(codes(back)) == 2


def test_every_so_many_months_one_case_is_one_scored_before(enrolment):
    plan(enrolment, per_month=1, comes_back_after=1, again_every=2)
    first = fill_month(enrolment=enrolment, tool=TOOL, at=MARCH)
    second = fill_month(enrolment=enrolment, tool=TOOL, at=month_later(MARCH))
    third = fill_month(enrolment=enrolment, tool=TOOL, at=month_later(MARCH, 2))

    assert codes(second) == codes(first)
    assert codes(third) != codes(first)


def test_a_seed_gives_the_same_cases_again(enrolment):
    month = fill_month(enrolment=enrolment, tool=TOOL, at=MARCH)
    given = sorted(codes(month))
    for one in month.assignments.all():
        one.draft.delete()
    month.assignments.all().delete()

    assert sorted(one.version.vignette.code for one in drawn_for(month, MARCH)) == given


def test_a_case_that_was_practised_is_no_check_case(asha, enrolment):
    practised = {practise(asha, enrolment).version.vignette.code for _ in range(2)}
    given = [
        code
        for n in range(3)
        for code in codes(fill_month(enrolment=enrolment, tool=TOOL, at=month_later(MARCH, n)))
    ]

    assert len(given) == 4
    assert not practised.intersection(given)


@pytest.mark.parametrize("why", ["leave", "left", "closed", "none asked"])
def test_nobody_away_is_checked(enrolment, why):
    if why == "leave":
        enrolment.on_leave_since = MARCH.date()
    elif why == "left":
        enrolment.left_at = MARCH
    elif why == "closed":
        enrolment.programme.closed_at = MARCH
    else:
        plan(enrolment, per_month=0)
    enrolment.programme.save()
    enrolment.save()

    assert fill_month(enrolment=enrolment, tool=TOOL, at=MARCH) is None
    assert not Assignment.objects.exists()


def test_the_newest_plan_holds_and_a_default_one_is_kept_with_the_month(enrolment):
    assert check_plan(enrolment.programme, TOOL).per_month == 2
    fill_month(enrolment=enrolment, tool=TOOL, at=MARCH)
    assert CheckPlan.objects.count() == 1
    newer = plan(enrolment, per_month=3)

    later = fill_month(enrolment=enrolment, tool=TOOL, at=month_later(MARCH))

    assert later.plan == newer
    assert len(codes(later)) == 3


def test_a_hidden_check_case_is_told_as_practice_until_it_is_handed_in(as_asha, asha, enrolment):
    month = fill_month(enrolment=enrolment, tool=TOOL, at=MARCH)
    one = month.assignments.first()
    pages = [
        as_asha.get(reverse("training:home")),
        as_asha.get(reverse("training:score", args=[one.pk]), follow=True),
    ]

    for page in pages:
        assert page.status_code == 200
        assert "heck case" not in page.content.decode()
    hand_in(asha, one, ZEROS)
    after = as_asha.get(reverse("training:feedback", args=[one.pk])).content.decode()
    assert "Check case" in after


def test_an_announced_check_case_is_called_one(as_asha, enrolment):
    plan(enrolment, is_announced=True)
    fill_month(enrolment=enrolment, tool=TOOL, at=MARCH)

    assert "Check case" in as_asha.get(reverse("training:home")).content.decode()


def test_cases_on_a_rule_bring_it_into_play_and_were_never_met(asha, north):
    shipped = [make_version(code) for code in ("amber-station", "reed-basket", "tin-kettle")]
    for version in shipped:
        PoolPlace.objects.create(
            agency=north, tool=TOOL, vignette=version.vignette, side=Side.PRACTICE
        )
    enrolment = make_enrolment(asha)
    gold = {one.version_id: one for one in gold_in_force(north).filter(tool=TOOL)}
    rule = rules_in_play(gold[shipped[0].pk])[0]
    wanted = {pk for pk, one in gold.items() if rule in rules_in_play(one)}

    given = give_cases_on_rules(
        enrolment=enrolment, tool=TOOL, rules=[rule], n=3, mode=Mode.CHECK, actor=None, at=MARCH
    )
    more = give_cases_on_rules(
        enrolment=enrolment, tool=TOOL, rules=[rule], n=3, mode=Mode.CHECK, actor=None, at=MARCH
    )

    assert {one.version_id for one in given} == wanted
    assert all(one.is_announced and one.month is None for one in given)
    assert more == []


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ((2025, 3, 4), (2026, 3, 4), 12),
        ((2025, 3, 4), (2026, 3, 3), 11),
        ((2026, 1, 31), (2026, 2, 28), 0),
        ((2026, 1, 31), (2026, 3, 1), 1),
    ],
)
def test_months_between_counts_whole_months(earlier, later, months):
    assert months_between(datetime(*earlier, tzinfo=UTC), datetime(*later, tzinfo=UTC)) == months
