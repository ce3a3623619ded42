"""Own notes and coding questions, as pages show them and as each role may read them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Membership, Role
from instruments import catalogue
from training import access
from training.models import CodingQuestion, OwnNote
from training.questions import questions, tool_name
from vignettes.models import content_language
from vignettes.reports.rules import RuleRow, rule_row

ANSWERING = (Role.EXPERT, Role.ADJUDICATOR, Role.COORDINATOR)
"""Who reads and answers the questions of the agency; coordinators also publish."""


@dataclass(frozen=True)
class QuestionRow:
    """One question on coding, with what it is about in words."""

    question: CodingQuestion
    tool: str
    rule: RuleRow | None
    item: str
    case: str

    @property
    def about(self) -> str:
        parts = [self.tool, self.rule.title if self.rule else "", self.item, self.case]
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True)
class NoteRow:
    """One own note with the rule it is on."""

    note: OwnNote
    rule: RuleRow


@dataclass(frozen=True)
class NotesOfTool:
    """A person's notes on the rules of one tool."""

    tool: str
    tool_name: str
    notes: tuple[NoteRow, ...]


def own_questions(membership: Membership) -> QuerySet[CodingQuestion]:
    """What this member asked."""
    found: QuerySet[CodingQuestion] = CodingQuestion.objects.filter(
        agency=membership.agency, asker__user=membership.user
    )
    return found.select_related("answered_by__user", "coding__version__vignette", "asker__user")


def questions_to_answer(membership: Membership) -> QuerySet[CodingQuestion]:
    """The questions of the agency, for those who answer them; nothing for others.

    Without those on cases that the reader codes blind or still has to score, and without one's own.
    """
    if membership.role not in ANSWERING:
        return CodingQuestion.objects.none()
    found: QuerySet[CodingQuestion] = CodingQuestion.objects.filter(agency=membership.agency)
    unseen = access.cases_to_score(membership.user, now())
    return (
        found.exclude(coding__version__vignette__in=unseen)
        .exclude(asker__user=membership.user)
        .select_related("answered_by__user", "coding__version__vignette", "asker__user", "agency")
    )


def published_questions(membership: Membership, tool: str, rule: str) -> QuerySet[CodingQuestion]:
    """The answers that stand on a rule's page in this agency, without who asked."""
    found: QuerySet[CodingQuestion] = CodingQuestion.objects.filter(
        agency=membership.agency, tool=tool, rule=rule
    )
    return found.exclude(published_at=None).order_by("published_at", "pk")


def question_rows(found: Iterable[CodingQuestion]) -> tuple[QuestionRow, ...]:
    """Questions with what they are about."""
    return tuple(_row(question) for question in found)


def own_notes(membership: Membership) -> tuple[NotesOfTool, ...]:
    """A person's notes, tool by tool, in the order of the sheet."""
    notes = OwnNote.objects.filter(agency=membership.agency, assessor__user=membership.user)
    by_tool: dict[str, dict[str, OwnNote]] = {}
    for note in notes:
        by_tool.setdefault(note.tool, {})[note.rule] = note
    return tuple(
        NotesOfTool(tool.id, tool_name(tool.id), tuple(_notes(tool.id, by_tool[tool.id])))
        for tool in catalogue.tools()
        if tool.id in by_tool
    )


def own_note(membership: Membership, tool: str, rule: str) -> str:
    """What a person noted on one rule; empty where nothing."""
    notes = OwnNote.objects.filter(agency=membership.agency, assessor__user=membership.user)
    return notes.filter(tool=tool, rule=rule).values_list("text", flat=True).first() or ""


def rule_of(tool: str, rule: str) -> RuleRow | None:
    """The rule in the reader's language; None where the tool has no such rule."""
    known = {one.id: one for one in catalogue.tool(tool).rules}
    return rule_row(known[rule], content_language()) if rule in known else None


def _notes(tool: str, notes: dict[str, OwnNote]) -> Iterable[NoteRow]:
    for rule in catalogue.tool(tool).rules:
        if rule.id in notes:
            yield NoteRow(notes[rule.id], rule_row(rule, content_language()))


def _row(question: CodingQuestion) -> QuestionRow:
    asked = {one.id: one.heading for one in questions(question.tool)}
    coding = question.coding
    return QuestionRow(
        question=question,
        tool=tool_name(question.tool),
        rule=rule_of(question.tool, question.rule),
        item=asked.get(question.item, ""),
        case=_("case %(title)s") % {"title": coding.version.title} if coding else "",
    )
