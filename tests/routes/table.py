"""Reads the table of answers, and what the URL configuration really holds."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.urls import URLResolver, get_resolver, reverse

FOLDER = Path(__file__).parent
COLUMNS = (
    "signed_out",
    "assessor",
    "colleague",
    "expert",
    "adjudicator",
    "coordinator",
    "analyst",
    "agency_admin",
    "editor",
    "system_admin",
)
SIGN_IN = "in"
"""In the table: sent to the sign-in page, and back here afterwards."""
METHODS = ("GET", "POST")
COLLECTED = {
    "account/": ("account_login", "account_email"),
    "admin/": ("admin:index",),
    "api/": (),
}
"""allauth's own pages and Django's admin: only these of them have a row. The programming interface
has a table of its own, by scope as well (tests/reliability/api/)."""


@dataclass(frozen=True)
class Row:
    """One route with one thing: what each role is answered, by method."""

    key: str
    names: str
    answers: dict[str, dict[str, str]]
    shared: bool

    @property
    def route(self):
        """The name of the route; what follows a blank tells two rows of one route apart."""
        return self.key.partition(" ")[0]

    def url(self, world):
        return reverse(self.route, args=world.args[self.names])


def read_rows():
    """Every row of every file of the table."""
    told = {}
    for file in sorted(FOLDER.glob("*.toml")):
        rows = tomllib.loads(file.read_text(encoding="utf-8"))
        assert not told.keys() & rows.keys(), f"{file.name} holds rows of another file."
        told |= rows
    return [_row(key, row) for key, row in told.items()]


def _row(key, row):
    answers = {}
    for method in METHODS:
        if method in row:
            cells = row[method].split()
            assert len(cells) == len(COLUMNS), f"{key}, {method}: {len(cells)} answers"
            answers[method] = dict(zip(COLUMNS, cells, strict=True))
    return Row(key, row.get("names", ""), answers, row.get("shared", False))


def routes():
    """The names of all routes; of allauth's and of Django's admin only those of `COLLECTED`."""
    return {*_walk(get_resolver(), ""), *(name for kept in COLLECTED.values() for name in kept)}


def _walk(resolver, namespace):
    for entry in resolver.url_patterns:
        if str(entry.pattern) in COLLECTED and not namespace:
            continue
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner)
        else:
            yield f"{namespace}{entry.name or entry.pattern}"
