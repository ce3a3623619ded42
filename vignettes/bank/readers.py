"""Who read which case, in which language, and what was found: kept beside the case, and counted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from vignettes.bank import blind
from vignettes.bank.case import BankCase
from vignettes.casefile import READINGS, CaseFile
from vignettes.phrases import LANGUAGES, Language
from vignettes.readings import Difference, Reading, digest, read_readings, written


class ReadingRefusedError(ValueError):
    """A reading, or a cause, cannot be kept. The message says why."""


@dataclass(frozen=True)
class Readings:
    """What was read by somebody else than the writer, in the whole bank.

    A language counts as read when every tool that rules score was scored from it.
    """

    both: tuple[str, ...]
    once: tuple[str, ...]
    """Cases read in one language only."""
    stale: tuple[str, ...]
    """Case and language whose words or facts are no longer those of its last reading."""
    differences: dict[str, int]
    """cause -> differences; `none` where none was told yet."""
    faults: dict[str, int]
    """cause -> faults: differences of a case with the same sentence on what was done are one."""


def reading_of(
    case: CaseFile,
    *,
    language: Language,
    reader: str | None,
    day: date,
    tools: tuple[str, ...],
    differences: tuple[Difference, ...],
) -> Reading:
    """A reading of the case as it stands. Raises ReadingRefusedError."""
    try:
        return Reading(
            language=language,
            reader=reader or "",
            date=day,
            digest=digest(case.texts[language], case.facts),
            tools=tools,
            differences=differences,
        )
    except ValidationError:
        message = "Say who read with --reader and one capital letter, such as --reader B."
        raise ReadingRefusedError(message) from None


def keep(folder: Path, reading: Reading, *, again: bool) -> None:
    """Add the reading to the case; `again`: in place of the reader's last one of the same text.

    The second scores of the same text are not blind, so they replace the first only when asked;
    causes told for differences that are still there stay. Raises ReadingRefusedError.
    """
    readings = _kept(folder)
    same = [one for one in readings if _same_text(one, reading)]
    if same and not again:
        message = f"{reading.reader} has read this text already; --again replaces that reading."
        raise ReadingRefusedError(message)
    settled = {(d.tool, d.item, d.read, d.computed): d for one in same for d in one.differences}
    kept = [settled.get((d.tool, d.item, d.read, d.computed), d) for d in reading.differences]
    reading = reading.model_copy(update={"differences": tuple(kept)})
    _write(folder, [*(one for one in readings if one not in same), reading])


def settle(
    folder: Path,
    case: CaseFile,
    *,
    language: Language,
    reader: str | None,
    causes: Mapping[str, str],
    mended: str | None,
) -> Reading:
    """Tell where the faults of this reader's last reading lay: `causes` by TOOL/ITEM.

    The text as it stands now counts as looked at by this reader. Raises ReadingRefusedError.
    """
    readings = list(_kept(folder))
    own = [n for n, r in enumerate(readings) if (r.language, r.reader) == (language, reader)]
    if not own:
        raise ReadingRefusedError(f"There is no reading in {language} by {reader} to add this to.")
    last = readings[own[-1]]
    unknown = causes.keys() - {f"{one.tool}/{one.item}" for one in last.differences}
    if unknown:
        raise ReadingRefusedError(
            f"That reading has no difference at {', '.join(sorted(unknown))}."
        )
    if causes and not mended:
        raise ReadingRefusedError("Say with --mended, in one sentence, what was done.")
    changed = last.model_dump() | {"differences": _settled(last, causes, mended)}
    now = digest(case.texts[language], case.facts)
    changed["after"] = now if now != last.digest else None
    try:
        readings[own[-1]] = Reading.model_validate(changed)
    except ValidationError as error:
        message = f"{error.errors()[0]['loc'][-1]}: {error.errors()[0]['msg']}."
        raise ReadingRefusedError(message) from None
    _write(folder, readings)
    return readings[own[-1]]


def readings_of(cases: Iterable[BankCase]) -> Readings:
    """Count the readings of these cases."""
    found = list(cases)
    read = {case.code: [one for one in LANGUAGES if _is_read(case, one)] for case in found}
    every = [(case.code, d) for case in found for r in case.readings for d in r.differences]
    faults = {(code, d.cause, d.mended) for code, d in every if d.cause is not None}
    return Readings(
        both=tuple(code for code, languages in read.items() if len(languages) == len(LANGUAGES)),
        once=tuple(code for code, languages in read.items() if len(languages) == 1),
        stale=tuple(
            f"{case.code} ({language})"
            for case in found
            for language in read[case.code]
            if _is_stale(case, language)
        ),
        differences=dict(Counter(d.cause or "none" for _, d in every)),
        faults=dict(Counter(str(cause) for _, cause, _ in faults)),
    )


def _is_read(case: BankCase, language: Language) -> bool:
    scored = {t for one in case.readings if one.language == language for t in one.tools}
    return scored >= {tool.id for tool in blind.tools()}


def _is_stale(case: BankCase, language: Language) -> bool:
    own = [one for one in case.readings if one.language == language]
    now = digest(case.texts[language], case.facts)
    return not any(now in (one.digest, one.after) for one in own)


def _settled(reading: Reading, causes: Mapping[str, str], mended: str | None) -> list[Any]:
    told = []
    for one in reading.differences:
        cause = causes.get(f"{one.tool}/{one.item}")
        more = {"cause": cause, "mended": mended} if cause else {}
        told.append(one.model_dump() | more)
    return told


def _same_text(one: Reading, other: Reading) -> bool:
    return (one.language, one.reader, one.digest) == (other.language, other.reader, other.digest)


def _kept(folder: Path) -> tuple[Reading, ...]:
    readings, wrong = read_readings(folder)
    if wrong:
        raise ReadingRefusedError(f"Mend {folder.name}/{READINGS} first: {wrong[0]}")
    return readings


def _write(folder: Path, readings: Iterable[Reading]) -> None:
    (folder / READINGS).write_text(written(readings), encoding="utf-8")
