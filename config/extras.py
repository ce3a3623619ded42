"""What the environment may switch on: learning platforms (LTI=1), a record store (XAPI=1)."""

import importlib.util
from collections.abc import Collection

from django.core.exceptions import ImproperlyConfigured

from config import environment

EXTRAS = {"lti": ("lti_tool", "lti"), "xapi": ("xapi",)}
"""The apps that each adds, the last of them ours. Without the switch none is imported."""


def chosen() -> tuple[str, ...]:
    """The extras that are on; a sentence where one of them is not installed."""
    found = tuple(name for name in EXTRAS if environment.switch(name.upper()))
    for name in found:
        if not all(map(_is_there, EXTRAS[name])):
            raise ImproperlyConfigured(
                f"The environment says {name.upper()}=1, and what this needs is not installed. "
                f"Install requirements/{name}.txt, or take {name.upper()} out of the environment."
            )
    return found


def apps(on: Collection[str]) -> list[str]:
    """The apps of these extras."""
    return [app for name, added in EXTRAS.items() if name in on for app in added]


def middleware(on: Collection[str]) -> list[str]:
    """What stands between a request and its view where these extras are on."""
    return ["lti.sessions.BoundSessions"] if "lti" in on else []


def _is_there(package: str) -> bool:
    try:
        return importlib.util.find_spec(package) is not None
    except ModuleNotFoundError:
        return False
