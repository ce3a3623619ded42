"""The command `diagnose`: from a file of codings and a folder of cases to what is printed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from instruments.diagnosis.choice import NextCase, choose
from instruments.diagnosis.findings import Diagnosis, diagnose
from instruments.diagnosis.observed import Coded
from instruments.diagnosis.printing import diagnosis_document, diagnosis_text
from instruments.diagnosis.reading import LARGEST, CodingsError, read_codings, read_pool
from instruments.facts.reading import LARGEST as LARGEST_FACTS

STANDARD_INPUT = "-"


def run(codings: str, pool: str | None, *, as_json: bool, language: str) -> str:
    """The text to print. Raises FactsError for anything that cannot be read."""
    told = _codings(codings)
    found = diagnose(told)
    chosen = _next(found, told, pool)
    if as_json:
        return json.dumps(diagnosis_document(found, chosen), ensure_ascii=False, indent=2)
    return diagnosis_text(found, chosen, language)


def _codings(place: str) -> tuple[Coded, ...]:
    here = Path() if place == STANDARD_INPUT else Path(place).parent
    name = "standard input" if place == STANDARD_INPUT else place

    def read_file(path: str) -> bytes:
        with (here / path).open("rb") as file:
            return file.read(LARGEST_FACTS + 1)

    try:
        if place == STANDARD_INPUT:
            text = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(place).open("rb") as file:
                text = file.read(LARGEST + 1)
    except OSError as error:
        problem = f"cannot be read ({error.strerror}); give the path of a file."
        raise CodingsError(name, (problem,)) from None
    return read_codings(text, name, read_file)


def _next(found: Diagnosis, told: tuple[Coded, ...], pool: str | None) -> NextCase | None:
    if pool is None:
        return None
    done = frozenset((coded.tool, coded.case) for coded in told)
    done |= frozenset((coded.tool, coded.facts.case) for coded in told)
    return choose(found.posterior, read_pool(Path(pool)), found.tools, done)
