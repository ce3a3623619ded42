"""The sheet of a case as gold.toml, in the order of docs/vignettes.md and one entry a line."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

BARE = re.compile(r"^[A-Za-z0-9_-]+$")
ORDER = (
    "code",
    "kind",
    "difficulty",
    "variant_of",
    "variant_of",
    "title",
    "spans",
    "untold",
    "gold",
    "proposal",
    "why",
)


def written(sheet: Mapping[str, Any]) -> str:
    """The sheet as text. What has no value yet is left out; an unknown key comes last."""
    known = [key for key in ORDER if key in sheet]
    keys = known + [key for key in sheet if key not in ORDER]
    return "\n".join(_table({key: sheet[key] for key in keys}, ())).strip() + "\n"


def _table(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """First the plain entries of a table under its heading, then the tables in it."""
    plain = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    if path and (plain or not table):
        yield ""
        yield f"[{'.'.join(map(_key, path))}]"
    for key, value in plain.items():
        if value is not None:
            yield f"{_key(key)} = {_value(value)}"
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _table(value, (*path, key))


def _key(name: str) -> str:
    return name if BARE.match(name) else _quoted(name)


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(entry) for entry in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else _quoted(str(value))


def _quoted(words: str) -> str:
    """A basic string: JSON's escapes are TOML's; TOML forbids one character more."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
