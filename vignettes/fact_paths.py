"""Which facts a case has, by their paths, and which of them a set of paths tells."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from instruments.facts import Facts

UNTOLD_FIELDS = {"schema_version", "case", "id"}


def leaves(facts: Facts) -> dict[str, Any]:
    """path -> value of every fact that is not a default: what the text has to tell."""
    return dict(_leaves(facts, ""))


def covers(told: str, path: str) -> bool:
    """Does telling `told` tell `path`? A path tells everything below it."""
    return path == told or path.startswith(f"{told}/")


def untold(facts: Facts, told: Iterable[str]) -> list[str]:
    """The facts that none of these paths tells."""
    paths = list(told)
    return [leaf for leaf in leaves(facts) if not any(covers(path, leaf) for path in paths)]


def _leaves(record: BaseModel, prefix: str) -> Iterator[tuple[str, Any]]:
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if name in UNTOLD_FIELDS or (not field.is_required() and value == field.default):
            continue
        path = f"{prefix}{name}"
        if isinstance(value, BaseModel):
            yield from _leaves(value, f"{path}/")
        elif isinstance(value, tuple) and value and hasattr(value[0], "id"):
            for entry in value:
                yield from _leaves(entry, f"{path}/{entry.id}/")
        else:
            yield path, value
