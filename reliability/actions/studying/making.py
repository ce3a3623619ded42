"""Writes: studies from codings made here, from rows sent by a program, and pooled from studies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from agencies.models import Agency, Membership
from reliability.models import Study, StudyJob
from reliability.studies.results import Settings
from training.models import Exam, Programme
from vignettes.models import VignetteVersion


def study_of_codings(
    *,
    agency: Agency,
    by: Membership,
    title: str,
    tool: str,
    kind: str = "between",
    versions: Iterable[VignetteVersion] = (),
    programme: Programme | None = None,
    exam: Exam | None = None,
    since: date | None = None,
    until: date | None = None,
    keep_until: date | None = None,
    settings: Settings | None = None,
) -> StudyJob:
    """A study of what assessors scored here: first codings (BETWEEN), or every attempt (WITHIN).

    Gold and what a panel's experts coded are never part of it. Targets are the codes of cases,
    raters are hashed. Narrowed to cases, a programme, an exam and days where these are given.
    Raises StudyRefusedError where no case was scored.
    """
    raise NotImplementedError


def study_of_rows(
    *,
    agency: Agency,
    by: Membership,
    title: str,
    tool: str,
    kind: str,
    keep_until: date,
    rows: Sequence[Mapping[str, Any]],
    settings: Settings | None = None,
) -> StudyJob:
    """A study of codings that a program sends; every row is checked before anything is stored.

    A row: {"target", "rater", "scores": {item: score}} and, where they are known, "occasion",
    "coded_on" (ISO date), "total", "band", "flags": {flag: bool}. Identifiers are hashed here.
    Raises RowsRefusedError with every finding; notes alone refuse nothing.
    """
    raise NotImplementedError


def pool_studies(
    *,
    agency: Agency,
    by: Membership,
    title: str,
    studies: Sequence[Study],
    keep_until: date | None = None,
    settings: Settings | None = None,
) -> StudyJob:
    """Several studies of one tool together, each told apart as a part.

    Another agency's only where the person reads that agency's studies by a role there. Raises
    StudyRefusedError: fewer than two, different tools, withdrawn, or emptied.
    """
    raise NotImplementedError
