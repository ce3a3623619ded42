"""Writes a small file of which something else depends, such as a key: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write_whole(file: Path, text: str, *, must_be_new: bool) -> None:
    """A file that its owner alone can read, on the disk before this returns.

    What is signed or hashed with a key is kept for years: a machine that loses its power a moment
    later must still have the key. With `must_be_new` a file that is there already stays as it is,
    so that two processes that start together end up with the same key.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent)  # readable by its owner only
    try:
        with os.fdopen(handle, "w", encoding="ascii") as draft:
            draft.write(text)
            draft.flush()
            os.fsync(draft.fileno())
        if must_be_new:
            with suppress(FileExistsError):
                file.hardlink_to(name)
        else:
            Path(name).replace(file)
        _keep_name(file.parent)
    finally:
        Path(name).unlink(missing_ok=True)


def _keep_name(folder: Path) -> None:
    """The name of a new file is part of its folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
