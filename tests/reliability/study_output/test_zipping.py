"""Zip files that are sent while they are written, with the same bytes each time."""

import zipfile
from io import BytesIO

from reliability.study_output.zipping import fixed, named, zipped


def parts(n):
    for number in range(n):
        yield bytes([number % 7]) * 10_000


def test_zipped_is_a_zip_file_of_every_part():
    whole = b"".join(zipped([(named("a.txt"), [b"one", b"two"]), (named("b"), parts(30))]))

    with zipfile.ZipFile(BytesIO(whole)) as archive:
        assert archive.testzip() is None
        assert archive.read("a.txt") == b"onetwo"
        assert archive.read("b") == b"".join(parts(30))


def test_zipped_sends_before_all_is_written():
    asked = []

    def told():
        for number in range(1000):
            asked.append(number)
            yield bytes(100_000)

    stream = zipped([(named("big", packed=False), told())])

    sent = len(next(stream)) + len(next(stream))

    assert sent >= 100_000
    assert len(asked) < 5


def test_zipped_has_the_same_bytes_each_time():
    first, second = (b"".join(zipped([(named("a"), parts(3))])) for _ in range(2))

    assert first == second


def test_fixed_takes_the_times_out():
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a", (2024, 5, 6, 7, 8, 10)), b"one")

    with zipfile.ZipFile(BytesIO(fixed(written.getvalue()))) as archive:
        [entry] = archive.infolist()

    assert entry.date_time == (1980, 1, 1, 0, 0, 0)
