"""My rules: which rules of a tool an assessor reads right, which are shaky, which are untested."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from agencies.models import Membership
from instruments import catalogue
from instruments.diagnosis import Diagnosis, Finding
from instruments.sheet import Instrument, Rule
from training.practised import Practised, diagnosis_of, practised
from training.questions import spoken
from training.spacing import Return, returns
from vignettes.models import VignetteVersion, content_language
from vignettes.reports.rules import RuleRow, rule_row

SHAKY_FROM = 0.2
"""From this probability of a misreading on, a rule is shaky even where it was not seen misread."""
TAUGHT = ("score", "eligibility")


class Strength(Enum):
    """What practice says about a rule so far."""

    SHAKY = "shaky"
    STRONG = "strong"
    UNTESTED = "untested"


@dataclass(frozen=True)
class Evidence:
    """One practised case that says something about a rule."""

    version: VignetteVersion
    assignment: int
    agrees: bool


@dataclass(frozen=True)
class KnownRule:
    """One rule with what the assessor's codings say about it."""

    row: RuleRow
    strength: Strength
    percent: int | None
    """Probability of a misreading in per cent; None where nothing was tested."""
    n_right: int
    n_misread: int
    evidence: tuple[Evidence, ...]
    not_told_from: tuple[RuleRow, ...]
    comes_back: Return | None

    @property
    def n_tested(self) -> int:
        return self.n_right + self.n_misread


@dataclass(frozen=True)
class RulesKnown:
    """Everything on the page for one tool."""

    tool: Instrument
    tool_name: str
    shaky: tuple[KnownRule, ...]
    strong: tuple[KnownRule, ...]
    untested: tuple[KnownRule, ...]
    n_cases: int


def rules_known(membership: Membership, tool_id: str) -> RulesKnown:
    """The rules of a tool by how well they are known, in a number of queries that does not grow."""
    tool, cases = catalogue.tool(tool_id), practised(membership, tool_id)
    found = diagnosis_of(cases)
    coming = {one.rule: one for one in returns(cases)}
    rules = [_known(tool, rule, cases, found, coming) for rule in _taught(tool)]
    return RulesKnown(
        tool=tool,
        tool_name=spoken(tool.name),
        shaky=_of(rules, Strength.SHAKY),
        strong=_of(rules, Strength.STRONG),
        untested=_of(rules, Strength.UNTESTED),
        n_cases=len(cases),
    )


def _taught(tool: Instrument) -> list[Rule]:
    """The rules that decide scores or eligibility, those that stand for others only once."""
    return [rule for rule in tool.rules if rule.kind in TAUGHT and rule.same_as is None]


def _of(rules: Iterable[KnownRule], strength: Strength) -> tuple[KnownRule, ...]:
    """Those of one strength; the likeliest misread first, then the most tested."""
    own = [rule for rule in rules if rule.strength is strength]
    return tuple(sorted(own, key=lambda rule: (-(rule.percent or 0), -rule.n_tested)))


def _known(
    tool: Instrument,
    rule: Rule,
    cases: Sequence[Practised],
    found: Diagnosis,
    coming: dict[str, Return],
) -> KnownRule:
    language = content_language()
    met = [case for case in cases if rule.id in case.misread | case.read_right]
    n_misread = sum(rule.id in case.misread for case in met)
    finding = found.rules.get(rule.id)
    return KnownRule(
        row=rule_row(rule, language),
        strength=_strength(finding, len(met), rule.id in coming),
        percent=round(100 * finding.probability) if finding and met else None,
        n_right=len(met) - n_misread,
        n_misread=n_misread,
        evidence=tuple(_evidence(case, rule.id) for case in reversed(met)),
        not_told_from=tuple(
            rule_row(tool.rule(other), language)
            for other in (finding.not_told_from if finding else ())
            if other in {one.id for one in tool.rules}
        ),
        comes_back=coming.get(rule.id),
    )


def _strength(finding: Finding | None, n_met: int, comes_back: bool) -> Strength:
    """A rule that comes back is shaky until it was read right often enough."""
    if comes_back or (finding is not None and n_met and finding.probability >= SHAKY_FROM):
        return Strength.SHAKY
    return Strength.STRONG if n_met else Strength.UNTESTED


def _evidence(case: Practised, rule: str) -> Evidence:
    return Evidence(
        version=case.coding.version,
        assignment=case.coding.assignment_id,
        agrees=rule not in case.misread,
    )
