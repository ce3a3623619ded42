"""Which versions computed a report: written on every page of it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.metadata import version
from pathlib import Path

_PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


@cache
def _own_version() -> str:
    return str(tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"])


ENGINE = f"plumbline {_own_version()} (numpy {version('numpy')}, scipy {version('scipy')})"
