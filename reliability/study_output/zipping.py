"""Zip files with the same bytes each time, and zip files that are sent while they are written."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO

_EPOCH = (1980, 1, 1, 0, 0, 0)


def named(name: str, *, packed: bool = True) -> zipfile.ZipInfo:
    """An entry without the time of day: the same content, the same bytes."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    return entry


def fixed(archive: bytes) -> bytes:
    """The same zip file, without the times at which its entries were written."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as old, zipfile.ZipFile(written, "w") as new:
        for entry in old.infolist():
            new.writestr(named(entry.filename), old.read(entry))
    return written.getvalue()


@dataclass
class _Waiting:
    """What was written and not yet sent. Cannot go back, so the zip file does not try to."""

    parts: list[bytes] = field(default_factory=list)

    def write(self, part: bytes) -> int:
        self.parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        pass

    def taken(self) -> bytes:
        whole = b"".join(self.parts)
        self.parts.clear()
        return whole


def zipped(files: Iterable[tuple[zipfile.ZipInfo, Iterable[bytes]]]) -> Iterator[bytes]:
    """A zip file, part by part: never more of it in memory than one part of one file."""
    waiting = _Waiting()
    # a file that cannot go back is enough to write to
    with zipfile.ZipFile(waiting, "w") as archive:  # type: ignore[call-overload]
        for entry, parts in files:
            with archive.open(entry, "w", force_zip64=False) as written:
                for part in parts:
                    written.write(part)
                    yield waiting.taken()
            yield waiting.taken()
    yield waiting.taken()
