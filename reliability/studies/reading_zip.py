"""A workbook is a ZIP archive: its sizes are weighed before anything of it is unpacked."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import BinaryIO

from reliability.studies.reading_refused import (
    MAX_BYTES,
    bomb,
    damaged,
    not_a_table,
    refused,
    too_many_bytes,
)

MAX_ENTRIES = 1_000
MAX_DIRECTORY = 1024 * 1024
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_RATIO = 250
SMALL = 4 * 1024 * 1024
"""What is smaller than this unpacked may be packed as tightly as it likes."""
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    IndexError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
)
"""What unpacking and parsing raise where a file is not what it says."""
_END = b"PK\x05\x06"
_END_LENGTH = 22
_LONG_END = b"PK\x06\x07"
_LONG_END_LENGTH = 20


def workbook(stream: BinaryIO) -> zipfile.ZipFile:
    """The archive, after its directory has been weighed. Raises RefusedError."""
    size = stream.seek(0, 2)
    if size > MAX_BYTES:
        raise too_many_bytes()
    _weigh_directory(stream, size)
    try:
        archive = zipfile.ZipFile(stream)
    except BROKEN:
        raise damaged() from None
    _weigh(archive.infolist())
    return archive


def _weigh_directory(stream: BinaryIO, size: int) -> None:
    """The directory alone may fill the memory: how long it is stands at the end of the file."""
    start = max(0, size - 65_557)
    stream.seek(start)
    tail = stream.read()
    stream.seek(0)
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_LENGTH:
        raise damaged()
    locator = tail[max(0, end - _LONG_END_LENGTH) : end]
    if locator.startswith(_LONG_END):
        raise bomb()
    entries, length = struct.unpack("<HL", tail[end + 10 : end + 16])
    if entries > MAX_ENTRIES or length > MAX_DIRECTORY:
        raise bomb()


def _weigh(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise bomb()
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise not_a_table()
        if entry.file_size > SMALL and entry.file_size > MAX_RATIO * entry.compress_size:
            raise bomb()
        _refuse_content(entry.filename.lower())


def _refuse_content(name: str) -> None:
    """Programs and files inside the file are neither run nor opened; a table needs none."""
    if name.endswith("vbaproject.bin"):
        raise refused(
            "The workbook holds macros. Save it as XLSX, which leaves them out.",
            "Le classeur contient des macros. Enregistrez-le en XLSX, ce qui les laisse de côté.",
        )
    if "/embeddings/" in name or name.endswith((".zip", ".xlsx", ".xls", ".docx", ".7z", ".gz")):
        raise refused(
            "The workbook holds other files. Copy the table alone into a new workbook.",
            "Le classeur contient d'autres fichiers. Copiez le tableau seul dans un nouveau "
            "classeur.",
        )
