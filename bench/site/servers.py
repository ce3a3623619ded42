"""Starts, kills and stops the real servers of an installation that is made for one measurement."""

from __future__ import annotations

import contextlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.command import MeasurementError
from bench.site.people import Wanted, World

ROOT = Path(__file__).resolve().parents[2]
LOCAL = "127.0.0.1"
PATIENCE = 120.0
"""Seconds until a server counts as not coming up: the machine may be busy with other things."""


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOCAL, 0))
        return int(probe.getsockname()[1])


@dataclass
class Service:
    """One program and all processes it begins: a group, so that one blow ends them all."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    host: str = LOCAL
    port: int = 0
    """Where it listens; 0 for a worker."""
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own programs
                list(self.command),
                cwd=ROOT,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """kill -9 to the whole group: nothing is tidied up, nothing is said."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """End it in order; by force where it does not."""
        if self.process is None:
            return
        if self.is_running:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(15)
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self.process is None:
            return
        # Every process of the group may have ended by itself.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        self.process.wait()

    def processes(self) -> list[int]:
        """The numbers of every process of the group, the first one first."""
        if self.process is None:
            return []
        found = [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdecimal()]
        return [pid for pid in sorted(found) if _group_of(pid) == self.process.pid]

    def wait_until_ready(self, seconds: float = PATIENCE) -> float:
        """Until /health/ready answers 200; how many seconds that took."""
        began = time.monotonic()
        while not self.is_ready():
            if not self.is_running or time.monotonic() - began > seconds:
                raise MeasurementError(
                    f"{self.name} did not come up in {seconds:.0f} s: {self.last_words()}"
                )
            time.sleep(0.05)
        return time.monotonic() - began

    def is_ready(self) -> bool:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=5)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def last_words(self) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return text[-2000:]


@dataclass
class Site:
    """An installation in a folder of its own, on SQLite there or on the database that is named."""

    folder: Path
    database: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    """Variables of the environment on top."""

    def __post_init__(self) -> None:
        self._key = secrets.token_urlsafe(64)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": self._key,
            "VAR_DIR": str(self.folder),
            "DATABASE_URL": self.database,
            "LOG_LEVEL": "WARNING",
            "OPENBLAS_NUM_THREADS": "1",
            **self.more,
        }

    def prepare(self, *, static: bool = False) -> None:
        """The steps of docs/deploy.md: tables, the shipped cases, perhaps the static files."""
        self.run("manage.py", "prepare")
        self.run("manage.py", "load_vignettes")
        if static:
            self.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")

    def make_world(self, wanted: Wanted) -> World:
        """One agency with its people, made by the actions that clicks call."""
        options = [f"--{name}={value}" for name, value in asdict(wanted).items()]
        return World.from_json(self.run("-m", "bench.site.world", *options))

    def run(self, *words: str) -> str:
        """One command of the installation; what it printed. Raises MeasurementError."""
        done = subprocess.run(  # noqa: S603 - our own programs
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise MeasurementError(f"{' '.join(words)} failed: {done.stderr[-2000:]}")
        return done.stdout

    def web(
        self,
        port: int = 0,
        *,
        processes: int = 2,
        threads: int = 4,
        host: str = LOCAL,
        inside: Sequence[str] = (),
        options: Sequence[str] = (),
    ) -> Service:
        """The web server of docs/deploy.md, not started. `inside`: words put before the command."""
        port = port or free_port()
        words = [*inside, sys.executable, "-m", "gunicorn", "config.wsgi"]
        words += ["--bind", f"{host}:{port}", "--worker-class", "gthread"]
        words += ["--workers", str(processes), "--threads", str(threads)]
        words += ["--log-level", "warning", *options]
        log = self.folder / f"web-{port}.log"
        return Service(f"web-{port}", words, self.environment, log, host, port)

    def worker(self, name: str = "worker", *, inside: Sequence[str] = ()) -> Service:
        """The worker of docs/deploy.md, not started."""
        words = [*inside, sys.executable, "manage.py", "worker", "--verbosity", "0"]
        return Service(name, words, self.environment, self.folder / f"{name}.log")


def _group_of(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0
