"""Writes: the codings of a study, a few thousand at a time, and the blinded rows of a table."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from reliability.actions.studying.refusing import StudyRefusedError
from reliability.models import Intake, IntakePart, Study, StudyCoding
from reliability.studies.frame import CodingRow

CODINGS_AT_ONCE = 2000
ROWS_AT_ONCE = 5000
QUICK = 1

GONE = _("This table was called off or kept for its day, and is deleted. Bring it again.")

Tell = Callable[[str, int, int], None]
FINDINGS = 0
"""The number of the part that holds what the last check found."""


def store_codings(study: Study, rows: Sequence[CodingRow], tell: Tell) -> None:
    """Each block in a transaction of its own: nobody waits, and the page sees how far it came."""
    for start in range(0, len(rows), CODINGS_AT_ONCE):
        tell("store", start, len(rows))
        block = rows[start : start + CODINGS_AT_ONCE]
        StudyCoding.objects.bulk_create(_coding(study, row) for row in block)


def _coding(study: Study, row: CodingRow) -> StudyCoding:
    return StudyCoding(
        study=study,
        number=row.number,
        target=row.target,
        rater=row.rater,
        occasion=row.occasion,
        part=row.part,
        coded_on=row.coded_on,
        scores=dict(row.scores),
        total=row.total,
        band=row.band,
        flags=dict(row.flags),
    )


def store_rows(intake: Intake, rows: Iterable[list[str]]) -> None:
    """Blinded rows as compressed parts, each stored at once: no long transaction holds others."""
    source = iter(rows)
    number = FINDINGS
    while block := list(islice(source, ROWS_AT_ONCE)):
        number += 1
        _store_part(intake, number, block)


def stored_rows(intake: Intake) -> Iterator[list[str]]:
    """The blinded rows of a table in their order, a part at a time; [] for an empty one."""
    numbers = IntakePart.objects.filter(intake=intake, number__gt=FINDINGS).order_by("number")
    for number in list(numbers.values_list("number", flat=True)):
        yield from _read_part(intake, number)


def store_findings(intake: Intake, findings: Iterable[dict[str, Any]]) -> None:
    """What a check found, in place of what the one before it found."""
    IntakePart.objects.filter(intake=intake, number=FINDINGS).delete()
    _store_part(intake, FINDINGS, list(findings))


def stored_findings(intake: Intake) -> list[dict[str, Any]]:
    """Every finding that is kept of the last check, errors first; none before a check."""
    if not IntakePart.objects.filter(intake=intake, number=FINDINGS).exists():
        return []
    return list(_read_part(intake, FINDINGS))


def _store_part(intake: Intake, number: int, block: Sequence[Any]) -> None:
    lines = "\n".join(json.dumps(row, separators=(",", ":")) for row in block)
    body = zlib.compress(lines.encode(), QUICK)
    IntakePart.objects.create(intake=intake, number=number, rows=len(block), body=body)


def _read_part(intake: Intake, number: int) -> Iterator[Any]:
    found = IntakePart.objects.filter(intake=intake, number=number)
    body = found.values_list("body", flat=True).first()
    if body is None:
        raise StudyRefusedError(GONE)
    lines = zlib.decompress(bytes(body)).decode()
    return (json.loads(line) for line in lines.split("\n") if line)
