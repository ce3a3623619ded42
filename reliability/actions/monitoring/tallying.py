"""Tallies: given against right answers, counted in the database by group, kept for pages to read.

Answers of practice, closed exams and check cases. What gold accepts as well counts as right.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum

from agencies.models import Agency
from reliability.models import AnswerTally, MonitorPoint, RuleTally
from reliability.monitoring.gold_check import OTHERS, STRONG
from training.explaining import misread_cases
from training.models import Coding, Enrolment, Mode, Rating
from vignettes.access import gold_in_force
from vignettes.models import Eligibility, GoldCoding

NO_SCORE = -99
AT_ONCE = 500
"""Assessors in one query, and five times as many rows in one write."""

Group = tuple[int | None, bool]
"""Cohort, and whether its members do well on their check cases."""
Place = tuple[int, str]
"""Version and language."""


@dataclass(frozen=True)
class _Told:
    """One count: who, on which case in which language, answered what to which question."""

    group: Group
    version: int
    language: str
    question: str
    given: int | str | None
    n: int


def write_tallies(agency: Agency, at: datetime) -> None:
    """Count anew for every tool that was scored, and put the counts in place of the old ones."""
    tools = _codings(agency).order_by().values_list("tool", flat=True).distinct()
    for tool in sorted(tools):
        groups = _groups(agency, tool)
        gold = {
            one.version_id: one
            for one in gold_in_force(agency).filter(tool=tool).select_related("version")
        }
        answers = _answers(_scores(agency, tool, groups), gold)
        first = list(_first_answers(agency, tool, groups))
        _put(
            agency,
            tool,
            _answer_rows(agency, tool, answers, at),
            _rule_rows(agency, tool, _rules(answers, first, gold), at),
        )


def _codings(agency: Agency) -> QuerySet[Coding]:
    """Everything handed in by assessors, without exams that still run."""
    over = Q(assignment__exam=None) | Q(assignment__exam__closed_at__isnull=False)
    return Coding.objects.filter(over, agency=agency).exclude(assignment__mode=Mode.PANEL)


def _groups(agency: Agency, tool: str) -> dict[Group, list[int]]:
    """The assessors with this tool, by the cohort entered last and by how well they do."""
    enrolled = Enrolment.objects.filter(agency=agency, cohort__isnull=False).order_by("pk")
    cohorts = dict(enrolled.values_list("assessor", "cohort"))
    points = MonitorPoint.objects.filter(agency=agency, tool=tool).order_by()
    sums = points.values("enrolment__assessor").annotate(of=Sum("items"), right=Sum("hits"))
    strong = {
        row["enrolment__assessor"]
        for row in sums
        if row["of"] >= OTHERS and row["right"] >= STRONG * row["of"]
    }
    found: dict[Group, list[int]] = defaultdict(list)
    own = _codings(agency).filter(tool=tool).order_by()
    for assessor in own.values_list("assessor", flat=True).distinct():
        found[cohorts.get(assessor), assessor in strong].append(assessor)
    return found


def _counted(
    found: QuerySet[Rating] | QuerySet[Coding], fields: Sequence[str], people: str, group: list[int]
) -> Iterator[tuple[int, str, str, int | str | None, int]]:
    for start in range(0, len(group), AT_ONCE):
        own = found.filter(**{f"{people}__in": group[start : start + AT_ONCE]})
        rows = own.values(*fields).annotate(n=Count("pk")).order_by()
        yield from rows.values_list(*fields, "n")


def _scores(agency: Agency, tool: str, groups: Mapping[Group, list[int]]) -> Iterator[_Told]:
    over = Q(coding__assignment__exam=None) | Q(coding__assignment__exam__closed_at__isnull=False)
    found = Rating.objects.filter(over, coding__agency=agency, coding__tool=tool)
    found = found.exclude(coding__assignment__mode=Mode.PANEL)
    fields = ["coding__version", "coding__language", "item", "score"]
    for group, people in groups.items():
        for row in _counted(found, fields, "coding__assessor", people):
            yield _Told(group, *row)


def _first_answers(agency: Agency, tool: str, groups: Mapping[Group, list[int]]) -> Iterator[_Told]:
    """The answers to the question whether the tool may be used."""
    found = _codings(agency).filter(tool=tool)
    fields = ["version", "language", "tool", "eligibility"]
    for group, people in groups.items():
        for row in _counted(found, fields, "assessor", people):
            yield _Told(group, *row)


Answers = Counter[tuple[Group, Place, str, int, int]]
"""Group, place, item, right and given score."""


def _answers(told: Iterable[_Told], gold: Mapping[int, GoldCoding]) -> Answers:
    counted: Answers = Counter()
    for one in told:
        held = gold.get(one.version)
        if held is None or held.eligibility != Eligibility.YES or one.question not in held.scores:
            continue
        score = one.given if isinstance(one.given, int) else None
        right = _number(held.scores[one.question])
        given = right if _is_right(held, one.question, score) else _number(score)
        place = (one.version, one.language)
        counted[one.group, place, one.question, right, given] += one.n
    return counted


def _is_right(gold: GoldCoding, item: str, score: int | None) -> bool:
    disputed = gold.rulings.get(item, {}).get("disputed") or ()
    return gold.agrees(item, score) or (score is not None and score in disputed)


def _number(score: int | None) -> int:
    return NO_SCORE if score is None else score


Rules = dict[tuple[str, int | None, str], list[int]]
"""Rule, cohort and language -> how often it was tested, and how often misread."""


def _rules(answers: Answers, first: Iterable[_Told], gold: Mapping[int, GoldCoding]) -> Rules:
    """On each case a rule is judged by one answer: the first that its misreading changes.

    Answers that several rules explain count for each of them.
    """
    told = list(first)
    versions = {place[0] for _, place, *_ in answers} | {one.version for one in told}
    turns = _turns(gold[version] for version in versions if version in gold)
    counts: Rules = defaultdict(lambda: [0, 0])
    for (group, (version, language), item, right, given), n in answers.items():
        for rule, misread in turns.get((version, item), ()):
            _count(counts[rule, group[0], language], n, given == misread and given != right)
    for one in told:
        for rule, misread in turns.get((one.version, ""), ()):
            _count(counts[rule, one.group[0], one.language], one.n, one.given == misread)
    return counts


def _turns(cases: Iterable[GoldCoding]) -> dict[tuple[int, str], list[tuple[str, int | str]]]:
    """Version and item, "" for the first question -> rules, and what their misreading answers."""
    found: dict[tuple[int, str], list[tuple[str, int | str]]] = defaultdict(list)
    for gold in cases:
        for case in misread_cases(gold):
            if case.eligibility:
                found[gold.version_id, ""].append((case.rule, case.eligibility))
            elif case.items:
                item = min(case.items)
                found[gold.version_id, item].append((case.rule, case.items[item]))
    return found


def _count(row: list[int], n: int, is_misread: bool) -> None:
    row[0] += n
    row[1] += n if is_misread else 0


def _answer_rows(
    agency: Agency, tool: str, answers: Answers, at: datetime
) -> Iterator[AnswerTally]:
    for (group, (version, language), item, right, given), n in answers.items():
        yield AnswerTally(
            agency=agency,
            tool=tool,
            version_id=version,
            item=item,
            cohort_id=group[0],
            strong=group[1],
            language=language,
            right=right,
            given=given,
            n=n,
            computed_at=at,
        )


def _rule_rows(agency: Agency, tool: str, rules: Rules, at: datetime) -> Iterator[RuleTally]:
    for (rule, cohort, language), (tested, misread) in rules.items():
        yield RuleTally(
            agency=agency,
            tool=tool,
            rule=rule,
            cohort_id=cohort,
            language=language,
            tested=tested,
            misread=misread,
            computed_at=at,
        )


@transaction.atomic
def _put(
    agency: Agency, tool: str, answers: Iterable[AnswerTally], rules: Iterable[RuleTally]
) -> None:
    """One run at a time: a second one waits, and then puts its own counts there."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    AnswerTally.objects.filter(agency=agency, tool=tool).delete()
    RuleTally.objects.filter(agency=agency, tool=tool).delete()
    AnswerTally.objects.bulk_create(answers, batch_size=5 * AT_ONCE)
    RuleTally.objects.bulk_create(rules, batch_size=5 * AT_ONCE)
