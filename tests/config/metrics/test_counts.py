"""Counters of several processes add up, outlive a kill, and never go back."""

import logging
import os
import signal
import threading

from config.metrics.counts import BOUNDS, Counts, sums

KEY = "GET 200 training:case"


def in_a_process(folder, times, *, killed=False):
    """Count in a process of its own, which then ends or is killed."""
    child = os.fork()
    if child == 0:
        counts = Counts(folder)
        for _ in range(times):
            counts.add(KEY, 0.02)
        os.kill(os.getpid(), signal.SIGKILL) if killed else os._exit(0)
    os.waitpid(child, 0)


def test_processes_add_up(tmp_path):
    own = Counts(tmp_path)
    own.add(KEY, 0.02)
    in_a_process(tmp_path, 3)

    seconds, *classes = sums(tmp_path)[KEY]

    assert round(seconds, 6) == 0.08
    assert classes == [0, 4, *[0] * (len(BOUNDS) - 1)]


def test_a_killed_process_leaves_what_it_counted_and_one_file(tmp_path):
    for _ in range(3):
        in_a_process(tmp_path, 2, killed=True)
        sums(tmp_path)

    assert sum(sums(tmp_path)[KEY][1:]) == 6
    assert [*tmp_path.glob("*.counts")] == []


def test_a_file_that_was_added_already_is_not_added_again(tmp_path):
    """The process that tidied up was ended between adding and deleting."""
    in_a_process(tmp_path, 5)
    (left,) = tmp_path.glob("*.counts")
    content = left.read_bytes()
    sums(tmp_path)
    left.write_bytes(content)

    assert sum(sums(tmp_path)[KEY][1:]) == 5


def test_the_file_of_a_living_process_is_not_taken(tmp_path):
    own = Counts(tmp_path)
    own.add(KEY)
    sums(tmp_path)
    own.add(KEY)

    assert sum(sums(tmp_path)[KEY][1:]) == 2


def test_a_fork_counts_for_itself(tmp_path):
    own = Counts(tmp_path)
    own.add(KEY)
    child = os.fork()
    if child == 0:
        own.add(KEY)
        os._exit(0)
    os.waitpid(child, 0)
    own.add(KEY)

    assert sum(sums(tmp_path)[KEY][1:]) == 3


def test_threads_lose_nothing(tmp_path):
    own = Counts(tmp_path)
    threads = [
        threading.Thread(target=lambda: [own.add(f"{KEY}{n % 7}") for n in range(500)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(sum(tally[1:]) for tally in sums(tmp_path).values()) == 2000


def test_a_folder_that_cannot_be_written_stops_no_request(tmp_path, caplog):
    (tmp_path / "file").touch()

    with caplog.at_level(logging.WARNING):
        Counts(tmp_path / "file" / "metrics").add(KEY)

    assert "Requests are not counted" in caplog.text
    assert sums(tmp_path / "file" / "metrics") == {}


def test_a_full_disk_stops_no_request(tmp_path, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    own = Counts(tmp_path)
    own.add(KEY)
    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", full)
        own.add(KEY)
    own.add(KEY)

    assert sum(sums(tmp_path)[KEY][1:]) == 3
