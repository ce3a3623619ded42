"""A contestant at work in a process of its own, answering one line at a time."""

import json
import os
import selectors
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bench.statistics.environments import ROOT, python, rscript, variables

PATIENCE = 180.0


@dataclass(frozen=True)
class Part:
    """A module of preparations in one environment; in R, `module` is the name of the package."""

    environment: str
    module: str

    def command(self, task: str, tables: Path) -> list[str]:
        """How to start it."""
        if self.environment == "r":
            script = Path(__file__).parent / "peers" / "with_r.R"
            return [str(rscript()), str(script), self.module, task, str(tables.with_suffix(".csv"))]
        runner = "bench.statistics.contestant"
        return [str(python(self.environment)), "-m", runner, self.module, task, str(tables)]


class Contestant:
    """The process of one part; `reply` is what it said last."""

    def __init__(self, part: Part, task: str, tables: Path, *, full: bool) -> None:
        self._patience = PATIENCE * (10 if full else 1)
        self._process = subprocess.Popen(  # noqa: S603
            part.command(task, tables),
            cwd=ROOT,
            env=variables(full=full),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._unread = b""
        self.warm_up: dict[str, Any] = self._reply()

    def seconds(self) -> float | None:
        """Time it once more; None where it no longer answers."""
        pipe = _open(self._process.stdin)
        try:
            pipe.write(b"\n")
            pipe.flush()
        except BrokenPipeError:
            return None
        found = self._reply().get("seconds")
        return None if found is None else float(found)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        _open(self._process.stdin).close()
        _open(self._process.stdout).close()

    def _reply(self) -> dict[str, Any]:
        """The next line that is an answer, or why there is none."""
        pipe = _open(self._process.stdout)
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while b"\n" not in self._unread:
                if not selector.select(self._patience):
                    self._process.kill()
                    return {"error": f"stopped after {self._patience:.0f} s"}
                read = os.read(pipe.fileno(), 65536)
                if not read:
                    return {"error": "ended without an answer"}
                self._unread += read
        line, self._unread = self._unread.split(b"\n", 1)
        answer: dict[str, Any] = json.loads(line)
        return answer


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the process was started without a pipe")
    return pipe
