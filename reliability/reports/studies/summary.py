"""The report on half a page: what a director reads."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reliability.reports.studies.document import Bullets, Paragraph, Section
from reliability.reports.studies.findings import finding_title
from reliability.reports.studies.numbers import (
    assessors,
    codings,
    decimal,
    files,
    hundredth,
    listed,
    span,
)
from reliability.reports.studies.told import Told
from reliability.sentences import sentence
from reliability.stats import Estimate
from reliability.studies.results import Section as Figures
from reliability.studies_words import label, main_icc
from reliability.studies_words_notes import no_figure

LEAST_ITEMS = 2
ALPHA, ENOUGH = "kripp.ordinal", 0.8


def summary_section(told: Told) -> Section:
    """Three to six sentences, each of which a table below bears out."""
    return Section(
        "summary",
        _("In short"),
        (
            Bullets(tuple(_sentences(told))),
            Paragraph(
                _(
                    "These figures say how well assessors agree with each other. They say nothing "
                    "about whether the scores are right, nor about any person who was scored."
                ),
                "small",
            ),
        ),
    )


def _sentences(told: Told) -> Iterator[str]:
    yield _size(told)
    yield from _of_total(told)
    yield from _of_icc(told)
    yield from _of_band(told)
    yield from _weakest(told)
    yield from _of_rules(told)


def _size(told: Told) -> str:
    design = told.results.design
    names = {
        "assessors": assessors(design.raters),
        "files": files(design.targets),
        "codings": codings(design.codings),
        "tool": told.tool.name.to(told.language),
    }
    if told.results.kind == "within":
        return (
            _(
                "%(assessors)s scored %(files)s again with %(tool)s, %(codings)s in all: the "
                "figures say how well people agree with themselves."
            )
            % names
        )
    return _("%(assessors)s scored %(files)s with %(tool)s, %(codings)s in all.") % names


def _of_total(told: Told) -> Iterator[str]:
    same = estimate_of(told.main_total, "pa.identity")
    near = estimate_of(told.main_total, "pa.within_1")
    if same is None or same.value is None:
        return
    said = _("Of 100 pairs of codings of one file, %(same)s give the same total%(likely)s") % {
        "same": hundredth(same.value),
        "likely": _likely(same),
    }
    if near is None or near.value is None:
        yield f"{said}."
        return
    yield _("%(said)s; %(near)s lie within one point.") % {
        "said": said,
        "near": hundredth(near.value),
    }


def _likely(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return ""
    return _(" (likely %(span)s)") % {
        "span": span(hundredth(estimate.low), hundredth(estimate.high))
    }


def _of_icc(told: Told) -> Iterator[str]:
    figure = main_icc(told.main_total)
    if figure is None or figure.hidden:
        return
    icc, form = figure.estimate, label(figure, "total")
    if icc.value is None:
        said = no_figure(icc.note)
        yield _("%(form)s for the total: %(sentence)s") % {"form": form, "sentence": said}
        return
    shown = decimal(icc.value)
    if icc.low is not None and icc.high is not None:
        shown = f"{shown} ({span(decimal(icc.low), decimal(icc.high))})"
    yield _("%(form)s for the total: %(value)s. %(sentence)s") % {
        "form": form,
        "value": shown,
        "sentence": sentence(icc),
    }


def _of_band(told: Told) -> Iterator[str]:
    same = estimate_of(told.main_band, "pa.identity")
    if same is not None and same.value is not None:
        yield _("Of 100 pairs, %(other)s fall into different risk bands%(likely)s.") % {
            "other": hundredth(1 - same.value),
            "likely": _likely_other(same),
        }


def _likely_other(same: Estimate) -> str:
    if same.low is None or same.high is None:
        return ""
    return _(" (likely %(span)s)") % {
        "span": span(hundredth(1 - same.high), hundredth(1 - same.low))
    }


def _weakest(told: Told) -> Iterator[str]:
    """The items whose whole interval of alpha lies below what is taken as enough."""
    low = [
        (alpha.value, told.item_name(figures.about))
        for figures in told.results.items
        if (alpha := estimate_of(figures, ALPHA)) is not None
        and alpha.value is not None
        and alpha.high is not None
        and alpha.high < ENOUGH
    ]
    if low:
        names = listed([name for _value, name in sorted(low)[:LEAST_ITEMS]])
        yield _(
            "By alpha, agreement is weakest on: %(items)s. Look there first; alpha is low as well "
            "where nearly all scores are the same."
        ) % {"items": names}


def _of_rules(told: Told) -> Iterator[str]:
    errors = [row for row in told.results.findings if row.level == "error"]
    if not errors:
        return
    most = max(errors, key=lambda row: row.codings)
    yield _("The rule broken most often, in %(codings)s: “%(rule)s”.") % {
        "codings": codings(most.codings),
        "rule": finding_title(told, most.id).rstrip("."),
    }


def estimate_of(figures: Figures | None, name: str) -> Estimate | None:
    """The estimate of a figure that is shown; None where there is none of the name."""
    for figure in figures.figures if figures else ():
        if figure.name == name and not figure.hidden:
            return figure.estimate
    return None
