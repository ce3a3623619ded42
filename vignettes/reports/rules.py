"""A tool's coding rules as a reader sees them: what they say, how well founded, and their kin."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from instruments import catalogue
from instruments.page import beside
from instruments.phrases import say
from instruments.sheet import Instrument, Rule
from vignettes.phrases import Language


@dataclass(frozen=True)
class Standing:
    """How well a rule is founded: a word, a tone for the chip, and what the word means."""

    word: str | Promise
    tone: str
    meaning: str | Promise


STANDINGS = {
    "verified": Standing(
        gettext_lazy("verified"),
        "ok",
        gettext_lazy("Read in a published source on this tool. It counts in a decision."),
    ),
    "supported": Standing(
        gettext_lazy("supported"),
        "ok",
        gettext_lazy(
            "Read in an earlier edition, in a manual by the same authors, or in an agency's paper. "
            "It counts in a decision."
        ),
    ),
    "recalled": Standing(
        gettext_lazy("recalled"),
        "warn",
        gettext_lazy(
            "Known from practice and not yet read in a source. It is taught and shown, and never "
            "counts in a decision."
        ),
    ),
    "disputed": Standing(
        gettext_lazy("disputed"),
        "warn",
        gettext_lazy("Sources disagree. It is taught and shown, and never counts in a decision."),
    ),
}
KINDS = {
    "score": gettext_lazy("Decides a score"),
    "eligibility": gettext_lazy("Decides whether the tool may be used"),
    "check": gettext_lazy("Checks whether a coding is consistent"),
    "product": gettext_lazy("A promise this software keeps"),
}


@dataclass(frozen=True)
class RuleRow:
    """One rule in a list: its id, its title and its standing."""

    id: str
    title: str
    kind: str | Promise
    standing: Standing


@dataclass(frozen=True)
class RuleGroup:
    """The rules that concern one item, or none."""

    anchor: str
    title: str
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True)
class SheetPart:
    """What the sheet of a tool says beside its items and rules: a heading and its sentences."""

    anchor: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class RulePage:
    """One rule, whole, in one language."""

    tool: Instrument
    tool_name: str
    row: RuleRow
    statement: str
    use_when: str
    do_not_use_when: str
    misread: str
    promise: str
    source: str
    version: int
    items: tuple[str, ...]
    head: RuleRow | None
    same_class: tuple[RuleRow, ...]


def tool_or_404(tool_id: str) -> Instrument:
    """The tool with this id; 404 with a sentence for another."""
    try:
        return catalogue.tool(tool_id)
    except catalogue.UnknownTool as error:
        raise Http404(str(error)) from None


def rule_row(rule: Rule, language: Language) -> RuleRow:
    """What a list or a feedback page shows of a rule."""
    return RuleRow(rule.id, rule.title.to(language), KINDS[rule.kind], STANDINGS[rule.status])


def rule_groups(tool: Instrument, language: Language) -> list[RuleGroup]:
    """All rules of a tool: first those on its use, then item by item, then the rest."""
    rules = tool.rules
    use = [rule for rule in rules if rule.kind == "eligibility"]
    groups = [_group("use", _("May the tool be used?"), use, language)]
    for item in tool.items:
        own = [rule for rule in rules if item.id in rule.items and rule not in use]
        title = _("Item %(number)s: %(name)s") % {
            "number": item.id.removeprefix("i"),
            "name": item.name.to(language),
        }
        groups.append(_group(item.id, title, own, language))
    rest = [rule for rule in rules if not rule.items and rule not in use]
    groups.append(_group("rest", _("The whole coding"), rest, language))
    return [group for group in groups if group.rules]


def sheet_parts(tool: Instrument, language: Language) -> list[SheetPart]:
    """When the answer on use is undecided, how the sheet is read here, and what is left open."""
    return [
        SheetPart(name.replace(" ", "-"), say(name, language), sentences)
        for name, sentences in beside(tool, language).items()
    ]


def rule_page(tool_id: str, rule_id: str, language: Language) -> RulePage:
    """One rule's page; 404 for a rule the tool does not have."""
    tool = tool_or_404(tool_id)
    try:
        rule = tool.rule(rule_id)
    except KeyError:
        raise Http404(_("This tool has no rule of that name.")) from None
    head = tool.head(rule_id)
    kin = [other for other in (head, *tool.class_of(head.id)) if other.id != rule.id]
    return RulePage(
        tool=tool,
        tool_name=tool.name.to(language),
        row=rule_row(rule, language),
        statement=rule.statement.to(language),
        use_when=rule.use_when.to(language),
        do_not_use_when=rule.do_not_use_when.to(language),
        misread=rule.misread.to(language),
        promise=rule.promise.to(language) if rule.promise else "",
        source=rule.source,
        version=rule.version,
        items=tuple(tool.item(item).name.to(language) for item in rule.items),
        head=rule_row(head, language) if head.id != rule.id else None,
        same_class=tuple(rule_row(other, language) for other in kin),
    )


def _group(anchor: str, title: str, rules: Sequence[Rule], language: Language) -> RuleGroup:
    return RuleGroup(anchor, title, tuple(rule_row(rule, language) for rule in rules))
