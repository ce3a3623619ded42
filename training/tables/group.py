"""The group page: assessors by cases against gold, and the rules most often misread."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from agencies.models import Membership
from instruments import catalogue, scoring
from training import access
from training.explaining import judge_of
from training.models import Assignment, Coding
from training.sentences import number
from vignettes.models import Eligibility, GoldCoding, VignetteVersion, content_language
from vignettes.reports.rules import RuleRow, rule_row

ON_A_PAGE = 25
"""Assessors: a table of thousands of people by a hundred cases is read by nobody."""


@dataclass(frozen=True)
class Cell:
    """What one assessor did with one case. `pk` leads to the feedback where there is one."""

    state: str
    pk: int | None = None
    total: str = ""
    gold_total: str = ""
    n_hits: int | None = None
    n_items: int = 0
    is_exam: bool = False
    reason: str = ""
    """Why the assessor declined, where they said."""


@dataclass(frozen=True)
class Row:
    """One assessor and a cell for every case of the table, None where the case was not given."""

    assessor: Membership
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class MisreadRule:
    """How many wrong answers one rule explains, and how many assessors gave them."""

    row: RuleRow
    n_answers: int
    n_assessors: int


@dataclass(frozen=True)
class GroupPage:
    """Everything on the group page for one tool."""

    tool: str
    versions: tuple[VignetteVersion, ...]
    rows: tuple[Row, ...]
    misread: tuple[MisreadRule, ...]
    n_codings: int
    n_differing: int
    """Answers that differ from gold, explained or not."""
    with_gold: tuple[VignetteVersion, ...]
    """The cases whose gold the reader sees on this page."""
    people: Page[Any]
    """Which assessors of how many: everything here is about these."""


def tool_in_use(membership: Membership) -> str:
    """The tool of the case given out last; empty where none was."""
    newest = access.group_assignments(membership).order_by("-pk").first()
    return newest.tool if newest else ""


def group_page(
    membership: Membership, tool: str, at: datetime, number: str | None = None
) -> GroupPage:
    """The cases of some assessors for one tool, in a number of queries that does not grow."""
    given = access.group_assignments(membership).filter(tool=tool)
    people = Paginator(_people(membership, given), ON_A_PAGE).get_page(number)
    codings = Coding.objects.prefetch_related("ratings")
    # A case is fetched once, not with its whole text beside everybody who scored it.
    assignments = list(
        given.filter(assessor__in=list(people.object_list))
        .select_related(None)
        .select_related("exam", "assessor__user")
        .prefetch_related("version__vignette", Prefetch("codings", codings))
        .order_by("assessor__user__name", "assessor", "position")
    )
    gold = {
        coding.version_id: coding
        for coding in access.gold_of_group(membership, assignments, at)
        if coding.tool == tool
    }
    versions = _versions(assignments)
    held = [
        (one, coding)
        for one in assignments
        for coding in one.codings.all()
        if one.version_id in gold
    ]
    return GroupPage(
        tool=tool,
        versions=versions,
        rows=_rows(assignments, versions, gold, at),
        misread=_misread(tool, held, gold),
        n_codings=len(held),
        n_differing=sum(len(_differing(coding, gold[one.version_id])) for one, coding in held),
        with_gold=tuple(version for version in versions if version.pk in gold),
        people=people,
    )


def _people(membership: Membership, given: QuerySet[Assignment]) -> QuerySet[Membership, int]:
    """Who in the agency was given any of these cases, by name."""
    own = given.order_by().filter(assessor=OuterRef("pk"))
    found = Membership.objects.filter(Exists(own), agency=membership.agency)
    return found.order_by("user__name", "pk").values_list("pk", flat=True)


def _versions(assignments: Iterable[Assignment]) -> tuple[VignetteVersion, ...]:
    found = {one.version_id: one.version for one in assignments}
    return tuple(sorted(found.values(), key=lambda version: version.title))


def _rows(
    assignments: list[Assignment],
    versions: tuple[VignetteVersion, ...],
    gold: dict[int, GoldCoding],
    at: datetime,
) -> tuple[Row, ...]:
    people = {one.assessor_id: one.assessor for one in assignments}
    # A case met again in a later exam replaces the earlier meeting in the table.
    cells = {
        (one.assessor_id, one.version_id): _cell(one, gold.get(one.version_id), at)
        for one in assignments
    }
    return tuple(
        Row(person, tuple(cells.get((pk, version.pk)) for version in versions))
        for pk, person in people.items()
    )


def _cell(assignment: Assignment, gold: GoldCoding | None, at: datetime) -> Cell:
    coding = next(iter(assignment.codings.all()), None)
    is_exam = assignment.exam_id is not None
    if coding is None:
        return Cell(_state(assignment, at), is_exam=is_exam, reason=assignment.decline_reason)
    if gold is None:
        return Cell(_("handed in; no gold yet"), is_exam=is_exam)
    if gold.eligibility != Eligibility.YES or coding.eligibility != Eligibility.YES:
        return Cell(_on_use(coding, gold), coding.assignment_id, is_exam=is_exam)
    differing = _differing(coding, gold)
    return Cell(
        state=_("handed in"),
        pk=assignment.pk,
        total=_total(gold.tool, coding.scores),
        gold_total=_total(gold.tool, gold.scores),
        n_hits=len(gold.scores) - len(differing),
        n_items=len(gold.scores),
        is_exam=is_exam,
    )


def _state(assignment: Assignment, at: datetime) -> str:
    if assignment.declined_at:
        return _("declined")
    if access.is_closed(assignment.exam, at):
        return _("closed, nothing saved")
    return _("begun") if assignment.notice_seen_at else _("not started")


def _on_use(coding: Coding, gold: GoldCoding) -> str:
    if gold.eligibility == Eligibility.UNDECIDED:
        return _("use of the tool: not graded")
    if coding.eligibility == gold.eligibility:
        return _("use of the tool: as gold")
    return _("use of the tool: differs")


def _differing(coding: Coding, gold: GoldCoding) -> tuple[str, ...]:
    """The items of a scored coding that differ from gold, and that no panel accepts as well."""
    if gold.eligibility != Eligibility.YES:
        return ()
    given = coding.scores
    return tuple(
        item for item in gold.scores if item in given and not gold.agrees(item, given[item])
    )


def _total(tool_id: str, scores: dict[str, int | None]) -> str:
    return number(scoring.total(tool_id, scores).value) or "–"


def _misread(
    tool_id: str, codings: list[tuple[Assignment, Coding]], gold: dict[int, GoldCoding]
) -> tuple[MisreadRule, ...]:
    """Rules by how many answers they explain; of several, the likeliest one counts."""
    answers: Counter[str] = Counter()
    people: dict[str, set[int]] = {}
    judges = {version: judge_of(right) for version, right in gold.items()}
    for assignment, coding in codings:
        judge = judges[assignment.version_id]
        for rule in judge(coding.eligibility, coding.scores):
            answers[rule] += 1
            people.setdefault(rule, set()).add(assignment.assessor_id)
    tool, language = catalogue.tool(tool_id), content_language()
    return tuple(
        MisreadRule(rule_row(tool.rule(rule), language), n, len(people[rule]))
        for rule, n in answers.most_common()
    )
