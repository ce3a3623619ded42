"""What a report rests on: the facts of its title page, and the line on every page."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reliability.reports.studies.document import Fact, Facts, Paragraph, Section
from reliability.reports.studies.numbers import count, day, percent, period
from reliability.reports.studies.told import Told

DIGEST_SHOWN = 16


def title_facts(told: Told) -> Iterator[Fact]:
    """Who, what and when."""
    design = told.results.design
    yield Fact(_("Agency"), told.agency)
    yield Fact(_("Tool"), f"{told.tool.name.to(told.language)}, {told.results.tool_version}")
    yield Fact(_("Kind of study"), told.kind)
    yield Fact(_("Where the codings come from"), told.source)
    if design.first_coded and design.last_coded:
        yield Fact(_("Coded"), period(design.first_coded, design.last_coded))
    yield Fact(
        _("Report"), _("%(n)s, made on %(day)s") % {"n": told.number, "day": day(told.made_at)}
    )
    yield Fact(_("Languages"), _("English and French"))


def provenance_section(told: Told) -> Section:
    """Everything that is needed to compute the report again."""
    results, settings = told.results, told.results.settings
    rows = [
        Fact(_("SHA-256 of the codings"), results.data_digest),
        Fact(_("Computed by"), results.engine),
        Fact(_("Seed of the resamples"), str(settings.seed)),
        Fact(_("Resamples"), count(settings.replicates)),
        Fact(_("Confidence"), percent(settings.confidence, 1 if settings.confidence > 0.99 else 0)),
        Fact(_("Smallest number of files or codings shown"), count(settings.smallest_cell)),
        Fact(_("Codings left out before the data were frozen"), count(told.left_out)),
    ]
    if told.frozen_at:
        rows.append(Fact(_("Frozen on"), day(told.frozen_at)))
    again = Paragraph(
        _(
            "The same data, settings and software give the same figures. The files that come with "
            "this report (data, resamples, and scripts in R and in Python) compute every number "
            "again and say where one differs."
        )
    )
    return Section("provenance", _("What this report rests on"), (Facts(tuple(rows)), again))


def footer(told: Told) -> str:
    """The line that stands on every page."""
    settings = told.results.settings
    return _(
        "%(title)s · report %(number)s of %(day)s · data SHA-256 %(digest)s… · %(engine)s · "
        "seed %(seed)s, %(replicates)s resamples"
    ) % {
        "title": told.title,
        "number": told.number,
        "day": day(told.made_at),
        "digest": told.results.data_digest[:DIGEST_SHOWN],
        "engine": told.results.engine.partition(" (")[0],  # its libraries stand in the facts
        "seed": settings.seed,
        "replicates": count(settings.replicates),
    }
