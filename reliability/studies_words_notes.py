"""Notes of figures in the words of a report: why there is none, or why it is read with care.

The statistics speak of targets and raters, and English only; a report speaks of files and
assessors, in the reader's language. Every note that a report can hold stands here.
"""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reliability.words import note_in_words

ONE_SCORED_TWICE = gettext_lazy("no file was scored by two assessors")
SCALE_OF_ONE = gettext_lazy("the scale has one score, so agreement by chance is certain")
ALL_ALIKE = gettext_lazy("every score is the same, so agreement beyond chance has no meaning")
NOTES: dict[str, str | Promise] = {
    "small": "",
    "no target was scored by two raters": ONE_SCORED_TWICE,
    "no target was scored by both raters": ONE_SCORED_TWICE,
    "needs at least two raters who scored anything": gettext_lazy(
        "at least two assessors who scored anything are needed"
    ),
    "no target was scored by every rater": gettext_lazy("no file was scored by every assessor"),
    "no target was scored by every rater; see icc2.reml": gettext_lazy(
        "no file was scored by every assessor; see the figure from variance components"
    ),
    "only one target was scored by every rater; at least two are needed": gettext_lazy(
        "only one file was scored by every assessor; at least two are needed"
    ),
    "needs at least two targets and two raters": gettext_lazy(
        "at least two files and two assessors are needed"
    ),
    "needs at least two targets and two raters, and a target scored by two": gettext_lazy(
        "at least two files and two assessors are needed, and a file scored by two"
    ),
    "needs at least two targets that were scored twice": gettext_lazy(
        "at least two files that were scored twice are needed"
    ),
    "no variation among pairable scores: every one is the same": gettext_lazy(
        "all scores that can be compared are the same"
    ),
    "0/0: the scale has one category, so agreement by chance is certain": SCALE_OF_ONE,
    "0/0: every score is the same, so agreement by chance is certain": ALL_ALIKE,
    "0/0: every score is the same": ALL_ALIKE,
    "0/0: both raters used one and the same category": ALL_ALIKE,
    "0/0: every rater gave all targets the same score": gettext_lazy(
        "every assessor gave all files the same score"
    ),
    "0/0: the targets do not differ and no residual is left": gettext_lazy(
        "the files do not differ, so there is nothing to tell apart"
    ),
    "ICC(A,1) is 0/0": gettext_lazy("the files do not differ, so there is nothing to tell apart"),
    "targets and raters explain every score: no residual is left to estimate": gettext_lazy(
        "files and assessors explain every score: nothing is left from which to judge error"
    ),
    "no rater scored two targets, so raters and errors cannot be told apart": gettext_lazy(
        "no assessor scored two files, so assessors and errors cannot be told apart"
    ),
    "no target was scored by two raters, so targets and errors cannot be told apart": gettext_lazy(
        "no file was scored by two assessors, so files and errors cannot be told apart"
    ),
    "the scores span one point, so that any two are within one point": gettext_lazy(
        "the scores span one point, so any two lie within one point"
    ),
    "no target with a first total in this range was scored again": gettext_lazy(
        "no file with a first total in this range was scored again"
    ),
    "no target with a total was scored by another rater too": gettext_lazy(
        "no file of this assessor was scored by another"
    ),
    "F is infinite: the raters never disagree": gettext_lazy(
        "assessors never disagree, so the interval ends at 1"
    ),
    "F is infinite: no residual is left": gettext_lazy(
        "assessors never disagree, so the interval ends at 1"
    ),
    "the targets do not differ: no interval": gettext_lazy("the files do not differ: no interval"),
    "the targets do not differ and no residual is left: no interval": gettext_lazy(
        "the files do not differ: no interval"
    ),
    "one target with two ratings gives no standard error and no interval": gettext_lazy(
        "one file with two scores gives no interval"
    ),
    "no interval: most resamples have no variation": gettext_lazy(
        "no interval: nearly all scores are the same"
    ),
    "no interval: too few targets carry the variation": gettext_lazy(
        "no interval: too few files differ from the others"
    ),
    "no interval: the likelihood has no summit between variances above 0": gettext_lazy(
        "no interval: a variance cannot be told from 0"
    ),
    "no interval: the lower limit of a single rater has no counterpart for a mean": gettext_lazy(
        "no interval: that of a single score reaches too low for one of the mean"
    ),
    "a variance is estimated at 0": gettext_lazy("a variance is estimated at 0"),
    "the variance of targets is estimated at 0": gettext_lazy(
        "the variance of files is estimated at 0"
    ),
    "the variance of raters is estimated at 0, so that the interval is the one-way one": (
        gettext_lazy(
            "these data show no difference in severity (its variance is estimated at 0), so the "
            "interval is that of the one-way form"
        )
    ),
    "a category has very few of the ratings, and intervals tend to be too short there": (
        gettext_lazy("one of the scores was given very rarely; intervals tend to be too short then")
    ),
}
PATTERNS: tuple[tuple[re.Pattern[str], str | Promise], ...] = (
    (
        re.compile(r"(?P<n>\d+) resamples had no variation"),
        gettext_lazy("%(n)s of the resamples had no variation and were left out"),
    ),
    (
        re.compile(r"needs at least 2 targets scored by both raters, the table has (?P<n>\d+)"),
        gettext_lazy("at least two files scored by both assessors are needed; there is %(n)s"),
    ),
    (
        re.compile(r"needs exactly two raters, the table has (?P<n>\d+)( with scores)?"),
        gettext_lazy("exactly two assessors are needed; there are %(n)s"),
    ),
)
FEW_SHORT = re.compile(r"category (\S+) has only (\d+) of the ratings.*")


def told_note(note: str) -> str:
    """A note in the reader's language, as a report words it; known parts one by one."""
    if note in NOTES:
        return str(NOTES[note])
    return "; ".join(filter(None, (_one(part) for part in note.split("; "))))


def is_known(note: str) -> bool:
    """Whether a report has words of its own for every part of a note."""
    parts = [note] if note in NOTES else note.split("; ")
    return all(
        part in NOTES
        or FEW_SHORT.fullmatch(part)
        or any(pattern.fullmatch(part) for pattern, _words in PATTERNS)
        for part in parts
    )


def _one(part: str) -> str:
    if part in NOTES:
        return str(NOTES[part])
    for pattern, words in PATTERNS:
        found = pattern.fullmatch(part)
        if found is not None:
            return str(words) % found.groupdict()
    return note_in_words(part)


def no_figure(note: str | None) -> str:
    """The sentence in the place of a figure that there is not."""
    return _("No figure: %(why)s.") % {"why": told_note((note or "").rstrip("."))}
