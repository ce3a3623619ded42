"""The evidence on each rule of one assessor, case by case: a small picture and words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reliability import drift_pictures as pictures
from reliability import monitoring
from reliability.drift_pictures import SmallPlot
from reliability.reports.alert_words import rules_named
from vignettes.reports.rules import RuleRow

NEAR = 0.5
"""From this part of the limit on the evidence on a rule is worth a look."""


@dataclass(frozen=True)
class RuleOverTime:
    """The evidence on one rule: a small picture, and words."""

    row: RuleRow
    also: tuple[RuleRow, ...]
    """Rules that the same answers speak for or against in the same way."""
    plot: SmallPlot
    tested: int
    against: int
    """Cases that speak for a misreading."""
    share: int
    """The evidence now, in per cent of what raises an alert."""
    is_named: bool
    """Whether an open alert names it."""

    @property
    def titles(self) -> str:
        """The rule, and those that the answers cannot tell from it."""
        return " / ".join(row.title for row in (self.row, *self.also))

    @property
    def words(self) -> str:
        if self.is_named:
            return _("named by an alert")
        if self.share >= 100:
            return _("probably read otherwise than before")
        if self.share >= 100 * NEAR:
            return _("worth a look")
        if self.against:
            return _("some signs, not enough to speak of")
        return _("read right, as far as these cases show")

    @property
    def tone(self) -> str:
        return "warn" if self.is_worth_a_look else "ok"

    @property
    def is_worth_a_look(self) -> bool:
        return self.is_named or self.share >= 100 * NEAR


def rules_over_time(
    tool: str, tracks: Iterable[monitoring.RuleTrack], named: Container[str]
) -> Iterable[RuleOverTime]:
    """One for all rules that the same answers speak of in the same way; the strongest first."""
    alike: dict[tuple[float, ...], list[monitoring.RuleTrack]] = defaultdict(list)
    for one in tracks:
        # Where nothing was ever seen against a rule, that is all that two of them share.
        key = one.sums if any(one.sums) else (-1.0, float(len(alike)))
        alike[key].append(one)
    for same in alike.values():
        track = same[0]
        rows = rules_named(tool, [one.rule for one in same])
        signs = [sign for sign in track.signs if sign is not None]
        if not rows or not signs:
            continue
        yield RuleOverTime(
            row=rows[0],
            also=rows[1:],
            plot=pictures.rule(track),
            tested=len(signs),
            against=sum(sign.support > 0 for sign in signs),
            share=round(100 * track.sums[-1] / track.limit),
            is_named=any(one.rule in named for one in same),
        )
