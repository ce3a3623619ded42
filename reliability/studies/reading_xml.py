"""XML piece by piece, for files that strangers made: no entities, no depth, no endless words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat  # nosec B406 - declarations, and so all entities, are refused below

from reliability.studies.reading_refused import RefusedError, bomb, damaged

CHUNK = 1 << 16
MAX_DEPTH = 64
MAX_WORD = 4 * 1024 * 1024


class Part:
    """What reads a part of a workbook: told of each element by its name without a prefix."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Characters between the two."""


def parsed(source: IO[bytes], part: Part) -> Iterator[None]:
    """Hands the part everything in `source`, and stops after each piece read.

    Raises RefusedError where it is not well-formed, declares a document type (the door to
    entities), nests deeply, or holds a single tag of megabytes.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = _bounded(part)
    parser.CharacterDataHandler = part.text
    parser.StartDoctypeDeclHandler = _refuse_declaration
    fed = 0
    while True:
        chunk = source.read(CHUNK)
        fed += len(chunk)
        try:
            parser.Parse(chunk, not chunk)
        except expat.ExpatError:
            raise damaged() from None
        yield
        if not chunk:
            return
        if fed - parser.CurrentByteIndex > MAX_WORD:
            raise bomb()


def _bounded(
    part: Part,
) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]:
    """Names without their prefix, and no deeper than a workbook ever is. Called for each cell."""
    depth = 0
    part_start, part_end = part.start, part.end

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise bomb()
        part_start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        part_end(name.rpartition(":")[2] if ":" in name else name)

    return start, end


def _refuse_declaration(*_: object) -> RefusedError:
    raise damaged()
