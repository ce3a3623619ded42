"""A PostgreSQL of its own for one measurement or one run: made in a new folder, gone afterwards.

`python -m bench.cluster COMMAND ...` runs a command with DATABASE_URL set to it.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.command import MeasurementError

VERSIONS = Path("/usr/lib/postgresql")
NEWEST_FIRST = ("17", "16", "15")
UNPRIVILEGED = ("postgres", "nobody")
PATIENCE = 120.0
"""Seconds until it counts as not coming up."""
QUICK = "-c listen_addresses= -c shared_buffers=512MB -c max_wal_size=4GB -c fsync=off"
DURABLE = "-c listen_addresses= -c shared_buffers=128MB -c fsync=on -c synchronous_commit=on"
"""What a service runs with: a commit that was answered is on the disk."""


class Postmaster:
    """One PostgreSQL in a folder of its own, which can be killed and started again."""

    def __init__(self, folder: Path, settings: str = QUICK) -> None:
        self._binaries, self._owner = _binaries(), _owner()
        self._folder, self._data, self._settings = folder, folder / "data", settings
        self._process: subprocess.Popen[bytes] | None = None
        self.address = f"postgres://plumbline@/postgres?host={folder}"

    def create(self) -> None:
        """PostgreSQL refuses to run as root, so root hands it to an account without rights."""
        self._data.mkdir()
        if self._owner:
            shutil.chown(self._folder, self._owner)
            shutil.chown(self._data, self._owner)
        initdb = self._binaries / "initdb"
        _run([initdb, "-D", self._data, "-A", "trust", "-U", "plumbline", "-N"], self._owner)

    def start(self) -> None:
        """Start it, and wait until it takes connections: after a crash it recovers first."""
        words = [*self._settings.split(), "-c", f"unix_socket_directories={self._folder}"]
        with (self._folder / "log").open("ab") as log:
            # Our own child: one that nobody waits for stays in the list of processes once killed,
            # and PostgreSQL would take it for a server that runs.
            self._process = subprocess.Popen(  # noqa: S603 - PostgreSQL's own program
                [str(self._binaries / "postgres"), "-D", str(self._data), *words],
                user=self._owner,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
            )
        end = time.monotonic() + PATIENCE
        while not self.is_ready():
            if not self.is_alive or time.monotonic() > end:
                told = (self._folder / "log").read_text(errors="replace")[-1000:]
                raise MeasurementError(f"PostgreSQL did not come up: {told.strip()}")
            time.sleep(0.05)

    @property
    def is_alive(self) -> bool:
        """Whether its first process runs; it may be recovering."""
        return self._process is not None and self._process.poll() is None

    def is_ready(self) -> bool:
        """Whether it takes connections now."""
        asked = [str(self._binaries / "pg_isready"), "-q", "-h", str(self._folder)]
        return subprocess.run(asked, check=False).returncode == 0  # noqa: S603

    def stop(self) -> None:
        """At once, but in order: what was begun is recovered at the next start."""
        if self._process is not None and self.is_alive:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(PATIENCE)

    def backends(self) -> list[int]:
        """The processes that serve a connection each."""
        return [pid for pid in self._children() if "plumbline postgres" in _title(pid)]

    def kill(self) -> None:
        """kill -9 to the postmaster and to every process it began, as a machine that falls over."""
        if self._process is None:
            return
        # Stopped first: it would begin new processes while the old ones are killed.
        self._process.send_signal(signal.SIGSTOP)
        children = self._children()
        for one in [*children, self._process.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self._process.wait()
        while any(_is_alive(one) for one in children):
            time.sleep(0.01)

    def _children(self) -> list[int]:
        if self._process is None:
            return []
        found = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]
        return [pid for pid in found if _parent(pid) == self._process.pid]


@contextmanager
def postmaster(settings: str = QUICK) -> Iterator[Postmaster]:
    """A PostgreSQL that runs, for as long as the block does; reached through a socket in a folder.

    Raises MeasurementError where PostgreSQL is not installed.
    """
    _binaries()
    folder = Path(tempfile.mkdtemp(prefix="cluster-"))
    try:
        made = Postmaster(folder, settings)
        made.create()
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a database to connect to. Raises MeasurementError, as `postmaster` does."""
    with postmaster() as made:
        yield made.address


def _parent(pid: int) -> int:
    """The process that began this one; 0 where it has ended."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    # The name of the program, in brackets, may hold anything.
    return int(told.rpartition(")")[2].split()[1])


def _is_alive(pid: int) -> bool:
    try:
        told = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


def _title(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _binaries() -> Path:
    for version in NEWEST_FIRST:
        folder = VERSIONS / version / "bin"
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    raise MeasurementError(
        "PostgreSQL is not installed here. Install Debian's postgresql (15 or newer): its server "
        "need not run, one is started for this run alone."
    )


def _owner() -> str | None:
    """An account for the server where this runs as root; None otherwise."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in names)


def _run(command: Sequence[str | Path], owner: str | None) -> None:
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        [str(word) for word in command],
        user=owner,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        check=False,
    )
    if done.returncode:
        raise MeasurementError(f"{Path(command[0]).name} failed: {done.stderr.strip()[-1000:]}")


def main(command: Sequence[str]) -> int:
    """Run a command beside a cluster; its exit status, 2 where there can be no cluster."""
    try:
        with cluster() as address:
            environment = {**os.environ, "DATABASE_URL": address}
            return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603
    except MeasurementError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command's last word
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
