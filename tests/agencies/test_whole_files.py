"""A file with a key is whole, on the disk, and never made twice."""

import os
import stat

import pytest

from agencies import whole_files
from agencies.whole_files import write_whole


@pytest.fixture
def on_the_disk(monkeypatch):
    """Whether a folder or a file was brought to the disk, in order."""
    done = []
    fsync = os.fsync

    def noted(handle):
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    monkeypatch.setattr(whole_files.os, "fsync", noted)
    return done


def test_a_new_file_and_its_name_are_on_the_disk_and_its_owner_alone_reads_it(
    tmp_path, on_the_disk
):
    file = tmp_path / "keys" / "key"

    write_whole(file, "one", must_be_new=True)

    assert file.read_text() == "one"
    assert file.stat().st_mode & 0o777 == 0o600
    assert on_the_disk == ["file", "folder"]


def test_whoever_comes_second_finds_the_first_key(tmp_path):
    file = tmp_path / "key"
    write_whole(file, "one", must_be_new=True)
    write_whole(file, "two", must_be_new=True)

    assert file.read_text() == "one"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_is_replaced_as_a_whole_or_stays(tmp_path, monkeypatch):
    file = tmp_path / "key"
    write_whole(file, "one", must_be_new=False)

    def full(handle):
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(whole_files.os, "fsync", full)
        with pytest.raises(OSError, match="full"):
            write_whole(file, "two", must_be_new=False)
    assert file.read_text() == "one"
    assert list(tmp_path.iterdir()) == [file]

    write_whole(file, "three", must_be_new=False)
    assert file.read_text() == "three"
