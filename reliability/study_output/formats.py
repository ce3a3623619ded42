"""Every format of a report: its name, its file, and what makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from reliability.models import ReportEdition
from reliability.reports.study_edition import report_for, results_of
from reliability.study_output.edition_data import EditionData, data_of, why_no_data

Render = Callable[[ReportEdition, str], Iterator[bytes]]


@dataclass(frozen=True)
class Format:
    """One way to take a report along.

    `holds_codings`: only for who may read the study's data, and only until they are deleted.
    """

    key: str
    label: Promise
    about: Promise
    content_type: str
    suffix: str
    holds_codings: bool
    _render: Render

    def file_name(self, edition: ReportEdition, language: str) -> str:
        """Plain letters, the edition, the language, and the first of the data's digest."""
        title = slugify(edition.study.title)[:60].strip("-") or "study"
        return f"{title}-{edition.number}-{edition.data_digest[:8]}-{language[:2]}{self.suffix}"

    def why_not(self, edition: ReportEdition) -> str:
        """Why this report does not come in this format any more; "" where it does."""
        return why_no_data(edition) if self.needs_codings else ""

    @property
    def needs_codings(self) -> bool:
        """A workbook and a JSON file leave the codings out where they are gone."""
        return self.key in ("data", "bundle")

    def render(self, edition: ReportEdition, language: str) -> Iterator[bytes]:
        """The file in one language, part by part. Call it where the agency's scope is open.

        Raises `NoDataError` where `why_not` says so, and `PdfRefusedError` for a PDF that no font
        can show; both before the first part.
        """
        return self._render(edition, language)


def _pdf(edition: ReportEdition, language: str) -> Iterator[bytes]:
    from reliability.study_output.pdf import pdf_of

    return iter([pdf_of(report_for(edition, language=language), localdate(edition.made_at))])


def _docx(edition: ReportEdition, language: str) -> Iterator[bytes]:
    from reliability.study_output.docx import docx_of

    return iter([docx_of(report_for(edition, language=language), localdate(edition.made_at))])


def _xlsx(edition: ReportEdition, language: str) -> Iterator[bytes]:
    from reliability.study_output.xlsx import xlsx_of

    report = report_for(edition, language=language)
    made = localdate(edition.made_at)
    return xlsx_of(report, results_of(edition), _data(edition), made)


def _results(edition: ReportEdition, language: str) -> Iterator[bytes]:
    from reliability.study_output.bundle import results_lines

    return results_lines(results_of(edition))


def _codings(edition: ReportEdition, language: str) -> Iterator[bytes]:
    from reliability.study_output.guarding import csv_lines

    data = data_of(edition)
    return csv_lines(data.head, data.values())


def _json(edition: ReportEdition, language: str) -> Iterator[bytes]:
    from reliability.study_output.json_file import json_of

    return json_of(edition, results_of(edition), _data(edition))


def _bundle(edition: ReportEdition, language: str) -> Iterator[bytes]:
    from reliability.study_output.bundle import bundle_of

    return bundle_of(data_of(edition), results_of(edition), language)


def _data(edition: ReportEdition) -> EditionData | None:
    return None if why_no_data(edition) else data_of(edition)


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ALL = (
    Format(
        "pdf",
        _("PDF"),
        _("The report to print or send, tagged for screen readers."),
        "application/pdf",
        ".pdf",
        False,
        _pdf,
    ),
    Format(
        "docx",
        _("Word"),
        _("The report to edit."),
        f"{_OFFICE}.wordprocessingml.document",
        ".docx",
        False,
        _docx,
    ),
    Format(
        "xlsx",
        _("Excel"),
        _("The report, every figure, the codings and a codebook, a sheet each."),
        f"{_OFFICE}.spreadsheetml.sheet",
        ".xlsx",
        True,
        _xlsx,
    ),
    Format(
        "results",
        _("CSV, figures"),
        _("One row for each figure."),
        "text/csv; charset=utf-8",
        "-results.csv",
        False,
        _results,
    ),
    Format(
        "data",
        _("CSV, codings"),
        _("One row for each coding, people and files as hashes."),
        "text/csv; charset=utf-8",
        "-data.csv",
        True,
        _codings,
    ),
    Format(
        "json",
        _("JSON"),
        _("Figures and codings for programs."),
        "application/json",
        ".json",
        True,
        _json,
    ),
    Format(
        "bundle",
        _("Bundle to recompute (ZIP)"),
        _(
            "Codings, figures and resamples, with a script in R and one in Python that recompute "
            "every figure."
        ),
        "application/zip",
        ".zip",
        True,
        _bundle,
    ),
)
FORMATS: Mapping[str, Format] = {one.key: one for one in _ALL}
