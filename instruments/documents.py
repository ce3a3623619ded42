"""What the command line prints as JSON: shapes that others script against, so they stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from instruments.checks import Finding
from instruments.choice import Choice, literature
from instruments.misreading import Cause, Explanation, ItemExplanation
from instruments.phrases import say
from instruments.rulings import Ruling, Rulings
from instruments.scoring import TotalResult
from instruments.sheet import Instrument, Rule, Text

Document = dict[str, Any]


def tool_document(instrument: Instrument, language: str) -> Document:
    """One line of `list`."""
    kinds = [rule.kind for rule in instrument.rules]
    return {
        "tool": instrument.id,
        "version": instrument.version,
        "name": instrument.name.to(language),
        "purpose": instrument.purpose.to(language),
        "items": len(instrument.items),
        "rules": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
    }


def rulings_document(found: Rulings, language: str) -> Document:
    """What `score` prints."""
    return {
        "tool": found.tool,
        "version": found.version,
        "eligible": found.eligibility.answer,
        "reasons": [reason.to(language) for reason in found.eligibility.reasons],
        "eligibility": {
            "rules": list(found.eligibility.rules),
            "because": list(found.eligibility.because),
        },
        "items": {item: _ruling(ruling, language) for item, ruling in found.items.items()},
        "totals": _totals(found.totals, language),
        "cautions": [
            {"rule": c.rule, "text": c.text.to(language), "because": list(c.because)}
            for c in found.cautions
        ],
        "alternatives": [
            {
                "rule": other.rule,
                "because": list(other.because),
                "items": {item: ruling.value for item, ruling in other.items.items()},
                "totals": _totals(other.totals, language),
            }
            for other in found.alternatives
        ],
        "notice": say("notice", language),
    }


def explanation_document(
    found: Explanation,
    findings: tuple[Finding, ...],
    totals: Mapping[str, TotalResult],
    language: str,
) -> Document:
    """What `explain` prints. `totals`: those of the scores given."""
    wrong = found.eligibility
    return {
        "tool": found.tool,
        "version": found.right.version,
        "eligibility": wrong
        and {
            "given": wrong.given,
            "right": wrong.right,
            "rules": [cause.rule for cause in wrong.causes],
            "reasons": [reason.to(language) for reason in found.right.eligibility.reasons],
        },
        "items": {item: _explained(one) for item, one in found.items.items()},
        "checks": [
            {
                "id": finding.id,
                "level": finding.level,
                "items": list(finding.items),
                "message": finding.message.to(language),
                "hint": finding.hint.to(language),
            }
            for finding in findings
        ],
        "totals_given": _totals(totals, language),
        "notice": say("notice", language),
    }


def choices_document(
    case: str, groups: frozenset[str], found: tuple[Choice, ...], language: str
) -> Document:
    """What `choose` prints: the tools that may be used first."""
    return {
        "case": case,
        "groups": sorted(groups),
        "tools": [_choice(choice, language) for choice in found],
        "notice": say("notice", language),
    }


def rule_document(rule: Rule, language: str) -> Document:
    """One rule, as `rules` prints it."""
    words = {
        name: value.to(language) for name in Rule.model_fields if _is_text(value := _of(rule, name))
    }
    check = rule.check.model_dump(exclude_none=True) if rule.check else None
    plain = rule.model_dump(
        include={"id", "kind", "items", "same_as", "status", "source", "version"}
    )
    return {**plain, **words, "check": check}


def _choice(choice: Choice, language: str) -> Document:
    names = {question.id: question.name.to(language) for question in literature().questions}
    answers = choice.evidence.answers
    return {
        "tool": choice.tool.id,
        "name": choice.tool.name.to(language),
        "eligible": choice.eligibility.answer,
        "reasons": [reason.to(language) for reason in choice.eligibility.reasons],
        "rules": list(choice.eligibility.rules),
        "because": list(choice.eligibility.because),
        "evidence": {
            question: {"question": name, "answer": answers[question].to(language)}
            for question, name in names.items()
        },
        "source": choice.evidence.source,
        "status": choice.evidence.status,
        "cautions": [
            {"id": one.id, "text": one.text.to(language), "source": one.source}
            for one in choice.cautions
        ],
    }


def _of(rule: Rule, name: str) -> Any:
    return getattr(rule, name)


def _is_text(value: Any) -> bool:
    return isinstance(value, Text)


def _ruling(ruling: Ruling, language: str) -> Document:
    return {
        "value": ruling.value,
        "judged": ruling.is_judged,
        "missing": ruling.missing.to(language) if ruling.missing else None,
        "rules": list(ruling.rules),
        "because": list(ruling.because),
        "disputed": list(ruling.disputed),
    }


def _totals(totals: Mapping[str, TotalResult], language: str) -> Document:
    return {
        name: {
            "value": result.value,
            "band": result.band.id if result.band else None,
            "note": result.note.to(language) if result.note else None,
            **({} if result.probability is None else {"probability": result.probability}),
        }
        for name, result in totals.items()
    }


def _explained(one: ItemExplanation) -> Document:
    return {
        "given": one.given,
        "right": one.right,
        "verdict": one.verdict,
        "rules": list(one.rules),
        "causes": [_cause(cause) for cause in one.causes],
        "pairs": [list(pair) for pair in one.pairs],
    }


def _cause(cause: Cause) -> Document:
    return {
        "rule": cause.rule,
        "same_class": list(cause.same_class),
        "fitting": cause.fitting,
        "of": cause.of,
        "because": list(cause.because),
    }
