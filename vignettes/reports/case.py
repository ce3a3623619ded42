"""One case with its text, its gold codings and what the agency's own panel gave."""

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from agencies.models import Membership
from instruments import catalogue, scoring
from instruments.sheet import Instrument, Item
from vignettes import access, text
from vignettes.evidence import evidence, quotable
from vignettes.gold import ELIGIBLE
from vignettes.models import Eligibility, EvidenceSpan, ExpertCoding, GoldCoding, VignetteVersion
from vignettes.phrases import Language
from vignettes.reports.rules import RuleRow, rule_row


@dataclass(frozen=True)
class ExpertScore:
    """What one panel expert gave, and whether it is the gold score."""

    name: str
    words: str
    agrees: bool
    simulated: bool


@dataclass(frozen=True)
class GoldLine:
    """One question of a gold coding: the answer, what decided it, and what the panel gave."""

    anchor: str
    name: str
    score: str
    meaning: str
    rules: tuple[RuleRow, ...]
    evidence: tuple[EvidenceSpan, ...]
    reasons: tuple[str, ...]
    why: str
    experts: tuple[ExpertScore, ...]


@dataclass(frozen=True)
class GoldReport:
    """A gold coding as a page shows it: eligibility first, then the items, then the total."""

    coding: GoldCoding
    tool_name: str
    lines: tuple[GoldLine, ...]
    total: str
    band: str
    note: str


@dataclass(frozen=True)
class CaseReport:
    """One version of a case, its text with all evidence marked, and its gold codings."""

    version: VignetteVersion
    language: Language
    title: str
    documents: tuple[text.RenderedDocument, ...]
    gold: tuple[GoldReport, ...]
    has_simulated: bool
    numbers: tuple[int, ...]


def case_report(version: VignetteVersion, membership: Membership, language: Language) -> CaseReport:
    """Everything the page of a case shows. Raises 404 for those who may not see gold."""
    panel = list(access.expert_codings_of(version, membership))
    prefetch_related_objects([version], "spans")
    lit = [span.span_id for span in version.spans.all() if span.language == language]
    gold = tuple(
        _gold_report(version, coding, [c for c in panel if c.tool == coding.tool], language)
        for coding in access.gold_of(version, membership)
    )
    return CaseReport(
        version=version,
        language=language,
        title=version.title_fr if language == "fr" else version.title_en,
        documents=text.rendered(version.text(language), language, lit=lit),
        gold=gold,
        has_simulated=any(coding.simulated for coding in panel),
        numbers=tuple(version.vignette.versions.values_list("number", flat=True)),
    )


def _gold_report(
    version: VignetteVersion, coding: GoldCoding, panel: list[ExpertCoding], language: Language
) -> GoldReport:
    tool = catalogue.tool(coding.tool)
    is_used = coding.eligibility == Eligibility.YES
    lines = [_eligibility_line(version, coding, panel, language)]
    for item in tool.items if is_used else ():
        lines.append(_item_line(version, coding, item, panel, language))
    total = scoring.total(tool.id, coding.scores) if is_used else None
    return GoldReport(
        coding=coding,
        tool_name=tool.name.to(language),
        lines=tuple(lines),
        total="" if total is None or total.value is None else str(total.value),
        band=total.band.name.to(language) if total and total.band else "",
        note=total.note.to(language) if total and total.note else "",
    )


def _eligibility_line(
    version: VignetteVersion, coding: GoldCoding, panel: list[ExpertCoding], language: Language
) -> GoldLine:
    entry = coding.rulings.get(ELIGIBLE, {})
    experts = tuple(
        ExpertScore(
            name=str(own.expert.user),
            words=own.get_eligibility_display(),
            agrees=own.eligibility == coding.eligibility,
            simulated=own.simulated,
        )
        for own in panel
    )
    return GoldLine(
        anchor=f"{coding.tool}-eligible",
        name=_("May the tool be used?"),
        score=coding.get_eligibility_display(),
        meaning="",
        rules=_rules(coding.tool, entry, language),
        evidence=_quotes(version, entry, language),
        reasons=tuple(reason[language] for reason in entry.get("reasons", [])),
        why=version.reason(ELIGIBLE, language),
        experts=experts,
    )


def _item_line(
    version: VignetteVersion,
    coding: GoldCoding,
    item: Item,
    panel: list[ExpertCoding],
    language: Language,
) -> GoldLine:
    entry = coding.rulings.get(item.id, {})
    score = coding.scores.get(item.id)
    missing = entry.get("missing")
    return GoldLine(
        anchor=f"{coding.tool}-{item.id}",
        name=f"{item.id.removeprefix('i')}. {item.name.to(language)}",
        score=_score_words(score),
        meaning=missing[language] if missing else _anchor(item, score, language),
        rules=_rules(coding.tool, entry, language),
        evidence=_quotes(version, entry, language),
        reasons=_disputes(entry),
        why=version.reason(item.id, language),
        experts=tuple(_expert_score(own, item, score) for own in panel),
    )


def _quotes(
    version: VignetteVersion, entry: dict[str, Any], language: Language
) -> tuple[EvidenceSpan, ...]:
    return tuple(quotable(evidence(version, language, entry.get("because", []))))


def _expert_score(own: ExpertCoding, item: Item, gold: int | None) -> ExpertScore:
    given = own.scores.get(item.id)
    return ExpertScore(str(own.expert.user), _score_words(given), given == gold, own.simulated)


def _score_words(score: int | None) -> str:
    return _("not scored") if score is None else str(score).replace("-", "−")


def _anchor(item: Item, score: int | None, language: Language) -> str:
    return next((o.anchor.to(language) for o in item.options if o.value == score), "")


def _disputes(entry: dict[str, Any]) -> tuple[str, ...]:
    others = [_score_words(score) for score in entry.get("disputed", [])]
    if not others:
        return ()
    return (
        _("Sources allow another reading here, which gives %(scores)s.")
        % {"scores": ", ".join(others)},
    )


def _rules(tool_id: str, entry: dict[str, Any], language: Language) -> tuple[RuleRow, ...]:
    tool = catalogue.tool(tool_id)
    return tuple(
        rule_row(tool.rule(rule_id), language)
        for rule_id in entry.get("rules", [])
        if _has_rule(tool, rule_id)
    )


def _has_rule(tool: Instrument, rule_id: str) -> bool:
    """Gold is frozen; a later release of the tool may have dropped a rule it names."""
    return any(rule.id == rule_id for rule in tool.rules)
