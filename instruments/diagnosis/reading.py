"""A file of codings, one a line, and a folder of cases to choose from: read, or refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from instruments.catalogue import UnknownTool, tool
from instruments.diagnosis.observed import Coded, forecast
from instruments.facts import Facts, FactsError, read_facts
from instruments.facts.reading import read_object
from instruments.scores import FIELDS, read_scores

LARGEST = 20_000_000
"""Bytes: some thousand codings with their facts."""
CODING = "coding"
KNOWN = ("case", "tool", "facts", "facts_file", *FIELDS)

ReadFile = Callable[[str], bytes]
"""The bytes of a file that a coding names, relative to the codings. Raises OSError."""


class CodingsError(FactsError):
    """The codings cannot be used. `problems` holds one sentence each, with its line."""


def read_codings(text: bytes, name: str, read_file: ReadFile) -> tuple[Coded, ...]:
    """The codings in `text` (JSON Lines, UTF-8). Raises CodingsError with every bad line."""
    if len(text) > LARGEST:
        size = f"found {len(text):,} bytes or more, expected at most {LARGEST:,}"
        raise CodingsError(name, (f"{size}; give the codings of one assessor.",))
    found: list[Coded] = []
    problems: list[str] = []
    for number, line in _lines(text):
        try:
            found.append(_coding(line, read_file))
        except FactsError as error:
            part = "" if error.name == CODING else f"{error.name}: "
            # The whole line is one line of JSON: its column is enough.
            problems += [
                f"line {number}: {part}{problem.removeprefix('line 1, ')}"
                for problem in error.problems
            ]
        except UnknownTool as error:
            problems.append(f"line {number}: tool: {error}")
    if not found and not problems:
        problems.append("found no coding, expected one JSON object a line.")
    if problems:
        raise CodingsError(name, tuple(problems))
    return tuple(found)


def _lines(text: bytes) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(text.split(b"\n"), 1):
        if line.strip():
            yield number, line


def _coding(line: bytes, read_file: ReadFile) -> Coded:
    document = read_object(line, CODING)
    problems = [
        f"{field}: found a field that is not known here; expected {', '.join(KNOWN)}."
        for field in document
        if field not in KNOWN
    ]
    problems += [
        f"{field}: found {json.dumps(document.get(field))}, expected text."
        for field in ("case", "tool")
        if not isinstance(document.get(field), str)
    ]
    if problems:
        raise FactsError(CODING, tuple(problems))
    tool_id = tool(document["tool"]).id
    facts = _facts(document, read_file)
    given = {field: document[field] for field in FIELDS if field in document}
    scores = read_scores(json.dumps(given), tool_id, "scores")
    coded = Coded(document["case"], tool_id, facts, scores)
    _must_be_eligible(coded)
    return coded


def _facts(document: dict[str, Any], read_file: ReadFile) -> Facts:
    if ("facts" in document) == ("facts_file" in document):
        problem = "found both or neither of facts and facts_file, expected one of them."
        raise FactsError(CODING, (problem,))
    if "facts" in document:
        return read_facts(json.dumps(document["facts"]), "facts")
    path = document["facts_file"]
    if not isinstance(path, str):
        raise FactsError(CODING, (f"facts_file: found {json.dumps(path)}, expected a path.",))
    try:
        return read_facts(read_file(path), path)
    except OSError as error:
        raise FactsError("facts_file", (f"{path} cannot be read ({error.strerror}).",)) from None


def _must_be_eligible(coded: Coded) -> None:
    """Scores on a case for which the tool is not made tell nothing, unless he says that it is."""
    case = forecast(coded.tool, coded.facts)
    if case.answer == "yes" or coded.scores.eligible is not None or coded.said is None:
        return
    problem = (
        f"found scores by {coded.tool} for a case on which it may not be used "
        f"({case.why}); take the line out, or add what he answered to that "
        'question: "eligible": "yes".'
    )
    raise FactsError(CODING, (problem,))


def read_pool(folder: Path) -> tuple[Facts, ...]:
    """The cases in a folder: every facts.json in it, else every JSON file. Raises FactsError."""
    paths = sorted(folder.rglob("facts.json")) or sorted(folder.rglob("*.json"))
    if not paths:
        raise FactsError(str(folder), ("found no file of facts, expected a folder of cases.",))
    return tuple(read_facts(path.read_bytes(), str(path)) for path in paths)
