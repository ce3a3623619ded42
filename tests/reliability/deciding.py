"""Exams that were sat: a bank whose gold the rules give, and hand-ins right or wrong."""

from itertools import zip_longest

from django.utils.timezone import now

from instruments.facts import Facts
from reliability.actions.deciding import decide_exam
from reliability.certification import default_policy
from reliability.models import Policy
from tests.training.exam_bank import FACTS, enrol, make_case, place_in, rule_exams
from tests.training.factories import TOOL, hand_in, with_changes
from training.actions.forms import draw_exam
from vignettes.gold import computed_gold
from vignettes.models import GoldCoding

GOLD = computed_gold(TOOL, Facts.model_validate(FACTS))
SLIPS = tuple({item: 1} for item in ("i1", "i2", "i3", "i9", "i10")) * 2
"""One item wrong in each of ten cases: 80 of 90 like gold, neither enough nor too few."""
OFTEN_WRONG = ({"i5": 1, "i6": 1, "i9": 1},) * 10


def make_bank(agency, n=20, **gold):
    told = {"scores": GOLD.scores, "rulings": GOLD.rulings, "tool_version": "2016"} | gold
    versions = [make_case(number, **told) for number in range(n)]
    place_in(agency, *(version.vignette for version in versions))
    return versions


def begin_exam(person, *, cases=10, bank=20, **rules):
    make_bank(person.agency, bank)
    enrolment = enrol(person)
    rule_exams(enrolment, **{"cases": cases, "most_cases": 20} | rules)
    return draw_exam(enrolment=enrolment, tool=TOOL, at=now(), seed=1)


def hand_in_waiting(person, exam, wrong=()):
    """Hand in what waits as gold has it, but for these scores, case by case."""
    waiting = exam.assignments.filter(codings=None, declined_at=None).order_by("position")
    for assignment, changes in zip_longest(list(waiting), wrong[: len(waiting)], fillvalue={}):
        hand_in(person, assignment, with_changes(GOLD.scores, **changes))


def sat_exam(person, wrong=()):
    """An exam of ten cases, all handed in."""
    exam = begin_exam(person)
    hand_in_waiting(person, exam, wrong)
    return exam


def decided(person, wrong=()):
    """An exam that was sat, and what the policy makes of it."""
    return decide_exam(exam=sat_exam(person, wrong))


def correct_gold(version, **changes):
    """Another revision of the shipped gold of a case."""
    told = {
        "tool": TOOL,
        "tool_version": "2016",
        "eligibility": "yes",
        "scores": GOLD.scores,
        "rulings": GOLD.rulings,
        "provenance": "computed",
        "revision": 2,
        "corrected_because": "A date was read wrong.",
    }
    return GoldCoding.objects.create(version=version, **(told | changes))


def store_policy(programme, at=None, **changes):
    """A policy row as an agency would have made it."""
    told = default_policy(TOOL).model_dump(mode="json") | changes
    return Policy.objects.create(
        agency=programme.agency, programme=programme, tool=TOOL, rules=told, made_at=at or now()
    )
