"""Files that somebody sends lie on disk without a name, and no longer than their request."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from config import uploads

LARGE = 3 * 1024 * 1024


@pytest.fixture
def room(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def sent(room):
    """A request with a file of this size, ended as the server ends it."""
    requests = []

    def send(size=LARGE):
        file = SimpleUploadedFile("codings.csv", b"a" * size, content_type="text/csv")
        requests.append(RequestFactory().post("/", {"file": file, "title": "Study"}))
        return requests[-1]

    yield send
    for request in requests:
        request.close()


def test_a_large_file_has_no_name_on_disk(room, sent):
    request = sent()
    file = request.FILES["file"]

    assert list(room.iterdir()) == []
    assert (file.name, file.size, request.POST["title"]) == ("codings.csv", LARGE, "Study")
    assert file.read(10) == b"a" * 10
    assert file.seekable()
    target = Path(f"/proc/self/fd/{file.fileno()}").readlink()
    assert str(target).startswith(str(room))
    assert str(target).endswith("(deleted)")


def test_the_file_is_gone_with_its_request(sent):
    request = sent()
    file = request.FILES["file"]

    request.close()

    assert file.closed


def test_a_small_file_stays_in_memory(sent):
    assert isinstance(sent(100).FILES["file"].file, io.BytesIO)


def test_of_a_file_beyond_the_limit_one_byte_too_many_is_kept(sent, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", LARGE - 10)

    file = sent().FILES["file"]

    assert file.size == LARGE
    assert len(file.read()) == LARGE - 9


def test_an_upload_that_breaks_off_leaves_nothing(room):
    handler = uploads.UnnamedFileHandler()
    handler.new_file("file", "codings.csv", "text/csv", None)
    handler.receive_data_chunk(b"Anna", 0)

    handler.upload_interrupted()

    assert handler.file.closed
    assert list(room.iterdir()) == []
