"""What feedback says in sentences: the summary, deviations, and what a rule's status means."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from instruments.scoring import TotalResult
from instruments.sheet import Instrument
from training.questions import spoken
from vignettes.access import gold_before
from vignettes.models import Eligibility, GoldCoding

MINUS = "\N{MINUS SIGN}"


def number(value: int | None) -> str:
    """A score or total as it is read; a true minus sign before one below zero."""
    return "" if value is None else str(value).replace("-", MINUS)


def deviation(given: int, right: int) -> str:
    """How far a score lies from gold, in words."""
    points = abs(given - right)
    if given > right:
        return ngettext("%(n)s point higher than gold", "%(n)s points higher than gold", points) % {
            "n": points
        }
    return ngettext("%(n)s point lower than gold", "%(n)s points lower than gold", points) % {
        "n": points
    }


def on_eligibility(given: str, gold: str, tool: str) -> str:
    """How the answer to the first question did."""
    names = {"tool": tool}
    if gold == Eligibility.UNDECIDED:
        return (
            _(
                "Whether %(tool)s may be used on this case is a question for an expert. "
                "Your answer is not graded."
            )
            % names
        )
    if given == gold == Eligibility.NO:
        return _("Right: %(tool)s must not be used on this case.") % names
    if gold == Eligibility.NO:
        return _("%(tool)s must not be used on this case, so no item is compared.") % names
    if given == gold:
        return _("Right: %(tool)s may be used on this case.") % names
    if not given:
        return _("%(tool)s may be used on this case; you had not answered this question.") % names
    return _("%(tool)s may be used on this case; you answered otherwise.") % names


def on_items(n_hits: int, n: int) -> str:
    """How many items match."""
    return ngettext(
        "%(hits)s of %(n)s item matches the gold coding.",
        "%(hits)s of %(n)s items match the gold coding.",
        n,
    ) % {"hits": n_hits, "n": n}


def on_totals(tool: Instrument, mine: TotalResult, right: TotalResult) -> str:
    """The two totals and how many levels they lie apart; nothing where either is missing."""
    if mine.value is None or right.value is None:
        return ""
    if mine.value == right.value:
        return _("Total %(mine)s, the same as gold.") % {"mine": number(mine.value)}
    return _("Total %(mine)s, gold %(gold)s: %(apart)s.") % {
        "mine": number(mine.value),
        "gold": number(right.value),
        "apart": levels_apart(tool, mine, right),
    }


def levels_apart(tool: Instrument, mine: TotalResult, right: TotalResult) -> str:
    """The distance of two bands of the tool's first total, in words."""
    bands = tool.totals[0].bands
    if mine.band is None or right.band is None:
        return _("no level is known")
    steps = bands.index(mine.band) - bands.index(right.band)
    if steps == 0:
        return _("the same level, %(level)s") % {"level": spoken(right.band.name)}
    if steps > 0:
        return ngettext("%(n)s level higher", "%(n)s levels higher", steps) % {"n": steps}
    return ngettext("%(n)s level lower", "%(n)s levels lower", -steps) % {"n": -steps}


def on_correction(gold: GoldCoding) -> str:
    """When the right scores were changed or confirmed, and why; nothing for the first ones."""
    day = f"{localtime(gold.computed_at):%Y-%m-%d}"
    if gold.corrected_because:
        told = (
            _("The right scores were looked at again on %(day)s, and stand: %(reason)s")
            if _says_the_same(gold, gold_before(gold))
            else _("The right scores were changed on %(day)s: %(reason)s")
        )
        return told % {"day": day, "reason": gold.corrected_because}
    return (
        _("The right scores were changed on %(day)s.") % {"day": day} if gold.revision > 1 else ""
    )


def _says_the_same(gold: GoldCoding, before: GoldCoding | None) -> bool:
    return before is not None and (gold.eligibility, gold.scores, gold.accepted) == (
        before.eligibility,
        before.scores,
        before.accepted,
    )
