"""The command line of agreement: read a table, report every figure, print a table or JSON."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn, TextIO

LEVELS = ("nominal", "ordinal", "interval", "ratio")
WEIGHTS = (
    "identity",
    "linear",
    "quadratic",
    "ordinal",
    "radical",
    "ratio",
    "circular",
    "bipolar",
)
_DESCRIPTION = (
    "Measure how well raters agree. TABLE is a CSV file with a header: the target, then one column "
    "for each rater (an empty cell is a missing score); or the columns target, rater, score and "
    "perhaps item, one row for each score."
)
_EPILOG = "`python -m reliability vectors FILE.json --json` computes the tables of a vector file."


class UsageError(Exception):
    """The command was called with options that cannot be followed; the message is a sentence."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see python -m reliability --help")


def main(argv: Sequence[str], stdin: Any, stdout: TextIO, stderr: TextIO) -> int:
    """Run the command; 0 when the table was read, 2 with a sentence on `stderr` when it was not."""
    try:
        if argv and argv[0] == "vectors":
            return _vectors(argv[1:], stdin, stdout)
        return _table(argv, stdin, stdout)
    except UsageError as reason:
        stderr.write(f"python -m reliability: {reason}\n")
        return 2
    except SystemExit as finished:
        # --help writes its text and leaves this way
        return int(finished.code or 0)


def _table(argv: Sequence[str], stdin: Any, stdout: TextIO) -> int:
    options = _table_parser().parse_args(argv)
    content = _content(options.table, stdin)
    # numpy is loaded only now: --help must answer at once
    from reliability.table_input import TableError, read_table
    from reliability.table_report import report_on

    try:
        found = report_on(read_table(content), options)
    except TableError as reason:
        raise UsageError(f"{_named(options.table)}: {reason}") from None
    except MemoryError:
        raise UsageError(
            f"{_named(options.table)}: the table is too large for the memory of this computer, as "
            "it holds too many targets, raters or different scores; give a part of it"
        ) from None
    from reliability.table_output import as_json, as_text

    stdout.write(as_json(found) if options.json else as_text(found, everything=options.all))
    return 0


def _vectors(argv: Sequence[str], stdin: Any, stdout: TextIO) -> int:
    parser = _Parser(prog="python -m reliability vectors", add_help=True)
    parser.add_argument("file", metavar="FILE.json", help="a vector file, or - for standard input")
    parser.add_argument("--json", action="store_true", help="print JSON (the only form there is)")
    options = parser.parse_args(argv)
    content = _content(options.file, stdin)
    from reliability.table_output import json_of
    from reliability.vector_file import VectorError, computed

    try:
        stdout.write(json_of(computed(content)))
    except VectorError as reason:
        raise UsageError(f"{_named(options.file)}: {reason}") from None
    return 0


def _content(name: str, stdin: Any) -> bytes:
    if name == "-":
        given = getattr(stdin, "buffer", stdin).read()
        return given.encode() if isinstance(given, str) else bytes(given)
    path = Path(name)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"there is no file {name!r}; give the path of a CSV file, or -") from None
    except IsADirectoryError:
        raise UsageError(f"{name!r} is a folder; give the path of a CSV file") from None
    except OSError as reason:
        raise UsageError(f"{name!r} cannot be read: {reason.strerror}") from None


def _named(name: str) -> str:
    return "standard input" if name == "-" else name


def _table_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m reliability", description=_DESCRIPTION, epilog=_EPILOG)
    add = parser.add_argument
    add("table", metavar="TABLE.csv", help="the file, or - for standard input")
    add("--json", action="store_true", help="print JSON")
    add("--all", action="store_true", help="print every figure, not only the usual ones")
    add("--level", choices=LEVELS, help="default: text is nominal, numbers are ordinal")
    add("--categories", type=_listed, help="the declared scale, such as 1,2,3,4,5")
    add("--weights", type=_weights, help=f"from {','.join(WEIGHTS)}")
    add("--ci", type=_confidence, default=0.95, help="confidence of the intervals (0.95)")
    add("--bootstrap", type=_replicates, default=0, metavar="N", help="resamples of the targets")
    add("--seed", type=_seed, help="makes the resamples repeatable")
    add("--gold", metavar="COLUMN", help="the column (or rater) that holds the right scores")
    add("--item", metavar="NAME", help="only this item of a tidy table")
    add("--pairs", action="store_true", help="add a kappa for every pair of raters")
    return parser


def _listed(text: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in text.split(","))
    if not all(parts) or len(set(parts)) != len(parts):
        raise argparse.ArgumentTypeError(
            f"{text!r} must list each category once, separated by commas"
        )
    return parts


def _weights(text: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in text.split(","))
    unknown = [name for name in names if name not in WEIGHTS]
    if unknown:
        raise argparse.ArgumentTypeError(
            f"unknown weights {unknown[0]!r}; choose from {', '.join(WEIGHTS)}"
        )
    return names


def _confidence(text: str) -> float:
    try:
        level = float(text)
    except ValueError:
        level = 0.0
    if not 0 < level < 1:
        raise argparse.ArgumentTypeError(
            f"{text!r} must be a number strictly between 0 and 1, such as 0.95"
        )
    return level


def _replicates(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > 1_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} must be a whole number from 0 to 1000000")
    return int(text)


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} must be a whole number of 0 or more")
    return int(text)
