"""The right scores of a draft by the rules, as a page shows them while the facts are written."""

from dataclasses import dataclass

from django.utils.functional import Promise

from instruments import catalogue, rulings
from instruments.facts import Facts
from instruments.sheet import Instrument
from vignettes.models import Eligibility
from vignettes.phrases import Language

TONES = {"yes": "ok", "no": "warn", "undecided": ""}


@dataclass(frozen=True)
class ItemScore:
    """One item: its score or why it has none, and the rules that decided it."""

    number: str
    name: str
    score: str
    note: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class ToolScores:
    """One tool on these facts: may it be used, why not, the items and the total."""

    tool: str
    name: str
    tone: str
    eligibility: str | Promise
    reasons: tuple[str, ...]
    rules: tuple[str, ...]
    items: tuple[ItemScore, ...]
    total: str
    band: str
    note: str


def scores_of(facts: Facts, language: Language) -> list[ToolScores]:
    """Every tool that is scored by rules, in the order in which people meet them."""
    return [
        _scores(tool, rulings.rulings(tool.id, facts), language)
        for tool in catalogue.tools()
        if tool.scored_by == "rules"
    ]


def _scores(tool: Instrument, right: rulings.Rulings, language: Language) -> ToolScores:
    answer = right.eligibility.answer
    is_used = answer == "yes"
    total = right.totals.get(tool.totals[0].id) if is_used else None
    return ToolScores(
        tool=tool.id,
        name=tool.name.to(language),
        tone=TONES[answer],
        eligibility=Eligibility(answer).label,
        reasons=tuple(reason.to(language) for reason in right.eligibility.reasons),
        rules=right.eligibility.rules,
        items=tuple(_item(tool, r, language) for r in right.items.values()) if is_used else (),
        total="" if total is None or total.value is None else signed(total.value),
        band=total.band.name.to(language) if total and total.band else "",
        note=total.note.to(language) if total and total.note else "",
    )


def _item(tool: Instrument, ruling: rulings.Ruling, language: Language) -> ItemScore:
    item = tool.item(ruling.item)
    return ItemScore(
        number=item.id.removeprefix("i"),
        name=item.name.to(language),
        score="–" if ruling.value is None else signed(ruling.value),
        note=ruling.missing.to(language) if ruling.missing else "",
        rules=ruling.rules,
    )


def signed(score: int) -> str:
    """The number with a real minus sign."""
    return str(score).replace("-", "−")
