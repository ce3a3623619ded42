"""The command line: python -m instruments COMMAND. Exit status 2 for bad input."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from instruments import catalogue, documents, printing
from instruments.checks import findings
from instruments.choice import choices, groups
from instruments.composite import totals_given
from instruments.diagnosis import command as diagnosis
from instruments.facts import Facts, FactsError, read_facts
from instruments.facts.reading import LARGEST
from instruments.groups import is_only_csem
from instruments.misreading import explain
from instruments.page import page
from instruments.rulings import rulings
from instruments.scores import read_scores

BAD_INPUT = 2


class BadInput(Exception):  # noqa: N818
    """A sentence for the user."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and answer with its exit status."""
    options = _parser().parse_args(arguments)
    try:
        text = options.run(options)
    except (BadInput, FactsError, catalogue.UnknownTool, catalogue.UnknownRule) as error:
        sys.stderr.write(f"{error}\n")
        return BAD_INPUT
    try:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader closed early, such as `head`; there is nobody left to tell.
        sys.stderr.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m instruments",
        description="Right scores of fictional cases, and the misread rules behind wrong ones.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _command(commands, "list", _list, "the tools there are")
    score = _command(commands, "score", _score, "the right scores of a case")
    _arguments(score, TOOL="the tool, such as static-99r", FACTS="facts of the case, - for stdin")
    explained = _command(commands, "explain", _explain, "the misread rules behind wrong scores")
    _arguments(explained, TOOL="the tool", FACTS="facts of the case", SCORES="scores given")
    diagnosed = _command(commands, "diagnose", _diagnose, "the rules one assessor misreads")
    _arguments(diagnosed, CODINGS="one coding a line, JSON; - for stdin")
    diagnosed.add_argument("--pool", metavar="FOLDER", help="cases from which to choose the next")
    chosen = _command(commands, "choose", _choose, "which tools may be used on a case, and why")
    _arguments(chosen, FACTS="facts of the case, - for stdin")
    rules = _command(commands, "rules", _rules, "the coding rules of a tool, or one of them")
    _arguments(rules, TOOL="the tool")
    rules.add_argument("RULE", nargs="?", help="the id of one rule")
    _command(commands, "schema", _schema, "the JSON Schema of the facts")
    tool_page = _command(commands, "page", _page, "the documentation page of a tool, as Markdown")
    _arguments(tool_page, TOOL="the tool")
    return parser


def _command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], str], what: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=what, description=what)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--lang", choices=("en", "fr"), default="en", help="language of the words")
    parser.set_defaults(run=run)
    return parser


def _arguments(parser: argparse.ArgumentParser, **names: str) -> None:
    for name, what in names.items():
        parser.add_argument(name, help=what)


def _list(options: argparse.Namespace) -> str:
    if options.json:
        return _json([documents.tool_document(tool, options.lang) for tool in catalogue.tools()])
    return printing.tools_text(options.lang)


def _score(options: argparse.Namespace) -> str:
    catalogue.tool(options.TOOL)
    facts = _facts(options.FACTS)
    found = rulings(options.TOOL, facts)
    if options.json:
        return _json(documents.rulings_document(found, options.lang))
    return printing.rulings_text(found, facts, options.lang)


def _explain(options: argparse.Namespace) -> str:
    catalogue.tool(options.TOOL)
    if options.FACTS == options.SCORES == "-":
        raise BadInput("found - for both files; only one of them can come from standard input.")
    facts = _facts(options.FACTS)
    scores = read_scores(_read(options.SCORES), options.TOOL, _name(options.SCORES))
    found = explain(options.TOOL, facts, scores)
    checked = findings(options.TOOL, scores, only_csem=is_only_csem(facts))
    given = totals_given(options.TOOL, facts, scores)
    if options.json:
        return _json(documents.explanation_document(found, checked, given, options.lang))
    return printing.explanation_text(found, facts, checked, given, options.lang)


def _choose(options: argparse.Namespace) -> str:
    facts = _facts(options.FACTS)
    found = choices(facts)
    if options.json:
        document = documents.choices_document(facts.case, groups(facts), found, options.lang)
        return _json(document)
    return printing.choices_text(facts, found, options.lang)


def _diagnose(options: argparse.Namespace) -> str:
    return diagnosis.run(options.CODINGS, options.pool, as_json=options.json, language=options.lang)


def _rules(options: argparse.Namespace) -> str:
    tool = catalogue.tool(options.TOOL)
    if options.RULE is None:
        if options.json:
            return _json([documents.rule_document(rule, options.lang) for rule in tool.rules])
        return printing.rules_text(tool, options.lang)
    catalogue.check_rules(tool.id, frozenset({options.RULE}))
    rule = tool.rule(options.RULE)
    if options.json:
        return _json(documents.rule_document(rule, options.lang))
    return printing.rule_text(rule, options.lang)


def _schema(options: argparse.Namespace) -> str:
    return _json(Facts.model_json_schema())


def _page(options: argparse.Namespace) -> str:
    text = page(catalogue.tool(options.TOOL), options.lang)
    return _json({"tool": options.TOOL, "page": text}) if options.json else text


def _facts(place: str) -> Facts:
    return read_facts(_read(place), _name(place))


def _name(place: str) -> str:
    return "standard input" if place == "-" else place


def _read(place: str) -> bytes:
    """The bytes of a file; of a far too large one only as many as it takes to refuse it."""
    try:
        if place == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(place).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise BadInput(
            f"{place}: cannot be read ({error.strerror}); give the path of a file."
        ) from None


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    sys.exit(main())
