"""Readings of a case by somebody else than its writer, who saw the text alone and scored it.

They are kept beside the case in `readings.toml` and are no part of it: they are not published, and
a zip of the case leaves them out. A reader goes by a letter.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from instruments import catalogue
from instruments.facts import Facts
from vignettes import text
from vignettes.casefile import LARGEST, READINGS, Part, Words, table
from vignettes.findings import Finding, line_with
from vignettes.phrases import Language

ELIGIBLE = "eligible"
MEND = "See docs/vignettes.md for the form."

Cause = Literal["text", "facts", "rule", "reader"]
Given = int | Literal["yes", "no", "undecided"] | None
"""A score, or an answer to whether the tool may be used; None: left out."""
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
Letter = Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]


class Difference(Part):
    """One answer that is not the computed one, where the fault lay, and what was done."""

    tool: str
    item: str
    read: Given = None
    computed: Given = None
    cause: Cause | None = None
    mended: Words | None = None


class Reading(Part):
    """One reading in one language. `after`: the digest of what was mended when causes were told."""

    language: Language
    reader: Letter
    date: date
    digest: Digest
    after: Digest | None = None
    tools: Annotated[tuple[str, ...], Field(min_length=1)]
    differences: tuple[Difference, ...] = ()


class _File(Part):
    reading: Annotated[tuple[Reading, ...], Field(min_length=1)]


def digest(source: str, facts: Facts) -> str:
    """Of the words that a reader saw and the facts that they were held against.

    Marks and line breaks do not count: they change nothing for a reader.
    """
    words = " ".join(text.unmarked(source).split())
    seen = f"{words}\n{facts.model_dump_json(exclude_defaults=True)}"
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def read_readings(folder: Path) -> tuple[tuple[Reading, ...], list[Finding]]:
    """The readings kept with a case, none where there is no file; or what keeps them unread."""
    path = folder / READINGS
    if not path.exists():
        return (), []
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
        return (), [_finding("", "", "This is not a file of readings.")]
    try:
        source = path.read_text(encoding="utf-8")
        return _File.model_validate(table(source)).reading, []
    except ValidationError as error:
        problem = error.errors()[0]
        where = "/".join(map(str, problem["loc"]))
        return (), [_finding(source, str(problem["loc"][-1]), f"{where}: {problem['msg']}.")]
    except ValueError as error:
        return (), [_finding("", "", f"This is not TOML: {error}.")]


def findings(folder: Path, fault: Callable[[str], str]) -> Iterator[Finding]:
    """What is to mend in the readings kept with a case. `fault`: what is wrong with a sentence."""
    readings, wrong = read_readings(folder)
    yield from wrong
    path = folder / READINGS
    source = path.read_text(encoding="utf-8") if readings else ""
    known = {tool.id: {ELIGIBLE, *(i.id for i in tool.items)} for tool in catalogue.tools()}
    for reading in readings:
        for tool in sorted(set(reading.tools) - known.keys()):
            yield _finding(source, f'"{tool}"', f"{tool} is no tool of the catalogue.")
        for one in reading.differences:
            shown = f"{one.tool}/{one.item}, read in {reading.language} by {reading.reader}"
            for problem in _problems(one, known):
                yield _finding(source, f'"{one.tool}"', f"{shown}: {problem}")
            if one.mended and (problem := fault(one.mended)):
                yield _finding(source, one.mended, problem)


def _problems(one: Difference, known: dict[str, set[str]]) -> Iterator[str]:
    if one.item not in known.get(one.tool, set()):
        yield "no tool has this item."
    if one.cause is None or one.mended is None:
        yield (
            f"read as {told(one.read)}, computed {told(one.computed)}. Say where the fault lay "
            "(cause) and in one sentence what was done (mended)."
        )


def written(readings: Iterable[Reading]) -> str:
    """The file, each reading and difference as a table of its own."""
    lines = [
        "# Read by others than the writer, from the text alone: `python manage.py read_blind`."
    ]
    for reading in readings:
        lines += ["", "[[reading]]"]
        lines += _entries(reading, ("language", "reader", "date", "digest", "after", "tools"))
        for one in reading.differences:
            lines += ["", "[[reading.differences]]"]
            lines += _entries(one, ("tool", "item", "read", "computed", "cause", "mended"))
    return "\n".join(lines) + "\n"


def told(given: Given) -> str:
    """A score or an answer as one says it."""
    return "left out" if given is None else str(given)


def _entries(part: Part, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        value = getattr(part, name)
        if value is not None:
            is_day = isinstance(value, date)
            yield f"{name} = {value if is_day else json.dumps(value, ensure_ascii=False)}"


def _finding(source: str, words: str, message: str) -> Finding:
    return Finding(READINGS, line_with(source, words), 1, "reading", message, MEND)
