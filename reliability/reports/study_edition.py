"""The report on a study in words: every page, PDF file, Word file and workbook shows this one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from instruments import catalogue
from reliability.models import ReportEdition, Study
from reliability.models.study import StudyKind, StudySource
from reliability.plain_text import printable
from reliability.reports.studies.checklist import checklist_section
from reliability.reports.studies.design import design_section, planner_section
from reliability.reports.studies.differences import differences_section
from reliability.reports.studies.document import Paragraph, Section, StudyReport
from reliability.reports.studies.findings import findings_section
from reliability.reports.studies.items import items_section
from reliability.reports.studies.method import method_section
from reliability.reports.studies.numbers import day
from reliability.reports.studies.provenance import footer, provenance_section, title_facts
from reliability.reports.studies.published import published_section
from reliability.reports.studies.raters import raters_section
from reliability.reports.studies.summary import summary_section
from reliability.reports.studies.told import Earlier, Told
from reliability.reports.studies.totals import (
    bands_section,
    parts_section,
    ranges_section,
    totals_section,
)
from reliability.studies.results import Results, from_json

LOCALES: dict[str, str] = {"en": "en", "fr": "fr-ca"}


def results_of(edition: ReportEdition) -> Results:
    """The figures of an edition, as they were computed."""
    return from_json(edition.results)


def report_for(
    edition: ReportEdition,
    *,
    beside: ReportEdition | None = None,
    language: str | None = None,
) -> StudyReport:
    """The whole report in one language.

    `beside`: the edition whose differences are told; by default the one it was compared with when
    it was made. `language`: "en" or "fr"; by default that of the page.
    """
    spoken: Literal["en", "fr"] = "fr" if _asked(language).startswith("fr") else "en"
    with override(LOCALES[spoken]):
        return _worded(edition, beside or edition.compared_with, spoken)


def _asked(language: str | None) -> str:
    return language or get_language() or "en"


def _worded(
    edition: ReportEdition, beside: ReportEdition | None, language: Literal["en", "fr"]
) -> StudyReport:
    told = _told(edition, beside, language)
    return StudyReport(
        language=language,
        title=told.title,
        subtitle=_("Report on reliability and agreement: %(tool)s")
        % {"tool": told.tool.name.to(language)},
        agency=told.agency,
        facts=tuple(title_facts(told)),
        notices=tuple(Paragraph(text, "notice") for text in _notices(edition.study)),
        sections=tuple(section for section in _sections(told) if section is not None),
        footer=footer(told),
    )


def _told(
    edition: ReportEdition, beside: ReportEdition | None, language: Literal["en", "fr"]
) -> Told:
    study, results = edition.study, results_of(edition)
    return Told(
        results=results,
        tool=catalogue.tool(results.tool),
        language=language,
        title=printable(study.title),
        agency=printable(study.agency.name),
        kind=str(StudyKind(study.kind).label),
        source=str(StudySource(study.source).label),
        number=edition.number,
        made_at=edition.made_at,
        frozen_at=study.frozen_at,
        left_out=study.left_out,
        is_from_here=study.source == StudySource.CODINGS,
        statements={str(key): printable(str(text)) for key, text in study.statements.items()},
        earlier=_earlier(beside),
    )


def _earlier(beside: ReportEdition | None) -> Earlier | None:
    if beside is None:
        return None
    return Earlier(printable(beside.study.title), beside.number, beside.made_at, results_of(beside))


def _notices(study: Study) -> Iterator[str]:
    """What a reader must know before the first figure."""
    if study.agency.is_demonstration:
        yield _("A study of the demonstration: no real person's scores.")
    if study.withdrawn_at is not None:
        yield _("This study was withdrawn on %(day)s: %(reason)s") % {
            "day": day(study.withdrawn_at),
            "reason": printable(study.withdrawn_because),
        }
    corrected: Study | None = getattr(study, "replaced_by", None)
    if corrected is not None:
        yield _("This study was corrected: read “%(title)s” in its place. Reason: %(reason)s") % {
            "title": printable(corrected.title),
            "reason": printable(corrected.because),
        }


def _sections(told: Told) -> Iterator[Section | None]:
    yield summary_section(told)
    yield design_section(told.results.design, tool_id=told.results.tool, kind=told.results.kind)
    yield totals_section(told)
    yield bands_section(told)
    yield ranges_section(told)
    yield items_section(told)
    yield raters_section(told)
    yield findings_section(told)
    yield parts_section(told)
    yield published_section(told)
    yield differences_section(told)
    yield planner_section(told.results.design)
    yield method_section(told)
    yield checklist_section(told)
    yield provenance_section(told)
