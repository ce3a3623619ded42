"""The folder of one case, read: its four files as plain values, or what is wrong with them."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from instruments.facts import Facts, FactsError, read_facts
from vignettes.findings import Finding, line_with
from vignettes.phrases import LANGUAGES, Language

LIBRARY = Path(__file__).parent / "library"
FACTS = "facts.json"
GOLD = "gold.toml"
TEXTS: dict[Language, str] = {"en": "case.en.md", "fr": "case.fr.md"}
FILES = (FACTS, *TEXTS.values(), GOLD)
READINGS = "readings.toml"
"""Kept beside the four files, and no part of the case: see `readings`."""
LARGEST = 200_000
"""Bytes in one file; the longest case is a tenth of it."""
DEEP_KEY = re.compile(r"(?:\.[ \t]*[\"'\w-]+[ \t]*){9}")
"""A key of ten parts and more. No case has one, and long ones take minutes to read."""

Code = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z0-9]+)+$", max_length=31)]
SpanId = Annotated[str, StringConstraints(pattern=r"^s-[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=600, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]


class Part(BaseModel):
    """Frozen; a field nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Both(Part):
    """The same words in English and French."""

    en: Words
    fr: Words


class BothTitles(Part):
    """A title in English and French."""

    en: Title
    fr: Title


class Proposal(Part):
    """What the author proposes as gold on a tool that is scored by judgement."""

    eligible: Literal["yes", "no", "undecided"]
    scores: dict[str, int] = {}
    rationale: dict[str, Both] = {}
    """item -> what in the file supports its score."""


class GoldSheet(Part):
    """What `gold.toml` says."""

    code: Code
    kind: Literal[
        "csem_possession",
        "csem_distribution",
        "csem_production",
        "mixed",
        "contact_then_csem",
        "csem_then_contact",
        "luring",
        "sextortion",
        "ncii",
        "contact_child",
        "adult_victim",
        "exhibitionism_voyeurism",
        "historic_cluster",
        "youth_record",
        "breach_registration",
        "must_not_use",
    ]
    difficulty: Literal["easy", "middle", "hard"]
    title: BothTitles
    variant_of: Code | None = None
    """The case whose facts and text it was made from."""
    spans: Annotated[dict[SpanId, tuple[str, ...]], Field(min_length=1)]
    untold: dict[str, Words] = {}
    gold: dict[str, dict[str, int | str]] = {}
    """tool -> the author's own scores: an independent check, never the gold coding."""
    proposal: dict[str, Proposal] = {}
    """tool -> proposed scores; stored as an author's proposal, for no facts give them."""
    why: dict[str, dict[str, Both]] = {}
    """tool -> item, or "eligible" -> why people choose another answer."""

    @property
    def rationales(self) -> list[Both]:
        """Every text of the sheet that a reader of feedback sees, besides the title."""
        told = [words for items in self.why.values() for words in items.values()]
        return told + [w for given in self.proposal.values() for w in given.rationale.values()]

    @property
    def proposed_paths(self) -> list[str]:
        """The paths by which spans name the proposed scores."""
        return [
            proposed_path(tool_id, item)
            for tool_id, given in self.proposal.items()
            for item in given.scores
        ]


def proposed_path(tool_id: str, item: str) -> str:
    """What a span names to say that it decides this proposed score."""
    return f"proposal/{tool_id}/{item}"


@dataclass(frozen=True)
class CaseFile:
    """One case, read. The four texts are kept as written, for findings name lines."""

    folder: Path
    facts: Facts
    sheet: GoldSheet
    texts: dict[Language, str]
    sources: dict[str, str]

    @property
    def code(self) -> str:
        return self.folder.name


def read_case(folder: Path) -> tuple[CaseFile | None, list[Finding]]:
    """The case in this folder, or the findings that keep it from being read."""
    if not folder.is_dir():
        message = "This folder does not exist."
        mend = "Name a folder that holds the four files of a case."
        return None, [Finding(str(folder), 1, 1, "format", message, mend)]
    sources, found = _sources(folder)
    return (None, found) if found else read_sources(folder.name, sources)


def read_sources(name: str, sources: Mapping[str, str]) -> tuple[CaseFile | None, list[Finding]]:
    """The case in these four texts, by file name, or the findings that keep it from being read.

    `name` is the code that the case goes by, as a folder has it.
    """
    facts, wrong_facts = _facts(sources[FACTS])
    sheet, wrong_sheet = _sheet(sources[GOLD])
    if facts is None or sheet is None:
        return None, wrong_facts + wrong_sheet
    texts = {language: sources[TEXTS[language]] for language in LANGUAGES}
    return CaseFile(Path(name), facts, sheet, texts, dict(sources)), []


def _sources(folder: Path) -> tuple[dict[str, str], list[Finding]]:
    sources: dict[str, str] = {}
    found: list[Finding] = []
    for name in FILES:
        try:
            sources[name] = _source(folder / name)
        except ValueError as error:
            found.append(Finding(name, 1, 1, "format", str(error), "Write the file anew."))
    known = {*FILES, READINGS}
    for path in sorted(folder.iterdir()):
        if path.name not in known:
            message = f"The folder of a case holds {', '.join(FILES)} and nothing else."
            found.append(Finding(path.name, 1, 1, "format", message, "Remove this file."))
    return sources, found


def _source(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        raise ValueError("The file is missing.")
    size = path.stat().st_size
    if size > LARGEST:
        raise ValueError(f"The file has {size:,} bytes; at most {LARGEST:,} are read.")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"Byte {error.start + 1} is not UTF-8.") from None


def _facts(source: str) -> tuple[Facts | None, list[Finding]]:
    try:
        return read_facts(source, FACTS), []
    except FactsError as error:
        return None, [
            Finding(FACTS, _line_of_path(source, problem), 1, "facts", problem, "")
            for problem in error.problems
        ]


def _line_of_path(source: str, problem: str) -> int:
    """A line near the fault: that of the record whose id the path names last."""
    steps = problem.split(":")[0].split("/")
    named = [step for step in steps if f'"{step}"' in source]
    return line_with(source, f'"{named[-1]}"') if named else 1


def table(source: str) -> dict[str, Any]:
    """What a sheet says, unchecked. Raises ValueError where it is no TOML, or of no sane form."""
    if DEEP_KEY.search(source):
        raise ValueError("found a key of ten parts or more")
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError:
        raise
    except (ValueError, RecursionError):
        raise ValueError("found lists nested too deeply, or a number too long to read") from None


def _sheet(source: str) -> tuple[GoldSheet | None, list[Finding]]:
    try:
        content = table(source)
    except ValueError as error:
        mend = "See docs/vignettes.md for the form."
        return None, [Finding(GOLD, 1, 1, "gold", f"This is not TOML: {error}.", mend)]
    try:
        return GoldSheet.model_validate(content), []
    except ValidationError as error:
        return None, [_wrong_entry(source, dict(problem)) for problem in error.errors()]


def _wrong_entry(source: str, problem: dict[str, Any]) -> Finding:
    steps = [str(step) for step in problem["loc"] if step != "[key]"]
    shown = json.dumps(problem["input"], ensure_ascii=False, default=str)[:60]
    message = f"{'/'.join(steps)}: found {shown}. {problem['msg']}."
    line = line_with(source, steps[-1]) if steps else 1
    return Finding(GOLD, line, 1, "gold", message, "See docs/vignettes.md for the form.")
