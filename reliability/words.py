"""Forms and notes of estimates in the reader's language: the statistics speak English only."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

FORMS = (
    gettext_noop("ICC(2,1): two-way random, absolute agreement, single rater"),
    gettext_noop("ICC(3,1): two-way, consistency, single rater"),
    gettext_noop("Percent agreement, identity weights"),
    gettext_noop("Percent agreement of pairs, within 0"),
    gettext_noop("Percent agreement of pairs, within 1"),
    gettext_noop("Krippendorff's alpha, ordinal metric"),
    gettext_noop("Conger's kappa, quadratic weights"),
    gettext_noop("Gwet's AC1, identity weights"),
    gettext_noop("Gwet's AC2, quadratic weights"),
)
NOTES = (
    gettext_noop("needs at least two raters who scored anything"),
    gettext_noop("no target was scored by two raters"),
    gettext_noop("no target was scored by every rater"),
    gettext_noop("no target was scored by every rater; see icc2.reml"),
    gettext_noop("only one target was scored by every rater; at least two are needed"),
    gettext_noop("no variation among pairable scores: every one is the same"),
    gettext_noop("one target with two ratings gives no standard error and no interval"),
    gettext_noop("the targets do not differ: no interval"),
    gettext_noop("the targets do not differ and no residual is left: no interval"),
    gettext_noop("0/0: the scale has one category, so agreement by chance is certain"),
    gettext_noop("0/0: every score is the same, so agreement by chance is certain"),
    gettext_noop("no interval: most resamples have no variation"),
    gettext_noop("no interval: too few targets carry the variation"),
)
RARE = re.compile(
    r"category (?P<category>\S+) has only (?P<n>\d+) of the ratings, and intervals tend to be "
    r"too short where a category has fewer than 10"
)


def form_in_words(form: str) -> str:
    """What a figure is, as the reader says it; as it stands where no translation is listed."""
    return _(form) if form in FORMS else form


def note_in_words(note: str) -> str:
    """A note, sentence by sentence, in the reader's language."""
    if note in NOTES:
        return _(note)
    return "; ".join(_one_note(part) for part in note.split("; "))


def _one_note(note: str) -> str:
    rare = RARE.fullmatch(note)
    if rare is None:
        return _(note) if note in NOTES else note
    return _(
        "score %(category)s was given only %(n)s times; intervals tend to be too short where a "
        "score was given fewer than ten times"
    ) % {"category": rare["category"], "n": rare["n"]}
