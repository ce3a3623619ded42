"""Finding a variant: plans are drawn until the rules give the scores that were asked for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from instruments import catalogue, misreading, rulings
from instruments.facts import SCHEMA_VERSION, Facts, FactsError, read_facts
from vignettes.casefile import FACTS, BothTitles, CaseFile, read_sources
from vignettes.drafting.content import Content, sources
from vignettes.linter import lint_case
from vignettes.variants.changes import Plan, changed, plans
from vignettes.variants.retelling import CannotRetellError, Retold, retell

TRIES = 600
MOST_CHANGES = 4


class NoVariantError(ValueError):
    """No plan that was tried gives what was asked for. The message says how many were."""


@dataclass(frozen=True)
class Wish:
    """What the variant shall be: scores by tool and item; every other score as in the parent.

    `exercise`: a rule of the tool that its facts shall bring into play; other scores may then move.
    """

    scores: Mapping[tuple[str, str], int] = field(default_factory=dict)
    exercise: tuple[str, str] | None = None


@dataclass(frozen=True)
class Variant:
    """A proposal: the content of a draft, and the sentences that its reader should look at."""

    content: Content
    look_at: tuple[str, ...]
    plan: Plan


def propose(case: CaseFile, code: str, title: BothTitles, wish: Wish, *, seed: int) -> Variant:
    """The first variant that fits, the same for the same seed. Raises NoVariantError."""
    right = {tool: _values(tool, case.facts) for tool in _rule_based()}
    for plan in islice(plans(case.facts, seed, MOST_CHANGES), TRIES):
        facts = _facts(case, code, plan)
        if facts is None or not _fits(facts, wish, right):
            continue
        found = _told(case, code, title, plan)
        if found is not None:
            return found
    raise NoVariantError(
        f"{TRIES} variants of {case.code} were tried, and none gives what was asked for. Ask for "
        "fewer scores, another seed, or another case."
    )


def _rule_based() -> list[str]:
    return [tool.id for tool in catalogue.tools() if tool.scored_by == "rules"]


def _values(tool_id: str, facts: Facts) -> dict[str, Any]:
    result = rulings.rulings(tool_id, facts)
    return {"eligible": result.eligibility.answer, **result.values}


def _facts(case: CaseFile, code: str, plan: Plan) -> Facts | None:
    """The facts of a plan, if they can be true: no birth after a deed, no day out of order."""
    document = {**changed(case.facts, plan), "schema_version": SCHEMA_VERSION, "case": code}
    try:
        return read_facts(json.dumps(document), FACTS)
    except FactsError:
        return None


def _fits(facts: Facts, wish: Wish, right: Mapping[str, Mapping[str, Any]]) -> bool:
    if wish.exercise is not None:
        tool, rule = wish.exercise
        return rule in misreading.misreadings(tool, facts) and _asked(facts, wish)
    return all(
        _values(tool, facts)
        == {**values, **{item: s for (of, item), s in wish.scores.items() if of == tool}}
        for tool, values in right.items()
        if tool in {tool for tool, _ in wish.scores} or not wish.scores
    )


def _asked(facts: Facts, wish: Wish) -> bool:
    return all(_values(t, facts).get(item) == score for (t, item), score in wish.scores.items())


def _told(case: CaseFile, code: str, title: BothTitles, plan: Plan) -> Variant | None:
    try:
        retold = retell(case, plan)
    except CannotRetellError:
        return None
    content = _content(case, code, title, plan, retold)
    read, findings = read_sources(code, sources(content))
    if read is None or findings or lint_case(read):
        return None
    return Variant(content, retold.look_at, plan)


def _content(case: CaseFile, code: str, title: BothTitles, plan: Plan, retold: Retold) -> Content:
    """The parent's sheet without what a person has to write anew: scores by hand and the whys."""
    kept = case.sheet.model_dump(
        mode="json", exclude_defaults=True, exclude={"gold", "why", "code", "title"}
    )
    document = changed(case.facts, plan)
    return Content(
        sheet={"code": code, "variant_of": case.code, "title": title.model_dump(), **kept},
        facts={"schema_version": SCHEMA_VERSION, **document, "case": code},
        text_en=retold.texts["en"],
        text_fr=retold.texts["fr"],
    )
