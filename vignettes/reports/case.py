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
from vignettes.models import (
    Eligibility,
    EvidenceSpan,
    ExpertCoding,
    GoldCoding,
    VignetteVersion,
    content_language,
)
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
    documents: tuple[text.RenderedDocument, ...]
    gold: tuple[GoldReport, ...]
    has_simulated: bool
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class _Shown:
    """What a report is made of: the coding, the page's language, and that of the case text."""

    version: VignetteVersion
    coding: GoldCoding
    panel: tuple[ExpertCoding, ...]
    language: Language
    text_language: Language

    @property
    def tool(self) -> Instrument:
        return catalogue.tool(self.coding.tool)

    def entry(self, name: str) -> dict[str, Any]:
        entry: dict[str, Any] = self.coding.rulings.get(name, {})
        return entry

    def rules(self, name: str) -> tuple[RuleRow, ...]:
        """Gold is frozen; a rule that a later release of the tool dropped is passed over."""
        known = {rule.id: rule for rule in self.tool.rules}
        named = self.entry(name).get("rules", [])
        return tuple(rule_row(known[rule], self.language) for rule in named if rule in known)

    def quotes(self, name: str) -> tuple[EvidenceSpan, ...]:
        because = self.entry(name).get("because", [])
        return tuple(quotable(evidence(self.version, self.text_language, because)))


def case_report(
    version: VignetteVersion, membership: Membership, text_language: Language
) -> CaseReport:
    """Everything the page of a case shows. Raises 404 for those who may not see gold."""
    panel = list(access.expert_codings_of(version, membership))
    prefetch_related_objects([version], "spans")
    lit = [span.span_id for span in version.spans.all() if span.language == text_language]
    gold = tuple(
        _gold_report(
            _Shown(
                version,
                coding,
                tuple(own for own in panel if own.tool == coding.tool),
                content_language(),
                text_language,
            )
        )
        for coding in access.gold_of(version, membership)
    )
    return CaseReport(
        version=version,
        language=text_language,
        documents=text.rendered(version.text(text_language), text_language, lit=lit),
        gold=gold,
        has_simulated=any(coding.simulated for coding in panel),
        numbers=tuple(version.vignette.versions.values_list("number", flat=True)),
    )


def _gold_report(shown: _Shown) -> GoldReport:
    coding, tool, language = shown.coding, shown.tool, shown.language
    is_used = coding.eligibility == Eligibility.YES
    items = [_item_line(shown, item) for item in tool.items] if is_used else []
    total = scoring.total(tool.id, coding.scores) if is_used else None
    return GoldReport(
        coding=coding,
        tool_name=tool.name.to(language),
        lines=(_eligibility_line(shown), *items),
        total="" if total is None or total.value is None else _score_words(total.value),
        band=total.band.name.to(language) if total and total.band else "",
        note=total.note.to(language) if total and total.note else "",
    )


def _eligibility_line(shown: _Shown) -> GoldLine:
    reasons = shown.entry(ELIGIBLE).get("reasons", [])
    experts = tuple(
        ExpertScore(
            name=_expert_name(own),
            words=own.get_eligibility_display(),
            agrees=own.eligibility == shown.coding.eligibility,
            simulated=own.simulated,
        )
        for own in shown.panel
    )
    return GoldLine(
        anchor=f"{shown.coding.tool}-{ELIGIBLE}",
        name=_("May the tool be used?"),
        score=shown.coding.get_eligibility_display(),
        meaning="",
        rules=shown.rules(ELIGIBLE),
        evidence=shown.quotes(ELIGIBLE),
        reasons=tuple(reason[shown.language] for reason in reasons),
        why=shown.version.reason(shown.coding.tool, ELIGIBLE, shown.language),
        experts=experts,
    )


def _item_line(shown: _Shown, item: Item) -> GoldLine:
    entry = shown.entry(item.id)
    score = shown.coding.scores.get(item.id)
    missing = entry.get("missing")
    return GoldLine(
        anchor=f"{shown.coding.tool}-{item.id}",
        name=f"{item.id.removeprefix('i')}. {item.name.to(shown.language)}",
        score=_score_words(score),
        meaning=missing[shown.language] if missing else _anchor(item, score, shown.language),
        rules=shown.rules(item.id),
        evidence=shown.quotes(item.id),
        reasons=_disputes(entry),
        why=shown.version.reason(shown.coding.tool, item.id, shown.language),
        experts=tuple(_expert_score(own, item, score) for own in shown.panel),
    )


def _expert_score(own: ExpertCoding, item: Item, gold: int | None) -> ExpertScore:
    given = own.scores.get(item.id)
    return ExpertScore(_expert_name(own), _score_words(given), given == gold, own.simulated)


def _expert_name(own: ExpertCoding) -> str:
    """The letter that a panel's expert sat under; the name where there was no panel."""
    label = getattr(own, "label", None)
    return _("Expert %(label)s") % {"label": label} if label else str(own.expert.user)


def _score_words(score: int | None) -> str:
    return _("not scored") if score is None else str(score).replace("-", "−")


def _anchor(item: Item, score: int | None, language: Language) -> str:
    return next((o.anchor.to(language) for o in item.options if o.value == score), "")


def _disputes(entry: dict[str, Any]) -> tuple[str, ...]:
    others = [_score_words(score) for score in entry.get("disputed", [])]
    if not others:
        return ()
    told = _("Sources allow another reading here, which gives %(scores)s.")
    return (told % {"scores": ", ".join(others)},)
