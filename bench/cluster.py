"""A PostgreSQL of its own for one measurement or one run: made in a new folder, gone afterwards.

`python -m bench.cluster COMMAND ...` runs a command with DATABASE_URL set to it.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.command import MeasurementError

VERSIONS = Path("/usr/lib/postgresql")
NEWEST_FIRST = ("17", "16", "15")
UNPRIVILEGED = ("postgres", "nobody")
SETTINGS = "-c listen_addresses='' -c shared_buffers=512MB -c max_wal_size=4GB -c fsync=off"


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a database to connect to; reached through a socket in a private folder.

    PostgreSQL refuses to run as root, so root hands it to an account without rights.
    Raises MeasurementError where PostgreSQL is not installed.
    """
    binaries = _binaries()
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="cluster-"))
    data = folder / "data"
    data.mkdir()
    if owner:
        shutil.chown(folder, owner)
        shutil.chown(data, owner)
    try:
        _run([binaries / "initdb", "-D", data, "-A", "trust", "-U", "plumbline", "-N"], owner)
        started = f"{SETTINGS} -k {folder}"
        log = folder / "log"
        _run([binaries / "pg_ctl", "-D", data, "-l", log, "-w", "-o", started, "start"], owner)
        try:
            yield f"postgres://plumbline@/postgres?host={folder}"
        finally:
            _run([binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
