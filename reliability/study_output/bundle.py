"""The bundle: data, figures, resamples, and two scripts that get the one from the other."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import numpy as np

from reliability.stats import resampling
from reliability.studies.results import Results
from reliability.study_output.edition_data import EditionData
from reliability.study_output.figure_rows import HEAD, figure_rows, provenance
from reliability.study_output.guarding import csv_lines
from reliability.study_output.rules_rows import RULES_HEAD, rules_rows
from reliability.study_output.settings_rows import CODEBOOK_HEAD, codebook_rows, settings_rows
from reliability.study_output.zipping import named, zipped

RECOMPUTE = Path(__file__).with_name("recompute")
_READ_ME = {
    "en": Path(__file__).with_name("readme.en.txt"),
    "fr": Path(__file__).with_name("readme.fr.txt"),
}
_CELLS_AT_ONCE = 1_000_000
_LEVEL = 1
_MOST_DRAWS = 255
Entry = tuple[zipfile.ZipInfo, Iterable[bytes]]


def bundle_of(data: EditionData, results: Results, language: str) -> Iterator[bytes]:
    """The zip file, part by part; the same edition gives the same bytes."""
    return zipped(_entries(data, results, language))


def _entries(data: EditionData, results: Results, language: str) -> Iterator[Entry]:
    units = units_of_results(results)
    yield named("README.txt"), [_READ_ME[language[:2]].read_bytes()]
    yield named("data.csv"), csv_lines(data.head, data.values())
    yield named("results.csv"), results_lines(results)
    yield named("settings.csv"), csv_lines(("name", "value"), settings_rows(results, units))
    yield named("rules.csv"), csv_lines(RULES_HEAD, rules_rows(data.tool))
    yield named("codebook.csv"), csv_lines(CODEBOOK_HEAD, codebook_rows(data.tool, language))
    # gzip has done what can be done about its size
    yield named("resamples.bin.gz", packed=False), resamples(results, units)
    for name, path in scripts():
        yield named(name), [path.read_bytes()]


def scripts() -> Iterator[tuple[str, Path]]:
    """The two that are started, then the parts of both."""
    yield "report.R", RECOMPUTE / "report.R"
    yield "report.py", RECOMPUTE / "start.py"
    for path in sorted(RECOMPUTE.iterdir()):
        if path.suffix in (".R", ".py") and path.name not in ("report.R", "start.py"):
            yield f"recompute/{path.name}", path


def results_lines(results: Results) -> Iterator[bytes]:
    """Every figure, then where it comes from."""
    return csv_lines(HEAD, (row.cells() for row in (*figure_rows(results), *provenance(results))))


def units_of_results(results: Results) -> int:
    """How many units the resamples draw from: every figure was given all of them."""
    return next(
        (figure.estimate.n_given for section in results.items for figure in section.figures),
        results.design.targets,
    )


def resamples(results: Results, units: int) -> Iterator[bytes]:
    """How often each unit is in each resample, one byte each, compressed.

    First every unit of the first resample, in the order of the units, then the second.
    """
    settings = results.settings
    written = BytesIO()
    with gzip.GzipFile("", "wb", _LEVEL, written, mtime=0) as packed:
        blocks = resampling.multiplicities(
            units, settings.replicates, settings.seed, cells=_CELLS_AT_ONCE
        )
        for block in blocks:
            if block.max(initial=0) > _MOST_DRAWS:
                raise ValueError("a unit was drawn more than 255 times, which one byte cannot say")
            packed.write(block.astype(np.uint8).tobytes())
            yield written.getvalue()
            written.seek(0)
            written.truncate()
    yield written.getvalue()
