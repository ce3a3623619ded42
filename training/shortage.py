"""What the bank of cases lacks for an exam form, in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from instruments import catalogue
from training.blueprint import NOT_USABLE, SCORABLE, BankShortError, Shortfall
from training.questions import spoken
from vignettes.models import Difficulty, Kind


def sentence_on(short: BankShortError, tool: str) -> str:
    """Why no form can be drawn, and who can mend it."""
    told = [_on(missing, tool) for missing in short.missing] or [
        _("No choice of the unseen cases meets everything that the exam rules ask for at once.")
    ]
    told.append(
        _("The coordinator can publish more cases, or ask for less in the rules of the exam.")
    )
    return " ".join(told)


def _on(missing: Shortfall, tool: str) -> str:
    if missing.rule:
        rule = spoken(catalogue.tool(tool).rule(missing.rule).title)
        return _("No unseen case brings this rule into play: %(rule)s.") % {"rule": rule}
    counts = {"needed": missing.needed, "found": missing.found}
    if missing.feature is None:
        told = ngettext(
            "The exam needs %(needed)s case that this person has not met, and %(found)s is left.",
            "The exam needs %(needed)s cases that this person has not met, and %(found)s are left.",
            missing.needed,
        )
        return told % counts
    told = ngettext(
        "The exam needs %(needed)s unseen case of this sort, and %(found)s is left: %(sort)s.",
        "The exam needs %(needed)s unseen cases of this sort, and %(found)s are left: %(sort)s.",
        missing.needed,
    )
    return told % {**counts, "sort": sort_name(missing.feature, tool)}


def sort_name(feature: tuple[str, str], tool: str) -> str:
    """One property of a case in the reader's language."""
    dimension, value = feature
    if feature == NOT_USABLE:
        return _("the tool must not be used")
    if feature == SCORABLE:
        return _("the tool may be used, and every item has a score")
    if dimension == "kind":
        return str(Kind(value).label)
    if dimension == "difficulty":
        return str(Difficulty(value).label)
    if dimension == "band":
        bands = catalogue.tool(tool).totals[0].bands
        return next((spoken(band.name) for band in bands if band.id == value), value)
    return value
