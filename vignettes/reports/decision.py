"""What was decided on a panel, question by question, as pages tell it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from instruments import catalogue
from instruments.sheet import Instrument
from vignettes.gold import ELIGIBLE
from vignettes.models import Adjudication, Eligibility, Panel, Reason, content_language
from vignettes.reports.adjudication import score_words


@dataclass(frozen=True)
class DecisionLine:
    """One question with its decision; `reason` is empty where nothing had to be decided."""

    heading: str
    decided: str
    accepted: str
    given: str
    computed: str
    reason: str
    rationale: str


def decision_lines(decision: Adjudication) -> tuple[list[DecisionLine], list[DecisionLine]]:
    """The questions that were decided, and those on which all agreed."""
    panel, tool = decision.panel, catalogue.tool(decision.panel.tool)
    labels = _labels(panel)
    lines = [
        _line(tool, labels, name, decision.answers[name])
        for name in (ELIGIBLE, *(item.id for item in tool.items))
        if name in decision.answers
    ]
    return [line for line in lines if line.reason], [line for line in lines if not line.reason]


def _labels(panel: Panel) -> list[str]:
    """The letters of those who handed in, in the order in which their answers are kept."""
    coded = {coding.expert_id for coding in panel.codings.all()}
    return sorted(seat.label for seat in panel.seats.all() if seat.expert_id in coded)


def _line(tool: Instrument, labels: list[str], name: str, answer: dict[str, Any]) -> DecisionLine:
    given = [
        f"{label} {_words(name, value)}"
        for label, value in zip(labels, answer["given"], strict=True)
    ]
    is_ruled = name == ELIGIBLE or tool.scored_by == "rules"
    reason = answer.get("reason", "")
    return DecisionLine(
        heading=_heading(tool, name),
        decided=_words(name, answer["decided"]),
        accepted=", ".join(_words(name, value) for value in answer["accepted"]),
        given=", ".join(given),
        computed=_words(name, answer["computed"]) if is_ruled else "",
        reason=str(Reason(reason).label) if reason else "",
        rationale=answer.get("rationale", ""),
    )


def _heading(tool: Instrument, name: str) -> str:
    if name == ELIGIBLE:
        return _("May the tool be used?")
    number = [item.id for item in tool.items].index(name) + 1
    return f"{number}. {tool.item(name).name.to(content_language())}"


def _words(name: str, value: Any) -> str:
    if name == ELIGIBLE:
        return str(Eligibility(value).label)
    return score_words(value)
