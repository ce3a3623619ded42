"""Own notes on rules, and questions on coding with their answers on record."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from agencies.actions import record
from agencies.models import Membership
from training.models import Coding, CodingQuestion, OwnNote


@dataclass(frozen=True)
class About:
    """What a question is about."""

    tool: str
    rule: str = ""
    item: str = ""
    coding: Coding | None = None


@transaction.atomic
def keep_note(
    *, assessor: Membership, tool: str, rule: str, text: str, at: datetime
) -> OwnNote | None:
    """Keep an own note on a rule; an empty text takes it away. Nobody else reads it: no record."""
    if not text.strip():
        OwnNote.objects.filter(assessor=assessor, tool=tool, rule=rule).delete()
        return None
    note, _ = OwnNote.objects.update_or_create(
        assessor=assessor,
        tool=tool,
        rule=rule,
        defaults={"agency": assessor.agency, "text": text.strip(), "changed_at": at},
    )
    return note


@transaction.atomic
def ask(*, asker: Membership, about: About, text: str, at: datetime) -> CodingQuestion:
    """Put a question to the experts and coordinators of the agency."""
    question = CodingQuestion.objects.create(
        agency=asker.agency,
        asker=asker,
        tool=about.tool,
        rule=about.rule,
        item=about.item,
        coding=about.coding,
        text=text,
        asked_at=at,
    )
    detail = {"tool": about.tool, "rule": about.rule, "item": about.item}
    record(
        agency=asker.agency,
        actor=asker.user,
        verb="ask_coding_question",
        obj=question,
        detail=detail,
    )
    return question


@transaction.atomic
def answer_question(
    *, question: CodingQuestion, answer: str, by: Membership, at: datetime
) -> CodingQuestion:
    """Answer a question; a later answer replaces it, and the record keeps every one."""
    question.answer, question.answered_by, question.answered_at = answer, by, at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    record(
        agency=question.agency,
        actor=by.user,
        verb="answer_coding_question",
        obj=question,
        detail={"answer": answer},
    )
    return question


@transaction.atomic
def publish_question(
    *, question: CodingQuestion, by: Membership, at: datetime | None
) -> CodingQuestion:
    """Show question and answer on the rule's page, without the name; with no time: take it off."""
    if question.is_open:
        raise ValueError("a question is published with its answer, and this one has none")
    question.published_at = at
    question.save(update_fields=["published_at"])
    verb = "publish_coding_question" if at else "withdraw_coding_question"
    record(agency=question.agency, actor=by.user, verb=verb, obj=question, detail={})
    return question
