"""What the command line prints for people: scores, explanations and rules as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from instruments import catalogue
from instruments.checks import Finding
from instruments.choice import Choice, literature
from instruments.facts import Facts, fact_at
from instruments.misreading import (
    Cause,
    EligibilityExplanation,
    Explanation,
    ItemExplanation,
)
from instruments.phrases import say, say_status
from instruments.rulings import Ruling, Rulings
from instruments.scoring import TotalResult
from instruments.sheet import Instrument, Rule

WIDTH = 96
VERDICTS = {
    "unexplained": "unexplained",
    "open": "open",
    "not scored": "left out",
    "cannot be scored": "cannot",
}


def tools_text(language: str) -> str:
    """The tools there are, one paragraph each."""
    lines = []
    for tool in catalogue.tools():
        lines.append(f"{tool.id}  {tool.name.to(language)} ({tool.version})")
        lines += _wrapped(tool.purpose.to(language), 2)
        lines.append("")
    return "\n".join(lines)


def rulings_text(found: Rulings, facts: Facts, language: str) -> str:
    """The right scores of a case, each with its rules and the facts that decided it."""
    tool = catalogue.tool(found.tool)
    lines = [_head(tool, facts, language), "", *_eligibility(found, facts, language)]
    if found.eligibility.answer == "yes":
        lines += ["", say("items", language)]
        for ruling in found.items.values():
            lines += _ruling(tool, ruling, facts, language)
    for name, result in found.totals.items():
        lines += ["", *_total(tool.total_name(name).to(language), result, language)]
    for other in found.alternatives:
        lines += ["", f"{say('second sheet', language)}: {other.rule}"]
        lines += _facts(facts, other.because, 2)
        changed = {i: r.value for i, r in other.items.items() if r.value != found.values[i]}
        lines += [f"  {item}: {value}" for item, value in changed.items()]
        for name, result in other.totals.items():
            lines += [
                "  " + line for line in _total(tool.total_name(name).to(language), result, language)
            ]
    for caution in found.cautions:
        text = f"{say('caution', language)} ({caution.rule}): {caution.text.to(language)}"
        lines += ["", *_wrapped(text, 0)]
    return "\n".join([*lines, "", *_wrapped(say("notice", language), 0), ""])


def choices_text(facts: Facts, found: tuple[Choice, ...], language: str) -> str:
    """Each tool for a case: may it be used, what the literature says of it, and its cautions."""
    lines = [f"{say('case', language)} {facts.case}"]
    for choice in found:
        tool, answer = choice.tool, choice.eligibility
        lines += ["", f"{tool.name.to(language)} ({tool.id}): {say(answer.answer, language)}"]
        for reason in answer.reasons:
            lines += _wrapped(reason.to(language), 2)
        for rule in answer.rules if answer.answer != "yes" else ():
            lines.append(f"    {rule}: {tool.rule(rule).title.to(language)}")
        for question in literature().questions:
            told = choice.evidence.answers[question.id].to(language)
            lines += _wrapped(f"{question.name.to(language)}: {told}", 4)
        for caution in choice.cautions:
            text = f"{say('caution', language)} ({caution.id}): {caution.text.to(language)}"
            lines += _wrapped(text, 2)
    return "\n".join([*lines, "", *_wrapped(say("notice", language), 0), ""])


def explanation_text(
    found: Explanation,
    facts: Facts,
    findings: tuple[Finding, ...],
    totals: Mapping[str, TotalResult],
    language: str,
) -> str:
    """What is wrong in a coding, and the rules it comes from.

    `totals`: those of the scores given, told where the right ones are a panel's.
    """
    tool = catalogue.tool(found.tool)
    by_judgement = tool.scored_by == "judgement"
    lines = [_head(tool, facts, language)]
    wrong = found.eligibility
    if wrong is not None:
        lines += _wrong_answer(found, wrong, facts, language)
    for one in found.items.values():
        lines += ["", *_item(tool, one, facts, language)]
    if wrong is None and not found.items:
        lines += ["", say("nothing wrong" if by_judgement else "all right", language)]
    if by_judgement and found.right.eligibility.answer == "yes":
        lines += ["", say("totals given", language)]
        for name, result in totals.items():
            lines += _total(tool.total_name(name).to(language), result, language)
    lines += _checks(findings, language)
    return "\n".join([*lines, "", *_wrapped(say("notice", language), 0), ""])


def rule_text(rule: Rule, language: str) -> str:
    """One rule, whole."""
    lines = [f"{rule.id}  {rule.title.to(language)}", _kind(rule, language)]
    parts = {
        "rule": rule.statement,
        "use when": rule.use_when,
        "do not use when": rule.do_not_use_when,
        "misread": rule.misread,
        "checked": rule.check.finding if rule.check else None,
        "promise": rule.promise,
    }
    for name, text in parts.items():
        if text is not None:
            lines += _wrapped(f"{say(name, language)}: {text.to(language)}", 2)
    lines += _wrapped(f"{say('source', language)}: {rule.source}", 2)
    return "\n".join([*lines, ""])


def rules_text(tool: Instrument, language: str) -> str:
    """Every rule of a tool, one line each."""
    widest = max(len(rule.id) for rule in tool.rules)
    lines = [f"{tool.name.to(language)} ({tool.version}): {say('rules', language)}", ""]
    for rule in tool.rules:
        status = say_status(rule.status, language)
        lines.append(f"{rule.id:<{widest}}  {status:<10}  {rule.title.to(language)}")
    return "\n".join([*lines, ""])


def _kind(rule: Rule, language: str) -> str:
    items = f", {', '.join(rule.items)}" if rule.items else ""
    head = f" (= {rule.same_as})" if rule.same_as else ""
    return f"  {say(rule.kind, language)}{items}, {say_status(rule.status, language)}{head}"


def _head(tool: Instrument, facts: Facts, language: str) -> str:
    return f"{tool.name.to(language)} ({tool.version}), {say('case', language)} {facts.case}"


def _eligibility(found: Rulings, facts: Facts, language: str) -> Iterator[str]:
    answer = found.eligibility
    yield f"{say('may be used', language)} {say(answer.answer, language)}"
    for reason in answer.reasons:
        yield from _wrapped(reason.to(language), 2)
    if answer.rules:
        yield from _named(catalogue.tool(found.tool), answer.rules, language)
    if answer.answer != "yes":
        yield from _facts(facts, answer.because, 6)


def _ruling(tool: Instrument, ruling: Ruling, facts: Facts, language: str) -> Iterator[str]:
    absent = say("judged" if ruling.is_judged else "not scored", language)
    value = absent if ruling.value is None else f"{ruling.value}"
    yield f"  {ruling.item:<4} {value:>2}  {tool.item(ruling.item).name.to(language)}"
    if ruling.missing is not None:
        yield from _wrapped(ruling.missing.to(language), 10)
    if ruling.disputed:
        others = ", ".join(str(value) for value in ruling.disputed)
        yield from _wrapped(f"{say('disputed', language)} {others}", 10)
    yield from _named(tool, ruling.rules, language)
    yield from _facts(facts, ruling.because, 12)


def _named(tool: Instrument, rules: tuple[str, ...], language: str) -> Iterator[str]:
    for rule_id in rules:
        rule = tool.rule(rule_id)
        status = say_status(rule.status, language)
        yield f"          {rule.id}: {rule.title.to(language)} [{status}]"


def _total(name: str, result: TotalResult, language: str) -> Iterator[str]:
    value = say("no total", language) if result.value is None else f"{result.value}"
    band = f", {result.band.name.to(language)}" if result.band else ""
    yield f"{name}: {value}{band}"
    if result.probability is not None:
        share = f"{100 * result.probability:.1f} %"
        told = share.replace(".", ",") if language.startswith("fr") else share
        yield f"  {say('probability', language)}: {told}"
    if result.note is not None:
        yield from _wrapped(result.note.to(language), 2)


def _wrong_answer(
    found: Explanation, wrong: EligibilityExplanation, facts: Facts, language: str
) -> Iterator[str]:
    """A wrong answer to the question whether the tool may be used."""
    yield ""
    yield f"{say('may be used', language)} {_answers(wrong.given, wrong.right, language)}"
    for reason in found.right.eligibility.reasons:
        yield from _wrapped(reason.to(language), 2)
    for cause in wrong.causes:
        yield from _cause(catalogue.tool(found.tool), cause, facts, language)


def _checks(findings: tuple[Finding, ...], language: str) -> Iterator[str]:
    if findings:
        yield from ("", say("checks", language))
    for finding in findings:
        where = f" ({', '.join(finding.items)})" if finding.items else ""
        yield from _wrapped(f"{finding.id}{where}: {finding.message.to(language)}", 2)
        yield from _wrapped(finding.hint.to(language), 4)


def _answers(given: object, right: object, language: str) -> str:
    return f"{say('given', language)} {given}, {say('right', language)} {right}"


def _item(tool: Instrument, one: ItemExplanation, facts: Facts, language: str) -> Iterator[str]:
    given = say("not scored", language) if one.given is None else one.given
    right = say("not scored", language) if one.right is None else one.right
    yield f"{one.item}  {tool.item(one.item).name.to(language)}: {_answers(given, right, language)}"
    for cause in one.causes:
        yield from _cause(tool, cause, facts, language)
    if one.verdict in VERDICTS:
        yield from _wrapped(say(VERDICTS[one.verdict], language), 4)
    if one.pairs:
        yield from _wrapped(say("pair", language), 4)
        for first, second in one.pairs:
            yield f"      {first} + {second}"


def _cause(tool: Instrument, cause: Cause, facts: Facts, language: str) -> Iterator[str]:
    rule = tool.rule(cause.rule)
    yield f"    {rule.id}  {rule.title.to(language)} [{say_status(rule.status, language)}]"
    yield from _wrapped(f"{say('misread', language)}: {rule.misread.to(language)}", 6)
    yield from _wrapped(f"{say('rule', language)}: {rule.statement.to(language)}", 6)
    for other in cause.same_class:
        title = tool.rule(other).title.to(language)
        yield from _wrapped(f"{say('same effect', language)}: {other}, {title}", 6)
    if cause.of:
        fits = say("fits", language).format(fitting=cause.fitting, of=cause.of)
        yield f"      {fits[0].upper()}{fits[1:]}"
    yield from _wrapped(f"{say('source', language)}: {rule.source}", 6)
    yield f"      {say('facts', language)}:"
    yield from _facts(facts, cause.because, 8)


def _facts(facts: Facts, paths: tuple[str, ...], indent: int) -> Iterator[str]:
    for path in paths:
        yield f"{' ' * indent}{path}{_told(facts, path)}"


def _told(facts: Facts, path: str) -> str:
    """The value of a fact; a whole record is named and not spelled out."""
    value = fact_at(facts, path)
    if isinstance(value, BaseModel | tuple):
        return ""
    return f" = {'?' if value is None else str(value).lower()}"


def _wrapped(text: str, indent: int) -> list[str]:
    space = " " * indent
    return textwrap.wrap(text, WIDTH, initial_indent=space, subsequent_indent=space)
