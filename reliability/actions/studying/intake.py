"""Writes: a table is brought, mapped, confirmed or called off. Nothing raw is ever stored."""

from __future__ import annotations

from datetime import date
from typing import IO, Any

from agencies.models import Agency, Membership
from reliability.models import Intake, Study, StudyJob
from reliability.studies.results import Settings


def bring(
    *,
    agency: Agency,
    by: Membership,
    title: str,
    tool: str,
    kind: str,
    keep_until: date,
    stream: IO[bytes],
    name: str,
    encoding: str | None = None,
    replaces: Study | None = None,
    because: str = "",
) -> Intake:
    """Read a table row by row, blind every cell, and store the blinded rows until it is confirmed.

    `intake.columns` tells each header and what its cells look like; `intake.mapping` is the guess.
    Raises EncodingUnclearError (`previews`) or StudyRefusedError; then nothing is stored.
    """
    raise NotImplementedError


def map_columns(*, intake: Intake, mapping: Any, by: Membership) -> StudyJob:
    """Keep what a person says the columns are, and check every row in a job (CHECK).

    `mapping` is the JSON of reliability.studies.columns.Mapping. The job's findings are stored as
    `intake.findings`: {"counts", "first" (at most 1,000), "design"}. Raises StudyRefusedError.
    """
    raise NotImplementedError


def confirm(
    *, intake: Intake, by: Membership, leave_out: bool, settings: Settings | None = None
) -> StudyJob:
    """Make the study and its first report in one job (MAKE); the table is deleted with it.

    `leave_out`: rows with errors are left out and counted; without it a table with errors is
    refused. Raises StudyRefusedError.
    """
    raise NotImplementedError


def call_off(*, intake: Intake, by: Membership) -> None:
    """Delete a table that was brought, with its rows; a job at work on it is asked to stop."""
    raise NotImplementedError
