"""The command line of the measurements: find the one that is named, run it, print its figures."""

import argparse
import importlib
import json
from collections.abc import Mapping, Sequence
from typing import TextIO

# Each package offers figures(full) -> mapping, and text(figures) -> str.
MEASUREMENTS: Mapping[str, str] = {
    "statistics": "seconds of each task, beside every peer and a bound in plain numpy",
    "agreement": "largest differences from independent implementations, on random tables",
    "coverage": "how often 95 % intervals hold the true value, by simulation",
    "diagnosis": "misread rules found, and sound ones accused, in simulated assessors",
    "certification": "who passes under the shipped policy, by true agreement",
    "drift": "check cases until drift is seen, and false alarms, beside two simpler rules",
    "morning": "a large agency's morning page, beside one scan of its ratings",
    "load": "saving, handing in and feedback, beside an empty view that does one INSERT",
    "kill": "servers killed at random moments: what was acknowledged and is lost, or there twice",
    "scale": "what grows with what: pages, jobs and tables of 2 x 10^5 ratings to 2 x 10^7",
    "topology": "three web processes and four workers behind a proxy, then two hosts",
    "study": "a field study of 22,000 files scored twice: from the file to the report",
    "scoring": "right scores a second, and scores with each rule misread",
    "mutation": "changes to the coding of the tools that the tests notice",
}


def main(argv: Sequence[str], stdout: TextIO, stderr: TextIO) -> int:
    """Run one measurement; 0 when it was made, 2 with a sentence when it was not."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("name", choices=MEASUREMENTS, help=_choices())
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--full", action="store_true", help="take longer, and more exact figures")
    options = parser.parse_args(argv)
    # argparse has refused every other name
    measurement = importlib.import_module(f"bench.{options.name}")
    try:
        figures = measurement.figures(full=options.full)
    except MeasurementError as reason:
        stderr.write(f"python -m bench {options.name}: {reason}\n")
        return 2
    shown = json.dumps(figures, indent=1) if options.json else measurement.text(figures)
    stdout.write(shown + "\n")
    return 0


class MeasurementError(Exception):
    """The measurement cannot be made here; the message says why and what to do."""


def _choices() -> str:
    return "; ".join(f"{name}: {what}" for name, what in MEASUREMENTS.items())
