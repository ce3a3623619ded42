"""Counters that several processes keep and any of them can read: a file for each, added up.

A process writes the record that changed, 8 bytes at a time in place, so that what it counted
outlives its being killed. It holds a lock on its file while it lives; the files of processes that
are gone are added to one file, so that the sums never go back.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import secrets
import struct
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

logger = logging.getLogger(__name__)

BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper ends, in seconds, of the classes of durations; beyond the last there is one more."""
_KEY = 160
_RECORD = struct.Struct(f"<{_KEY}sd{len(BOUNDS) + 1}Q")
_MOST_KEYS = 4000
_GONE, _LOCK = "gone.json", "lock"

Tally = list[float]
"""Seconds in all, then how many fell into each class."""


def empty() -> Tally:
    return [0.0] * (len(BOUNDS) + 2)


class Counts:
    """What this process counts, kept in a file of `folder` that is made at the first count."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._guard = threading.Lock()
        self._owner = 0
        self._file: int | None = None
        self._tallies: dict[str, tuple[int, Tally]] = {}

    def add(self, key: str, seconds: float = 0.0) -> None:
        """Count one; never raises, for nothing that is counted may fail because of it."""
        with self._guard:
            if self._owner != os.getpid():  # the first count, or the first after a fork
                self._begin()
            if self._file is None or (key not in self._tallies and self._is_full):
                return
            place, tally = self._tallies.setdefault(key, (len(self._tallies), empty()))
            tally[0] += seconds
            tally[1 + sum(seconds > bound for bound in BOUNDS)] += 1
            self._write(place, key, tally)

    @property
    def _is_full(self) -> bool:
        return len(self._tallies) >= _MOST_KEYS

    def _begin(self) -> None:
        self._owner, self._file, self._tallies = os.getpid(), None, {}
        try:
            self._file = _own_file(self._folder)
        except OSError as error:
            logger.warning("Requests are not counted: %s cannot be written", self._folder)
            logger.debug("%s", error)

    def _write(self, place: int, key: str, tally: Tally) -> None:
        record = _RECORD.pack(key.encode()[:_KEY], tally[0], *map(int, tally[1:]))
        try:
            os.pwrite(self._file or 0, record, place * _RECORD.size)
        except OSError:
            return  # a full disk: the next count writes the sums again


def _own_file(folder: Path) -> int:
    """A new file, locked before anybody can see it."""
    folder.mkdir(parents=True, exist_ok=True)
    name = folder / secrets.token_hex(8)
    file = os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    name.rename(name.with_suffix(".counts"))
    return file


def sums(folder: Path) -> dict[str, Tally]:
    """What all processes have counted, those included that are gone. Empty where none could."""
    if not folder.is_dir():
        return {}
    with _alone(folder):
        _gather(folder)
        total = _gone(folder)[0]
        for file in folder.glob("*.counts"):
            _add(total, _read(file))
    return total


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / _LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _gather(folder: Path) -> None:
    """Add the files of processes that are gone to the one file, each once."""
    total, taken = _gone(folder)
    for name in taken:  # added already; the process that did so was ended before it tidied up
        (folder / name).unlink(missing_ok=True)
    left = [file for file in folder.glob("*.counts") if _is_left(file)]
    if not left:
        return
    for file in left:
        _add(total, _read(file))
    draft = folder / "gone.draft"
    names = [file.name for file in left]
    draft.write_text(json.dumps({"sums": total, "taken": names}), encoding="utf-8")
    draft.replace(folder / _GONE)
    for file in left:
        file.unlink(missing_ok=True)


def _gone(folder: Path) -> tuple[dict[str, Tally], list[str]]:
    file = folder / _GONE
    if not file.exists():
        return {}, []
    told = json.loads(file.read_text(encoding="utf-8"))
    return told["sums"], told["taken"]


def _is_left(file: Path) -> bool:
    """Whether nobody holds its lock any more."""
    with file.open("rb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def _read(file: Path) -> dict[str, Tally]:
    content = file.read_bytes()
    whole = len(content) - len(content) % _RECORD.size
    found = {}
    for key, *tally in _RECORD.iter_unpack(content[:whole]):
        name = key.rstrip(b"\0").decode(errors="replace")
        if name:
            found[name] = [float(number) for number in tally]
    return found


def _add(total: dict[str, Tally], more: Mapping[str, Tally]) -> None:
    kept = defaultdict(empty, total)
    for key, tally in more.items():
        kept[key] = [a + b for a, b in zip(kept[key], tally, strict=True)]
    total.update(kept)
