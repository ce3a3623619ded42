"""Check cases: a month's worth for one person, and the cases of a remedy and of its recheck.

They come from the practice side of the bank, so that the feedback they end with gives no exam case
away. What is drawn follows from a seed; a case that the person has met comes back only after the
months that the plan states.
"""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from agencies.actions import record
from agencies.models import User
from training.actions.pools import families, pool
from training.explaining import rules_in_play
from training.exposure import families_given, families_met
from training.models import (
    Assignment,
    CheckMonth,
    CheckPlan,
    Draft,
    Enrolment,
    Mode,
    Programme,
    Side,
)
from vignettes import access as library
from vignettes.models import GoldCoding

NOT_DRAWN_BY = (
    "rulings",
    "accepted",
    "scores",
    "version__text_en",
    "version__text_fr",
    "version__why",
    "version__sheet",
)
"""Long columns that say nothing of which case is drawn: every case of the bank is read for it."""


@dataclass(frozen=True)
class Given:
    """What one person gets, from whom and as what."""

    enrolment: Enrolment
    tool: str
    mode: Mode
    at: datetime
    actor: User | None = None
    month: CheckMonth | None = None
    is_announced: bool = False


def check_plan(programme: Programme, tool: str) -> CheckPlan:
    """The plan in force; the default one, not stored, where the agency has made none."""
    newest = CheckPlan.objects.filter(programme=programme, tool=tool).order_by("pk").last()
    return newest or CheckPlan(agency=programme.agency, programme=programme, tool=tool)


@transaction.atomic
def fill_month(
    *, enrolment: Enrolment, tool: str, at: datetime, seed: int | None = None
) -> CheckMonth | None:
    """Give out this month's check cases; safe to repeat: a month that was drawn is left as it is.

    The seed is a secret number unless one is given. None for people on leave, people who left,
    closed programmes and plans of no cases.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    first = at.date().replace(day=1)
    found = CheckMonth.objects.filter(enrolment=enrolment, tool=tool, month=first).first()
    plan = check_plan(enrolment.programme, tool)
    if found is not None or not plan.per_month or not is_checked(enrolment, at.date()):
        return found
    if plan.pk is None:
        plan.save()
    month = CheckMonth.objects.create(
        agency=enrolment.agency,
        enrolment=enrolment,
        plan=plan,
        tool=tool,
        month=first,
        seed=random.SystemRandom().getrandbits(62) if seed is None else seed,
        asked=plan.per_month,
        made_at=at,
    )
    _give(
        Given(enrolment, tool, Mode.CHECK, at, month=month, is_announced=plan.is_announced),
        drawn_for(month, at),
    )
    return month


def is_checked(enrolment: Enrolment, on: date) -> bool:
    """Whether this person gets check cases at all now."""
    leave = enrolment.on_leave_since
    away = enrolment.left_at is not None or (leave is not None and leave <= on)
    return not away and enrolment.programme.closed_at is None


def drawn_for(month: CheckMonth, at: datetime) -> list[GoldCoding]:
    """The cases of a month, from its seed and from what the person had met until then.

    Fewer than asked where the bank has no more that may be given now.
    """
    plan, draw = month.plan, random.Random(month.seed)  # noqa: S311 - no secret
    fresh, returning = _candidates(month.enrolment, month.tool, plan.comes_back_after, at)
    draw.shuffle(fresh)
    draw.shuffle(returning)
    tested = _tested(month.enrolment, month.tool)
    again = _is_again_month(month) and bool(returning)
    chosen = [returning.pop()] if again else []
    chosen += _varied(fresh, month.asked - len(chosen), tested)
    return chosen + _varied(returning, month.asked - len(chosen), tested)


def _is_again_month(month: CheckMonth) -> bool:
    """Every so many months, counted from the first month of this person and tool."""
    every = month.plan.again_every
    same = CheckMonth.objects.filter(enrolment=month.enrolment, tool=month.tool)
    return every > 0 and same.filter(month__lt=month.month).count() % every == every - 1


@transaction.atomic
def give_cases_on_rules(
    *,
    enrolment: Enrolment,
    tool: str,
    rules: Sequence[str],
    n: int,
    mode: Mode,
    actor: User | None,
    at: datetime,
) -> list[Assignment]:
    """Cases that bring one of these rules into play: to practise, or to recheck with.

    Cases not yet met come first, then those that may come back; without a rule, any cases, as
    various as they can be. Where the bank has fewer, fewer are given.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    plan = check_plan(enrolment.programme, tool)
    fresh, returning = _candidates(enrolment, tool, plan.comes_back_after, at)
    if mode == Mode.PRACTICE:
        returning = _not_practised(enrolment, tool, returning)
    wanted = frozenset(rules) or None
    chosen: list[GoldCoding] = []
    for offered in (_bringing(fresh, wanted), _bringing(returning, wanted)):
        seen = Counter(rule for one in chosen for rule in rules_in_play(one))
        chosen += _varied(offered, n - len(chosen), seen, wanted)
    return _give(Given(enrolment, tool, mode, at, actor, is_announced=True), chosen)


def _bringing(cases: Iterable[GoldCoding], wanted: frozenset[str] | None) -> list[GoldCoding]:
    return [one for one in cases if wanted is None or wanted.intersection(rules_in_play(one))]


def _not_practised(
    enrolment: Enrolment, tool: str, cases: Iterable[GoldCoding]
) -> list[GoldCoding]:
    """Nothing is practised twice: its first practice coding would be hidden behind the second."""
    done = Assignment.objects.filter(assessor=enrolment.assessor, tool=tool, mode=Mode.PRACTICE)
    versions = set(done.values_list("version", flat=True))
    return [one for one in cases if one.version_id not in versions]


def _candidates(
    enrolment: Enrolment, tool: str, months: int, at: datetime
) -> tuple[list[GoldCoding], list[GoldCoding]]:
    """Cases that the person never met, and those that may come back, one of each family."""
    agency, user, names = enrolment.agency, enrolment.assessor.user, families()
    versions = pool(agency=agency, tool=tool, side=Side.PRACTICE)
    gold = library.gold_in_force(agency).filter(tool=tool, version__in=versions)
    met, given = families_met(user, names), families_given(user, names)
    otherwise = families_met(user, names, but_given=True)
    fresh: dict[str, GoldCoding] = {}
    returning: dict[str, GoldCoding] = {}
    ordered = gold.select_related("version__vignette").order_by("version__vignette__code")
    for one in ordered.defer(*NOT_DRAWN_BY):
        family = names[one.version.vignette_id]
        if family not in met:
            fresh.setdefault(family, one)
        elif family not in otherwise and months_between(given[family], at) >= months:
            returning.setdefault(family, one)
    return list(fresh.values()), list(returning.values())


def months_between(earlier: datetime, later: datetime) -> int:
    """Whole months from one moment to a later one."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - ((later.day, later.time()) < (earlier.day, earlier.time()))


def _tested(enrolment: Enrolment, tool: str) -> Counter[str]:
    """How often this person's check cases brought each rule into play."""
    versions = Assignment.objects.filter(
        assessor=enrolment.assessor, tool=tool, mode=Mode.CHECK
    ).values_list("version", flat=True)
    gold = library.gold_in_force(enrolment.agency).filter(tool=tool, version__in=list(versions))
    read = gold.select_related("version").defer(*NOT_DRAWN_BY)
    return Counter(rule for one in read for rule in rules_in_play(one))


def _varied(
    offered: Iterable[GoldCoding],
    n: int,
    tested: Counter[str],
    among: frozenset[str] | None = None,
) -> list[GoldCoding]:
    """One after another the case that brings most of what was tested least; ties go to the first.

    `among`: only these rules count.
    """
    left, seen = list(offered), tested.copy()
    chosen: list[GoldCoding] = []

    def worth(one: GoldCoding) -> float:
        rules = rules_in_play(one)
        return sum(1 / (1 + seen[rule]) for rule in rules if among is None or rule in among)

    while left and len(chosen) < n:
        best = max(left, key=worth)
        left.remove(best)
        chosen.append(best)
        seen.update(rules_in_play(best))
    return chosen


def _give(given: Given, cases: Iterable[GoldCoding]) -> list[Assignment]:
    own = Assignment.objects.filter(assessor=given.enrolment.assessor)
    last = own.aggregate(last=Max("position"))["last"] or 0
    return [_assign(given, gold, last + number) for number, gold in enumerate(cases, start=1)]


def _assign(given: Given, gold: GoldCoding, position: int) -> Assignment:
    assignment = Assignment.objects.create(
        agency=given.enrolment.agency,
        assessor=given.enrolment.assessor,
        version=gold.version,
        tool=given.tool,
        mode=given.mode,
        month=given.month,
        is_announced=given.is_announced,
        position=position,
        assigned_by=given.actor,
        assigned_at=given.at,
    )
    Draft.objects.create(assignment=assignment)
    detail = {"case": str(gold.version), "tool": given.tool, "mode": Mode(given.mode).value}
    record(
        agency=given.enrolment.agency,
        actor=given.actor,
        verb="assign",
        obj=assignment,
        detail=detail,
    )
    return assignment
