"""A reader's scores held against the computed ones, each difference with a reason."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from instruments import catalogue, misreading
from instruments.facts import fact_at
from instruments.misreading import EligibilityExplanation, ItemExplanation
from instruments.scores import Scores
from vignettes import fact_paths, text
from vignettes.casefile import CaseFile
from vignettes.phrases import Language
from vignettes.readings import ELIGIBLE, Difference


@dataclass(frozen=True)
class Found:
    """One answer that is not the computed one; `reason`: what decides the computed one, in lines.

    `is_open`: a second admissible reading of the sources gives it, so it is not called wrong.
    """

    difference: Difference
    reason: tuple[str, ...]
    is_open: bool = False


def differences(case: CaseFile, language: Language, given: Mapping[str, Scores]) -> list[Found]:
    """Every answer that is not the computed one, tool by tool."""
    return [
        found
        for tool_id, scores in given.items()
        for found in _of_tool(case, language, tool_id, scores)
    ]


def _of_tool(case: CaseFile, language: Language, tool_id: str, scores: Scores) -> Iterator[Found]:
    why = misreading.explain(tool_id, case.facts, scores)
    right = why.right
    if scores.eligible != right.eligibility.answer:
        answer = right.eligibility
        one = Difference(tool=tool_id, item=ELIGIBLE, read=scores.eligible, computed=answer.answer)
        reason = [words.to(language) for words in answer.reasons]
        reason += _decided(case, language, tool_id, answer.rules, answer.because)
        yield Found(one, (*reason, *_causes(tool_id, language, why.eligibility)))
        return
    for item, explained in why.items.items():
        ruling = right.items[item]
        one = Difference(tool=tool_id, item=item, read=explained.given, computed=ruling.value)
        reason = [ruling.missing.to(language)] if ruling.missing else []
        reason += _decided(case, language, tool_id, ruling.rules, ruling.because)
        reason += _causes(tool_id, language, explained)
        yield Found(one, tuple(reason), is_open=explained.verdict == "open")


def _decided(
    case: CaseFile, language: Language, tool_id: str, rules: Iterable[str], because: Iterable[str]
) -> list[str]:
    """The rules, the facts and the sentences of the text that give the computed answer."""
    tool = catalogue.tool(tool_id)
    lines = [f"rule {rule}: {tool.rule(rule).statement.to(language)}" for rule in rules]
    paths = list(dict.fromkeys(because))
    lines += [f"fact {path}{_value(case, path)}" for path in paths]
    return lines + [f"told: {quote}" for quote in _quotes(case, language, paths)]


def _value(case: CaseFile, path: str) -> str:
    value = fact_at(case.facts, path)
    return "" if isinstance(value, BaseModel | tuple) else f" = {value}"


def _quotes(case: CaseFile, language: Language, paths: list[str]) -> list[str]:
    """The marked passages that tell these facts or the records around them, each once."""
    found: dict[str, None] = {}
    for span in text.spans(case.texts[language]):
        tied = case.sheet.spans.get(span.span_id, ())
        if any(fact_paths.covers(own, path) for own in tied for path in paths):
            found[span.quote] = None
    return list(found)


def _causes(
    tool_id: str, language: Language, why: ItemExplanation | EligibilityExplanation | None
) -> list[str]:
    """The misreadings that would give the reader's answer."""
    if why is None:
        return []
    tool = catalogue.tool(tool_id)
    lines = [
        f"who misreads {cause.rule}: {tool.rule(cause.rule).misread.to(language)}"
        for cause in why.causes
    ]
    pairs = why.pairs if isinstance(why, ItemExplanation) else ()
    return lines + [f"who misreads both {first} and {second}" for first, second in pairs]
