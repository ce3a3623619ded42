"""Who scored what, told before any figure: the design, what is weak in it, and what follows."""

from __future__ import annotations

import math
from collections.abc import Iterator

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from instruments import catalogue
from instruments.sheet import Instrument
from reliability.reports.studies.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Fact,
    Facts,
    Paragraph,
    Section,
    Table,
)
from reliability.reports.studies.numbers import (
    SPACE,
    assessors,
    codings,
    count,
    decimal,
    files,
    percent,
    period,
    points,
)
from reliability.reports.studies.told import item_name
from reliability.studies.results import Design
from reliability.studies_words import LABELS, WHAT_IT_IS, Words

FEW_RATERS = 5
MANY_BLANKS = 0.05
WIDE = 0.10
LEAST_FILES = 30
LAYOUTS: dict[str, Words] = {
    "crossed": gettext_lazy("Crossed: every assessor scored every file."),
    "partial": gettext_lazy("Partly crossed: assessors share some of their files."),
    "nested": gettext_lazy(
        "Nested: assessors share no files with those of other groups, so that a severe assessor "
        "and a grave file cannot be told apart."
    ),
    "single": gettext_lazy("Single: no file was scored twice, so agreement cannot be computed."),
}
WHY: dict[str, Words] = {
    "crossed": gettext_lazy(
        "Every assessor scored every file, and the figure is to hold for assessors in general: "
        "each assessor's severity counts as disagreement."
    ),
    "blanks": gettext_lazy(
        "Every assessor has every file, but totals are missing. Variance components use every "
        "total there is; a figure of complete files only would leave scores out."
    ),
    "partial": gettext_lazy(
        "Assessors share some of the files. Variance components use every total there is and tell "
        "files, assessors and the rest apart."
    ),
    "nested": gettext_lazy(
        "Files are scored by other assessors each time, and no shared file tells severity and "
        "files apart: all that assessors differ by counts as disagreement."
    ),
    "single": gettext_lazy("No file was scored twice: there is nothing to compare."),
    "within": gettext_lazy(
        "The scores of one file come from one person at different times: which came first carries "
        "no meaning, so a one-way form is right."
    ),
    "two-raters": gettext_lazy(
        "The same two assessors scored every file, and the figure is to hold for assessors in "
        "general: that one of them is more severe counts as disagreement. Two assessors say "
        "little about others."
    ),
}
OF_SPREAD: dict[str, Words] = {
    "narrow": gettext_lazy(
        "The files are much alike: their totals spread little. An ICC is low among files that are "
        "alike even where assessors agree; read the share of same totals and the standard error "
        "of measurement beside it."
    ),
    "floor": gettext_lazy(
        "Most totals lie at one end of the scale. An ICC is low there even where assessors agree; "
        "read the share of same totals beside it."
    ),
}


def design_section(design: Design, *, tool_id: str, kind: str) -> Section:
    """The whole check of a design, in the reader's language.

    It needs no figure, so it is shown before any is computed.
    """
    tool, language = catalogue.tool(tool_id), get_language() or "en"
    blocks: list[Block] = [Facts(tuple(_facts(design, kind)))]
    blocks += [Paragraph(told, "notice") for told in warnings(design, kind)]
    blocks.append(Bullets(tuple(_follows(design))))
    if len(design.raters_per_target) > 1:
        blocks.append(_by_number_of_raters(design))
    if any(blank.missing for blank in design.blanks):
        blocks.append(_blanks(design, tool, language))
    return Section("design", _("The design: who scored what"), tuple(blocks))


def _facts(design: Design, kind: str) -> Iterator[Fact]:
    fewest, median, most = design.targets_per_rater
    yield Fact(_("Design"), str(LAYOUTS[design.layout]))
    yield Fact(_("Files"), count(design.targets))
    yield Fact(_("Assessors"), count(design.raters))
    yield Fact(_("Codings"), count(design.codings))
    yield Fact(_("Item scores"), count(design.ratings))
    yield Fact(
        _("Files of an assessor"),
        _("%(fewest)s at least, %(median)s at the median, %(most)s at most")
        % {"fewest": count(fewest), "median": count(median), "most": count(most)},
    )
    yield Fact(_("Files scored once"), count(design.single_rated))
    if kind != "within":
        yield Fact(_("Pairs of assessors who share a file"), count(design.pairs_of_raters))
        yield Fact(_("Groups of assessors linked by shared files"), count(design.overlap_islands))
    if design.spread is not None:
        yield Fact(_("Standard deviation of the files' mean totals"), points(design.spread))
    if design.first_coded and design.last_coded:
        yield Fact(_("Coded"), period(design.first_coded, design.last_coded))


def warnings(design: Design, kind: str) -> Iterator[str]:
    """What is weak in the design, gravest first."""
    if design.layout == "single":
        yield _(
            "No file was scored by two people (or twice): no agreement can be computed. Have some "
            "of these files scored once more."
        )
        return
    yield from _of_raters(design, kind)
    if design.single_rated:
        told = ngettext(
            "%(n)s file was scored once only and tells nothing about agreement.",
            "%(n)s files were scored once only and tell nothing about agreement.",
            design.single_rated,
        )
        yield told % {"n": count(design.single_rated)}
    if design.spread_note in OF_SPREAD:
        yield str(OF_SPREAD[design.spread_note])
    yield from _of_blanks(design)
    if design.half_width is not None and design.half_width > WIDE:
        yield _(
            "The interval of the ICC reaches %(width)s to either side: too wide to tell one grade "
            "from the next. The section on planning says how many files would do."
        ) % {"width": decimal(design.half_width)}


def _of_raters(design: Design, kind: str) -> Iterator[str]:
    if kind != "within" and design.raters < FEW_RATERS:
        yield _(
            "%(assessors)s only: the figures hold for these people and say little about assessors "
            "in general."
        ) % {"assessors": assessors(design.raters)}
    if kind != "within" and design.overlap_islands > 1:
        yield _(
            "Assessors fall into %(n)s groups that share no file. Between groups nothing can be "
            "said about severity; next time, give some files to assessors of several groups."
        ) % {"n": count(design.overlap_islands)}


def _of_blanks(design: Design) -> Iterator[str]:
    missing = sum(blank.missing for blank in design.blanks)
    given = sum(blank.codings for blank in design.blanks)
    if given and missing / given > MANY_BLANKS:
        yield _(
            "%(share)s of the item scores are blank. A blank is not a zero: it is left out, and "
            "files with blanks may differ from the others."
        ) % {"share": percent(missing / given)}


def _follows(design: Design) -> Iterator[str]:
    if design.icc_form in LABELS:
        what = WHAT_IT_IS.get(design.icc_form)
        form = str(LABELS[design.icc_form])
        named = f"{form} ({what})" if what else form
        yield _("The form of ICC that follows from the design: %(form)s.") % {"form": named}
    if design.why in WHY:
        yield str(WHY[design.why])
    if design.spread is not None and design.layout != "single":
        yield _(
            "An ICC depends on how much the files differ: do not compare it with one from other "
            "files without looking at their spread."
        )


def _by_number_of_raters(design: Design) -> Table:
    return Table(
        id="raters-per-file",
        caption=_("Files by the number of their codings"),
        columns=(Column(_("Codings of a file")), Column(_("Files"), is_number=True)),
        rows=tuple(
            (Cell(codings(number)), Cell(count(n)))
            for number, n in sorted(design.raters_per_target.items())
        ),
    )


def _blanks(design: Design, tool: Instrument, language: str) -> Table:
    return Table(
        id="blanks",
        caption=_("Items that were left blank"),
        columns=(
            Column(_("Item")),
            Column(_("Blank"), is_number=True),
            Column(_("Share of codings"), is_number=True),
        ),
        rows=tuple(
            (
                Cell(item_name(tool, blank.item, language)),
                Cell(count(blank.missing)),
                Cell(percent(blank.missing / blank.codings if blank.codings else None, 1)),
            )
            for blank in design.blanks
            if blank.missing
        ),
    )


def planner_section(design: Design) -> Section:
    """How many files next year's study needs for an interval of the width wanted."""
    rows = tuple(
        (
            Cell(f"±{SPACE}{decimal(float(width))}"),
            Cell(files(needed) if needed is not None else "–"),
        )
        for width, needed in sorted(design.needed.items(), reverse=True)
    )
    table = Table(
        id="files-needed",
        caption=_("Files needed for the ICC of the total"),
        columns=(
            Column(_("Half-width of the interval wanted")),
            Column(_("Files, each scored as often as here"), is_number=True),
        ),
        rows=rows,
        note=_(
            "After Bonett (2002), at the ICC found here. A lower ICC needs more files; so does a "
            "higher share of files scored once."
        ),
    )
    told = [Paragraph(text) for text in _planned(design)]
    if any(design.needed.values()):
        told.append(Paragraph(_not_only_icc(), "notice"))
    return Section("planner", _("Planning next year's study"), (*told, *((table,) if rows else ())))


def _not_only_icc() -> str:
    """What the number of files for an ICC leaves out: assessors, and shares of same scores."""
    return _(
        "The table counts files for the ICC alone. Have %(least)s files or more whatever it says: "
        "an ICC found on fewer may itself be far off. A share of same totals is known to within 10 "
        "points with %(tenth)s files at most, to within 5 with %(twentieth)s. More files do not "
        "make up for few assessors."
    ) % {
        "least": count(LEAST_FILES),
        "tenth": count(_files_for_share(0.10)),
        "twentieth": count(_files_for_share(0.05)),
    }


def _files_for_share(half: float) -> int:
    """For a share of one half, which needs most, by the normal interval."""
    return math.ceil((1.959964 / (2 * half)) ** 2)


def _planned(design: Design) -> Iterator[str]:
    if not any(design.needed.values()):
        yield _("Without an ICC nothing can be said about the number of files.")
        return
    if design.half_width is not None:
        yield _(
            "This study has %(files)s; its ICC is known to within %(width)s to either side."
        ) % {"files": files(design.targets), "width": decimal(design.half_width)}
    if design.layout != "crossed":
        yield _(
            "Draw the files at random from all risk bands, let the pairs of assessors change from "
            "file to file, and keep the second coding blind to the first."
        )
