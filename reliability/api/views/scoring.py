"""Scoring and explaining fictional cases. Nothing that is sent here is stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from instruments import documents
from instruments.checks import findings
from instruments.composite import totals_given
from instruments.facts import Facts, FactsError, read_facts
from instruments.groups import is_only_csem
from instruments.misreading import explain
from instruments.rulings import rulings
from instruments.scores import Scores, read_scores
from reliability.api import access
from reliability.api.describing import described
from reliability.api.problems import Problem
from reliability.api.shapes import scoring as shapes
from reliability.api.views.base import ApiView, give
from vignettes.actions import note_gold_seen
from vignettes.models import content_language

SCORE = {"POST": "score"}
Read = TypeVar("Read")

TAKEN = (404, 413, 415, 422)


class ScoringView(ApiView):
    scopes = SCORE

    def facts_of(self, asked: shapes.CaseToScore | shapes.FactsToScore) -> Facts:
        """The facts that are meant, once it is known that the caller may see what is right."""
        if isinstance(asked, shapes.CaseToScore):
            version = access.open_case(self.membership, asked.case)
            note_gold_seen(user=self.membership.user, versions=[version])
            return Facts.model_validate(version.facts)
        facts = _read(lambda: read_facts(json.dumps(asked.facts), "facts"))
        access.check_facts(self.membership, facts)
        return facts

    def names_case(self) -> bool:
        value = self.sent().value
        return isinstance(value, dict) and "case" in value


class Score(ScoringView):
    @described(
        "The right scores of a fictional case, each with what decided it; nothing is stored",
        takes=shapes.ToScore,
        gives=shapes.Scored,
        also=TAKEN,
    )
    def post(self, request: Request) -> Response:
        access.check_may_score(self.membership)
        asked: shapes.CaseToScore | shapes.FactsToScore = (
            self.body(shapes.CaseToScore) if self.names_case() else self.body(shapes.FactsToScore)
        )
        found = rulings(asked.tool, self.facts_of(asked))
        told = documents.rulings_document(found, content_language())
        return give(shapes.Scored.model_validate(told))


class Explain(ScoringView):
    @described(
        "The misread rules behind the wrong scores of a fictional case; nothing is stored",
        takes=shapes.ToExplain,
        gives=shapes.Explained,
        also=TAKEN,
    )
    def post(self, request: Request) -> Response:
        access.check_may_score(self.membership)
        asked: shapes.CaseToExplain | shapes.FactsToExplain = (
            self.body(shapes.CaseToExplain)
            if self.names_case()
            else self.body(shapes.FactsToExplain)
        )
        sent = asked.scores.model_dump(exclude_unset=True)
        scores = _read(lambda: read_scores(json.dumps(sent), asked.tool, "scores"))
        facts = self.facts_of(asked)
        return give(shapes.Explained.model_validate(_explanation(asked.tool, facts, scores)))


def _explanation(tool: str, facts: Facts, scores: Scores) -> dict[str, Any]:
    found = explain(tool, facts, scores)
    checked = findings(tool, scores, only_csem=is_only_csem(facts))
    given = totals_given(tool, facts, scores)
    return documents.explanation_document(found, checked, given, content_language())


def _read(reader: Callable[[], Read]) -> Read:
    """What a reader of the instruments gives; its sentences as a problem of status 422."""
    try:
        return reader()
    except FactsError as error:
        errors = tuple(_place(error.name, problem) for problem in error.problems)
        raise Problem(422, _("The case cannot be scored as it was sent."), errors) from None


def _place(name: str, problem: str) -> dict[str, str]:
    place, colon, text = problem.partition(": ")
    return {"place": f"{name}/{place}", "text": text} if colon else {"place": name, "text": problem}
