"""Drawing the form of a personal exam, adding cases to it, and replacing one that was declined."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.listening import tell_of
from agencies.models import Agency
from instruments import catalogue, scoring
from training import blueprint as drawing
from training.actions.assigning import assign_cases
from training.actions.exam_rules import rules_to_draw_by
from training.actions.pools import families, is_scorable, pool
from training.attempts import attempts_of, deciding_gold, open_attempt, refusals
from training.blueprint import BankShortError, Blueprint, Candidate
from training.critical import critical_rules
from training.explaining import rules_in_play
from training.exposure import exam_uses, families_met
from training.models import Assignment, Enrolment, Exam, ExamRules, Side
from training.shortage import sentence_on
from vignettes.models import Eligibility, GoldCoding, VignetteVersion

LEAST_TIME_FOR_MORE = timedelta(days=2)
"""At least so long an exam stays open once cases were added."""
DIMENSIONS = {"bands": "band", "kinds": "kind", "difficulties": "difficulty"}


class FormRefusedError(Exception):
    """No form can be drawn now. The message is one or more sentences for a person."""


def draw_exam(*, enrolment: Enrolment, tool: str, at: datetime, seed: int | None = None) -> Exam:
    """The open attempt of this person with this tool; a new one, with a new form, where none is.

    Raises `FormRefusedError` with what is still asked for, or what the bank lacks.
    """
    with transaction.atomic():
        enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        running = open_attempt(enrolment, tool, at)
        if running is not None:
            return running
        told = refusals(enrolment, tool, at)
        if told:
            raise FormRefusedError(" ".join(told))
        rules = rules_to_draw_by(enrolment.programme, tool)
        seed = secrets.randbelow(2**31) if seed is None else seed
        versions = _drawn(enrolment, rules, rules.cases, str(seed))
        exam = _exam(enrolment, rules, at, seed)
        _give(exam, versions, at)
        detail = {"tool": tool, "attempt": exam.attempt, "seed": seed, "rules": rules.pk}
        user = enrolment.assessor.user
        record(agency=enrolment.agency, actor=user, verb="draw_exam", obj=exam, detail=detail)
        tell_of(exam)
        return exam


@transaction.atomic
def extend_exam(*, exam: Exam, n: int, at: datetime) -> list[Assignment]:
    """Add n cases, unseen and drawn by the same blueprint, as far as the rules allow; give them.

    The exam stays open long enough for them. Raises `FormRefusedError` where it is closed, holds
    as many cases as it may, or the bank has none left.
    """
    exam = Exam.objects.select_for_update().get(pk=exam.pk)
    enrolment, rules = _drawn_for(exam)
    if n < 1:
        raise ValueError(f"an exam is extended by at least 1 case, got {n}")
    if exam.closed_at is not None:
        raise FormRefusedError(_("This exam is closed; no case can be added to it."))
    held = _held(exam)
    n = min(n, rules.most_cases - len(held))
    if n < 1:
        told = _("This exam holds %(n)s cases, as many as its rules allow.")
        raise FormRefusedError(told % {"n": rules.most_cases})
    versions = _drawn(enrolment, rules, len(held) + n, f"{exam.seed} {len(held)}", held)
    more = max(LEAST_TIME_FOR_MORE, window(rules, enrolment) * n / rules.cases)
    exam.closes_at = max(exam.closes_at, at + more)
    exam.save(update_fields=["closes_at"])
    detail = {"cases": len(versions), "closes_at": exam.closes_at.isoformat()}
    record(agency=exam.agency, actor=None, verb="extend_exam", obj=exam, detail=detail)
    return _give(exam, versions, at)


@transaction.atomic
def replace_declined(*, assignment: Assignment, at: datetime) -> Assignment | None:
    """Another case for one that was declined in a personal exam; None where the bank has none."""
    exam = assignment.exam
    if exam is None or not exam.is_personal or exam.closed_at is not None:
        return None
    enrolment, rules = _drawn_for(exam)
    held = _held(exam)
    seed = f"{exam.seed} for {assignment.pk}"
    try:
        versions = _drawn(enrolment, rules, len(held) + 1, seed, held)
    except FormRefusedError:
        return None
    return _give(exam, versions, at)[0]


def window(rules: ExamRules, enrolment: Enrolment) -> timedelta:
    """How long an exam stays open, with the person's own time factor."""
    return timedelta(days=rules.window_days) * float(enrolment.time_factor)


def candidates(agency: Agency, tool: str) -> list[Candidate]:
    """Every case that may be examined with this tool, its gold such that it may decide."""
    names, uses = families(), exam_uses(agency)
    return [
        Candidate(
            key=gold.version_id,
            family=names[gold.version.vignette_id],
            features=features_of(gold),
            rules=frozenset(rules_in_play(gold)),
            uses=uses[gold.version.vignette_id],
        )
        for gold in _deciding(agency, tool)
    ]


def blueprint_of(
    rules: ExamRules, offered: Sequence[Candidate], cases: int | None = None
) -> Blueprint:
    """What the rules ask of a form, of its first cases unless a number is given.

    Where they do not say: one case on which the tool must not be used, if any case is such; eight
    in ten with every item scored, as far as the bank holds them; and every critical rule that the
    bank allows.
    """
    asked, cases = rules.blueprint, rules.cases if cases is None else cases
    has_unusable = any(drawing.NOT_USABLE in one.features for one in offered)
    least = {
        (dimension, value): int(n)
        for name, dimension in DIMENSIONS.items()
        for value, n in asked.get(name, {}).items()
    }
    unusable = int(asked.get("not_usable", 1 if has_unusable else 0))
    scorable = drawing.scorable_by_default(cases, unusable, offered)
    least[drawing.NOT_USABLE] = unusable
    least[drawing.SCORABLE] = int(asked.get("scorable", scorable))
    return Blueprint(
        cases=cases,
        least=least,
        rules=frozenset(asked.get("rules", ())),
        wished=critical_rules(rules.tool),
    )


def features_of(gold: GoldCoding) -> frozenset[drawing.Feature]:
    """What a form is spread over. Where a tool has no levels, its totals stand for them."""
    version = gold.version
    found = {("kind", version.vignette.kind), ("difficulty", version.difficulty)}
    if gold.eligibility == Eligibility.NO:
        return frozenset({*found, drawing.NOT_USABLE})
    result = scoring.total(gold.tool, gold.scores)
    found.add(("use", "yes"))
    if is_scorable(gold):
        found.add(drawing.SCORABLE)
    if catalogue.tool(gold.tool).totals[0].bands:
        found.add(("band", result.band.id if result.band else ""))
    else:
        found.add(("total", str(result.value)))
    return frozenset(found)


def _deciding(agency: Agency, tool: str) -> list[GoldCoding]:
    """Gold of the exam side that may decide; a case that is left to an expert is not asked."""
    versions = pool(agency=agency, tool=tool, side=Side.EXAM)
    gold = deciding_gold(agency, tool).filter(version__in=versions)
    found = gold.exclude(eligibility=Eligibility.UNDECIDED).select_related("version__vignette")
    return list(found.order_by("version__vignette__code", "version"))


def _drawn(
    enrolment: Enrolment,
    rules: ExamRules,
    cases: int,
    seed: str,
    held: Iterable[VignetteVersion] = (),
) -> list[VignetteVersion]:
    """The cases to give, in their order; `held` are in the exam already and are not given again."""
    every = candidates(enrolment.agency, rules.tool)
    kept_keys = {version.pk for version in held}
    kept = [one for one in every if one.key in kept_keys]
    met = families_met(enrolment.assessor.user, families())
    offered = [one for one in every if one.family not in met and one.uses < rules.most_exposed]
    # A case of the form that has left the bank since counts by its number only. Cases on top take
    # what is left: a doubt about somebody is not settled by refusing them more cases.
    wanted = blueprint_of(
        rules, [*kept, *offered] if kept_keys else every, cases - len(kept_keys) + len(kept)
    )
    try:
        keys = drawing.draw(wanted, offered, seed, kept)
    except BankShortError as short:
        raise FormRefusedError(sentence_on(short, rules.tool)) from None
    found = VignetteVersion.objects.select_related("vignette").in_bulk(keys)
    return [found[key] for key in keys]


def _exam(enrolment: Enrolment, rules: ExamRules, at: datetime, seed: int) -> Exam:
    attempt = attempts_of(enrolment, rules.tool).count() + 1
    return Exam.objects.create(
        agency=enrolment.agency,
        tool=rules.tool,
        title=f"{catalogue.tool(rules.tool).name.en}, {attempt}",
        opens_at=at,
        closes_at=at + window(rules, enrolment),
        enrolment=enrolment,
        rules=rules,
        attempt=attempt,
        seed=seed,
    )


def _give(exam: Exam, versions: list[VignetteVersion], at: datetime) -> list[Assignment]:
    enrolment, _rules = _drawn_for(exam)
    return assign_cases(
        agency=exam.agency,
        assessors=[enrolment.assessor],
        versions=versions,
        tool=exam.tool,
        actor=None,
        exam=exam,
        at=at,
    )


def _held(exam: Exam) -> list[VignetteVersion]:
    """The cases of the form, without those that were declined."""
    given = exam.assignments.filter(declined_at=None).select_related("version")
    return [assignment.version for assignment in given]


def _drawn_for(exam: Exam) -> tuple[Enrolment, ExamRules]:
    if exam.enrolment is None or exam.rules is None:
        raise ValueError(f"exam {exam.pk} is a group's: no form was drawn for it")
    return exam.enrolment, exam.rules
