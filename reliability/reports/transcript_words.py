"""A transcript in the reader's words: the same sections on the page and in the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reliability.credentials.pdf import language_name
from reliability.credentials.status import Status, name_of
from reliability.models import Decision, Outcome
from reliability.reports.transcript import (
    Attempt,
    CertificateTold,
    DecisionTold,
    ProgrammeTold,
    Transcript,
)


@dataclass(frozen=True)
class Table:
    """Rows of cells under a title; `none` says why there are no rows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    none: str


@dataclass(frozen=True)
class Worded:
    """The transcript ready to be set."""

    title: str
    name: str
    on: str
    note: str
    tables: tuple[Table, ...]

    def as_printed(self) -> dict[str, Any]:
        """Plain values for the PDF."""
        year, month, day = (int(part) for part in self.on.split("-"))
        return {
            "title": self.title,
            "name": self.name,
            "on": [year, month, day],
            "when": _("As of %(on)s") % {"on": self.on},
            "note": self.note,
            "tables": [
                {
                    "title": table.title,
                    "heads": list(table.heads),
                    "rows": [list(row) for row in table.rows],
                    "none": table.none,
                }
                for table in self.tables
            ],
        }


def worded(told: Transcript) -> Worded:
    """In the active language."""
    return Worded(
        title=_("Transcript"),
        name=told.name,
        on=told.on.isoformat(),
        note=_(
            "Decisions are dated and never changed: a later one stands beside the earlier one. "
            "All cases are fictional."
        ),
        tables=(
            _certificates(told.certificates),
            _attempts(told.programmes),
            _programmes(told.programmes),
            _practice(told),
        ),
    )


def _certificates(certificates: tuple[CertificateTold, ...]) -> Table:
    return Table(
        _("Certificates"),
        (
            _("Instrument"),
            _("Version of the manual"),
            _("Language of the exam"),
            _("Issued by"),
            _("Issued on"),
            _("Valid until"),
            _("Status"),
            _("Verified at"),
        ),
        tuple(
            (
                name_of(one.tool),
                one.tool_version,
                language_name(one.language),
                one.agency,
                one.issued_on.isoformat(),
                one.valid_until.isoformat(),
                _status(one),
                one.address,
            )
            for one in certificates
        ),
        _("No certificate so far."),
    )


def _status(one: CertificateTold) -> str:
    label = str(Status(one.status).label)
    return f"{label}, {_('demonstration')}" if one.is_demonstration else label


def _attempts(programmes: tuple[ProgrammeTold, ...]) -> Table:
    return Table(
        _("Exam attempts and decisions"),
        (_("Instrument"), _("Attempt"), _("Opened on"), _("Closed on"), _("Cases"), _("Decisions")),
        tuple(
            (
                name_of(one.tool),
                str(one.number),
                one.opened_on.isoformat(),
                one.closed_on.isoformat() if one.closed_on else _("still open"),
                str(one.n_cases),
                _decisions(one),
            )
            for programme in programmes
            for one in programme.attempts
        ),
        _("No exam so far."),
    )


def _decisions(attempt: Attempt) -> str:
    return "; ".join(_decision(one) for one in attempt.decisions) or _("none yet")


def _decision(one: DecisionTold) -> str:
    outcome, basis = Outcome(one.outcome).label, Decision.Basis(one.basis).label
    return f"{one.on.isoformat()}, {outcome} ({basis})"


def _programmes(programmes: tuple[ProgrammeTold, ...]) -> Table:
    return Table(
        _("Programmes"),
        (
            _("Programme"),
            _("Agency"),
            _("Instruments"),
            _("Enrolled on"),
            _("Left on"),
            _("Pages read"),
        ),
        tuple(
            (
                one.title,
                one.agency,
                ", ".join(name_of(tool) for tool in one.tools),
                one.enrolled_on.isoformat(),
                one.left_on.isoformat() if one.left_on else "–",
                str(one.n_pages_read),
            )
            for one in programmes
        ),
        _("No programme so far."),
    )


def _practice(told: Transcript) -> Table:
    return Table(
        _("Practice"),
        (_("Agency"), _("Instrument"), _("Cases handed in")),
        tuple((one.agency, name_of(one.tool), str(one.n_cases)) for one in told.practice),
        _("No practice case so far."),
    )
