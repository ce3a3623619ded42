"""A report as JSON: where it comes from, every figure, and the codings where they are wanted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from reliability.models import ReportEdition
from reliability.studies.results import Results, as_json
from reliability.study_output.edition_data import EditionData
from reliability.study_output.guarding import Value

_AT_ONCE = 500


def json_of(edition: ReportEdition, results: Results, data: EditionData | None) -> Iterator[bytes]:
    """One object: provenance, results (as they are stored, to the last bit), columns and codings.

    The codings are lists in the order of `columns`, null for what is missing. Without data both
    are null.
    """
    told = {"provenance": _provenance(edition, results), "results": as_json(results)}
    yield _text(told)[:-1].encode()
    if data is None:
        yield b', "columns": null, "codings": null}\n'
        return
    yield f', "columns": {_text(list(data.head))}, "codings": ['.encode()
    waiting: list[str] = []
    between = ""
    for row in data.values():
        waiting.append(_text([_plain(value) for value in row]))
        if len(waiting) == _AT_ONCE:
            yield (between + ",\n".join(waiting)).encode()
            between = ",\n"
            waiting.clear()
    yield ((between if waiting else "") + ",\n".join(waiting) + "]}\n").encode()


def _provenance(edition: ReportEdition, results: Results) -> dict[str, Any]:
    settings = results.settings
    return {
        "title": edition.study.title,
        "agency": edition.study.agency.name,
        "edition": edition.number,
        "made_at": edition.made_at.isoformat(),
        "tool": results.tool,
        "tool_version": results.tool_version,
        "engine": results.engine,
        "data_digest": results.data_digest,
        "seed": settings.seed,
        "replicates": settings.replicates,
    }


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _plain(value: Value) -> str | int | float | None:
    return value.isoformat() if isinstance(value, date) else value
