"""Codings that break a rule of the tool: which rule, how sure it is, how many, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from instruments.checks import RECOMPUTED_FINDING, RECOMPUTED_HINT, VALUES_FINDING, VALUES_HINT
from instruments.sheet import Rule, Text
from reliability.reports.studies.document import Block, Cell, Column, Paragraph, Section, Table
from reliability.reports.studies.numbers import (
    count,
    listed,
    percent,
    used_of,
)
from reliability.reports.studies.told import Told
from reliability.studies.results import RuleFinding
from reliability.studies_words import Words
from vignettes.reports.rules import STANDINGS

MOST_NUMBERS = 8
FIXED: dict[str, tuple[Text, Text]] = {
    "permitted-values": (VALUES_FINDING, VALUES_HINT),
    "recomputed": (RECOMPUTED_FINDING, RECOMPUTED_HINT),
}
EVIDENCE: dict[str, Words] = {
    "check": gettext_lazy(
        "The scores contradict each other or the sheet; no file is needed to see it."
    ),
    "flag": gettext_lazy("A column of the table says so of the file."),
    "facts": gettext_lazy("The facts of the case give another score, as this misreading would."),
}


def findings_section(told: Told) -> Section:
    """All findings, the most frequent errors first."""
    rows = sorted(told.results.findings, key=lambda one: (one.level != "error", -one.codings))
    title = _("Codings that break a rule of the tool")
    if not rows:
        none = Paragraph(_("No coding breaks a rule that can be checked from the table."))
        return Section("rules", title, (none,))
    blocks: list[Block] = [
        Paragraph(_introduction(rows)),
        _table(told, rows),
        Paragraph(
            _(
                "A rule that is recalled or disputed is shown and never counts against anybody. A "
                "finding says that scores and rule do not fit; only the file says which is wrong."
            ),
            "small",
        ),
        Paragraph(
            _(
                "Codings are numbered in the order in which they were taken: those of a "
                "spreadsheet from its first row down, rows left out not counted. The files with "
                "the codings give the same numbers."
            ),
            "small",
        ),
    ]
    return Section("rules", title, tuple(blocks))


def _introduction(rows: Sequence[RuleFinding]) -> str:
    errors = sum(row.codings for row in rows if row.level == "error")
    if not errors:
        return _("Nothing is plainly wrong; what follows should be looked at again.")
    return _(
        "Errors found in all: %(n)s (one coding may have several). Mend the codings in your own "
        "records, then bring a corrected study; the reading of the rule is for training."
    ) % {"n": count(errors)}


def _table(told: Told, rows: Sequence[RuleFinding]) -> Table:
    return Table(
        id="rule-findings",
        caption=_("Findings, with what to do"),
        columns=(
            Column(_("Rule")),
            Column(_("Items")),
            Column(_("Codings of those checked"), is_number=True),
            Column(_("Assessors"), is_number=True),
            Column(_("What to do")),
            Column(_("How it is known, and where")),
        ),
        rows=tuple(_row(told, row) for row in rows),
    )


def _row(told: Told, row: RuleFinding) -> tuple[Cell, ...]:
    rule = rule_of(told, row.id)
    title, hint = _words(told, row.id, rule)
    items = listed([str(number) for number in sorted(int(item[1:]) for item in row.items)])
    share = percent(row.codings / row.asked, 1) if row.asked else ""
    return (
        Cell(title, _standing(rule)),
        Cell(items or "–"),
        Cell(used_of(row.codings, row.asked), share),
        Cell(count(row.raters)),
        Cell(hint, _seen(told, row, rule)),
        Cell(_known_by(row), _where(row)),
    )


def rule_of(told: Told, rule_id: str) -> Rule | None:
    """The tool's rule of that id; None for the two checks that are no rules."""
    try:
        return told.tool.rule(rule_id)
    except KeyError:
        return None


def finding_title(told: Told, rule_id: str) -> str:
    """What a finding is about, in the reader's language."""
    return _words(told, rule_id, rule_of(told, rule_id))[0]


def _words(told: Told, rule_id: str, rule: Rule | None) -> tuple[str, str]:
    """The title of a finding, and what the rule says."""
    if rule is not None:
        return rule.title.to(told.language), rule.statement.to(told.language)
    if rule_id in FIXED:
        title, hint = FIXED[rule_id]
        return title.to(told.language), hint.to(told.language)
    return rule_id, ""


def _seen(told: Told, row: RuleFinding, rule: Rule | None) -> str:
    """What is wrong in these codings, where the rule says more than its title."""
    if rule is None:
        return ""
    if row.evidence == "facts":
        return rule.misread.to(told.language)
    return rule.check.finding.to(told.language) if rule.check else ""


def _standing(rule: Rule | None) -> str:
    if rule is None:
        return ""
    return _("%(rule)s, %(status)s; source: %(source)s") % {
        "rule": rule.id,
        "status": STANDINGS[rule.status].word,
        "source": rule.source,
    }


def _known_by(row: RuleFinding) -> str:
    told = str(EVIDENCE[row.evidence])
    if row.probability is None:
        return told
    return _("%(told)s Probability that the rule is misread: %(share)s.") % {
        "told": told,
        "share": percent(row.probability),
    }


def _where(row: RuleFinding) -> str:
    if not row.numbers:
        return ""
    shown = [count(number) for number in row.numbers[:MOST_NUMBERS]]
    more = "…" if row.codings > len(shown) else ""
    return _("Codings no. %(numbers)s") % {"numbers": ", ".join(shown) + more}
