"""A case read blind: what the reader sees, and the scores that they hand in.

The reader sees what an assessor sees and no more: the documents without marks, and the sheets.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from instruments import catalogue
from instruments.page import beside
from instruments.phrases import say
from instruments.scores import Scores
from instruments.sheet import Instrument, Item
from vignettes import text
from vignettes.casefile import table
from vignettes.phrases import Language
from vignettes.readings import ELIGIBLE

ANSWERS = ("yes", "no", "undecided")


class SheetRefusedError(ValueError):
    """The reader's scores cannot be used. The message has one sentence a line."""


def tools() -> tuple[Instrument, ...]:
    """The tools that the facts of a case score."""
    return tuple(tool for tool in catalogue.tools() if tool.scored_by == "rules")


def page(source: str) -> str:
    """The documents of a case as an assessor reads them."""
    return text.unmarked(source).strip() + "\n"


def sheets(language: Language) -> Iterator[str]:
    """Each tool that is to be scored: its items, what each score means, and what is left open."""
    for tool in tools():
        yield ""
        yield f"[{tool.id}]  {tool.name.to(language)} ({tool.version})"
        yield f"  eligible  {' | '.join(ANSWERS)}"
        for item in tool.items:
            yield f"  {item.id}  {item.name.to(language)}: {item.question.to(language)}"
            yield from _options(item, language)
        for name, sentences in beside(tool, language).items():
            yield f"  {say(name, language)}"
            yield from (f"      {sentence}" for sentence in sentences)


def _options(item: Item, language: Language) -> Iterator[str]:
    for option in item.options:
        yield f"      {option.value}: {option.anchor.to(language)}"


def read_sheets(source: str) -> dict[str, Scores]:
    """The reader's scores by tool; what was left out is None. Raises SheetRefusedError."""
    try:
        given = table(source)
    except ValueError as error:
        raise SheetRefusedError(f"This is not TOML: {error}.") from None
    known = {tool.id: tool for tool in tools()}
    problems = [
        f"[{name}]: found this, expected one of {', '.join(known)}, with its scores below."
        for name, sheet in given.items()
        if name not in known or not isinstance(sheet, dict)
    ]
    if not problems:
        problems = [words for name, sheet in given.items() for words in _faults(known[name], sheet)]
    if not given:
        problems = [f"The file is empty: write [{next(iter(known))}] and its scores."]
    if problems:
        raise SheetRefusedError("\n".join(problems))
    return {name: _scores(known[name], sheet) for name, sheet in given.items()}


def _scores(tool: Instrument, sheet: Mapping[str, Any]) -> Scores:
    answer = sheet[ELIGIBLE]
    items = {item.id: sheet.get(item.id) for item in tool.items} if answer == "yes" else {}
    return Scores(items=items, eligible=answer)


def _faults(tool: Instrument, sheet: Mapping[str, object]) -> Iterator[str]:
    answer = sheet.get(ELIGIBLE)
    if answer not in ANSWERS:
        found = "nothing" if answer is None else answer
        yield f'[{tool.id}] eligible: found {found}, expected "yes", "no" or "undecided".'
    items = {item.id: item for item in tool.items}
    for name in sorted(sheet.keys() - {ELIGIBLE}):
        if name not in items:
            yield f"[{tool.id}] {name}: this tool has no such item."
        elif answer != "yes":
            yield f"[{tool.id}] {name}: items are scored only where the tool may be used."
        elif type(sheet[name]) is not int or sheet[name] not in items[name].values:
            values = ", ".join(map(str, items[name].values))
            yield f"[{tool.id}] {name}: found {sheet[name]}, expected one of {values}."
