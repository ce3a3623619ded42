"""Numbers of a report in the reader's notation. Rounding happens here and nowhere else."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NOTHING = "–"
SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def count(number: int) -> str:
    """A whole number, its thousands set apart."""
    return number_format(number, force_grouping=True).replace("-", MINUS)


def decimal(value: float | None, decimals: int = 2) -> str:
    """So many decimals, never minus nothing; a dash for None."""
    if value is None:
        return NOTHING
    # Django's own formatter cuts digits off instead of rounding them.
    shown = number_format(round(value, decimals) + 0.0, decimals, force_grouping=True)
    return shown.replace("-", MINUS)


def signed(value: float | None, decimals: int = 2) -> str:
    """The same with a plus before what lies above nought."""
    above = value is not None and round(value, decimals) > 0
    return f"+{decimal(value, decimals)}" if above else decimal(value, decimals)


def percent(share: float | None, decimals: int = 0) -> str:
    """A share of 1 as so many of a hundred."""
    if share is None:
        return NOTHING
    return f"{decimal(100 * share, decimals)}{SPACE}%"


def hundredth(share: float) -> str:
    """A share of 1 as a whole number of a hundred, within 0 and 100."""
    return decimal(100 * min(max(share, 0.0), 1.0), 0)


def points(value: float | None) -> str:
    """So many points of a total, with two decimals."""
    return _("%(number)s points") % {"number": decimal(value)} if value is not None else NOTHING


def files(number: int) -> str:
    """So many files."""
    return ngettext("%(n)s file", "%(n)s files", number) % {"n": count(number)}


def codings(number: int) -> str:
    """So many codings."""
    return ngettext("%(n)s coding", "%(n)s codings", number) % {"n": count(number)}


def assessors(number: int) -> str:
    """So many assessors."""
    return ngettext("%(n)s assessor", "%(n)s assessors", number) % {"n": count(number)}


def span(low: str, high: str) -> str:
    """From one bound to the other."""
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def used_of(used: int, given: int) -> str:
    """How many entered a figure, of all that there were."""
    return _("%(used)s of %(given)s") % {"used": count(used), "given": count(given)}


def day(moment: date | datetime | str | None) -> str:
    """A day written out; "" for none. Text is a day as ISO 8601 writes it."""
    if not moment:
        return ""
    if isinstance(moment, str):
        moment = date.fromisoformat(moment[:10])
    return date_format(localtime(moment) if isinstance(moment, datetime) else moment, "DATE_FORMAT")


def period(first: str, last: str) -> str:
    """From one day to another, each as ISO 8601 writes it."""
    return _("%(first_day)s to %(last_day)s") % {"first_day": day(first), "last_day": day(last)}


def listed(words: list[str] | tuple[str, ...]) -> str:
    """One, two and three: the last set apart by "and"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(some)s and %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}
