"""A text table, record by record: strict about its encoding, never guessing one."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import BinaryIO

from reliability.studies.reading_refused import (
    ENCODINGS,
    MAX_BYTES,
    MAX_LINE,
    Candidate,
    RefusedError,
    not_a_table,
    refused,
    too_long_a_cell,
    too_many_bytes,
)

CHUNK = 1 << 16
DELIMITERS = ",;\t|"
LOOKED_AT = 20
LETTERS_SHOWN = 24
_SEP = re.compile(r"sep=([,;\t|])\s*", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def records(stream: BinaryIO, encoding: str | None) -> Iterator[tuple[int, list[str]]]:
    """Every record with its number, from 1; an empty line is a record without cells.

    UTF-8, or UTF-16 that says so in its first two bytes. Anything else is refused with the
    encodings to choose from; `encoding` is the one that a person chose.
    """
    lines = _lines(stream, encoding)
    first = list(islice(lines, LOOKED_AT))
    told = _SEP.fullmatch(first[0]) if first else None
    delimiter = told.group(1) if told else _delimiter(first)
    body = chain(["\n"] if told else [], first[1 if told else 0 :], lines)
    reader = csv.reader(body, delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            is_long = "larger than" in str(error)
            raise (too_long_a_cell(number) if is_long else _quotes(number)) from None
        yield number, record


def _lines(stream: BinaryIO, encoding: str | None) -> Iterator[str]:
    """The lines, each with its end; in memory is one of them and what was read with it."""
    pending = ""
    for text in _texts(stream, encoding):
        whole = pending + text
        *lines, pending = whole.split("\n")
        for line in lines:
            yield line + "\n"
        if len(pending) > MAX_LINE:
            raise _long_line()
    if pending:
        yield pending


def _texts(stream: BinaryIO, encoding: str | None) -> Iterator[str]:
    chunk = stream.read(CHUNK)
    mark, name = next(
        ((mark, name) for mark, name in _MARKS if chunk.startswith(mark)), (b"", "utf-8")
    )
    if not mark and encoding is not None:
        if encoding not in ENCODINGS:
            raise ValueError(f"encoding must be one of {', '.join(ENCODINGS)}, got {encoding}")
        name = encoding
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(name)("strict"), True)
    chunk, size = chunk[len(mark) :], 0
    while True:
        size += len(chunk)
        if size > MAX_BYTES:
            raise too_many_bytes()
        text = _decoded(decoder, chunk, name)
        if "\0" in text:
            raise not_a_table()
        yield text
        if not chunk:
            return
        chunk = stream.read(CHUNK)


def _decoded(decoder: io.IncrementalNewlineDecoder, chunk: bytes, name: str) -> str:
    try:
        return decoder.decode(chunk, final=not chunk)
    except UnicodeDecodeError as error:
        raise _not_unicode(error.object, name) from None


def _not_unicode(content: bytes, name: str) -> RefusedError:
    """Which encodings there are to choose from, with the letters that each makes of the bytes."""
    odd = bytes(dict.fromkeys(byte for byte in content if byte >= 0x80))[:LETTERS_SHOWN]
    candidates = tuple(
        Candidate(encoding, told, _letters(odd, encoding))
        for encoding, told in ENCODINGS.items()
        if name == "utf-8" and _letters(odd, encoding)
    )
    text = refused(
        "The text is not in UTF-8: some letters cannot be read. Save the table as CSV UTF-8 or as "
        "XLSX, or choose the encoding in which the accented letters look right.",
        "Le texte n'est pas en UTF-8 : certaines lettres ne peuvent pas être lues. Enregistrez le "
        "tableau en CSV UTF-8 ou en XLSX, ou choisissez l'encodage qui rend bien les lettres "
        "accentuées.",
    ).text
    return RefusedError(text, candidates=candidates)


def _letters(odd: bytes, encoding: str) -> str:
    try:
        return " ".join(odd.decode(encoding))
    except UnicodeDecodeError:
        return ""


def _delimiter(lines: list[str]) -> str:
    """The sign that divides the first line into most cells, and the others into as many."""

    def fit(delimiter: str) -> tuple[bool, float, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            return (False, 0.0, 0)
        widest = max(widths, default=0)
        return (widest > 1, sum(width == widest for width in widths) / (len(widths) or 1), widest)

    return max(DELIMITERS, key=fit)


def _quotes(row: int) -> RefusedError:
    return refused(
        "Row {row} cannot be divided into cells: a quotation mark is not closed, or stands inside "
        "a cell. Correct the row, or save the table as XLSX.",
        "La ligne {row} ne peut pas être divisée en cellules : un guillemet n'est pas fermé ou se "
        "trouve dans une cellule. Corrigez la ligne, ou enregistrez le tableau en XLSX.",
        row=row,
    )


def _long_line() -> RefusedError:
    return refused(
        "A line of the file is longer than {n:,} characters, far more than the columns of a table "
        "of codings need. Keep the columns of the template and delete the others.",
        "Une ligne du fichier dépasse {n} caractères, bien plus que n'en demandent les colonnes "
        "d'un tableau de cotations. Gardez les colonnes du modèle et supprimez les autres.",
        n=MAX_LINE,
    )
