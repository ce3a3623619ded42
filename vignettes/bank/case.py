"""One case as the bank measures it, whether it lies in a folder or is published."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from instruments.facts import Facts
from vignettes.casefile import CaseFile, Proposal, read_case
from vignettes.linter import parity
from vignettes.models import Provenance, VignetteVersion
from vignettes.phrases import LANGUAGES, Language
from vignettes.readings import Reading, read_readings


class UnreadableCaseError(ValueError):
    """A folder of the bank cannot be read. The message names it and the first finding."""


@dataclass(frozen=True)
class BankCase:
    """What is measured of a case. `proposals`: scores proposed on tools of judgement."""

    code: str
    kind: str
    difficulty: str
    facts: Facts
    texts: dict[Language, str]
    proposals: dict[str, Proposal]
    variant_of: str | None
    differs: tuple[str, ...]
    """Where English and French do not tell the same."""
    spans: dict[str, tuple[str, ...]]
    """Marked sentence -> the facts that it tells."""
    readings: tuple[Reading, ...] = ()
    """By others than the writer; kept beside a folder, and not published."""


def cases_of_folder(folder: Path) -> list[BankCase]:
    """Every case in a folder of cases. Raises UnreadableCaseError."""
    return [_of_folder(path) for path in sorted(folder.iterdir()) if path.is_dir()]


def cases_of_versions(versions: Iterable[VignetteVersion]) -> list[BankCase]:
    """Published versions; their two languages were held to parity when they were published."""
    return [_of_version(version) for version in versions]


def _of_folder(folder: Path) -> BankCase:
    case, findings = read_case(folder)
    if case is None:
        raise UnreadableCaseError(f"{folder.name} cannot be measured: {findings[0]}")
    readings, wrong = read_readings(folder)
    if wrong:
        raise UnreadableCaseError(f"{folder.name} cannot be measured: {wrong[0]}")
    return _of_file(case, readings)


def _of_file(case: CaseFile, readings: tuple[Reading, ...]) -> BankCase:
    return BankCase(
        code=case.code,
        kind=case.sheet.kind,
        difficulty=case.sheet.difficulty,
        facts=case.facts,
        texts=case.texts,
        proposals=case.sheet.proposal,
        variant_of=case.sheet.variant_of,
        differs=tuple(str(finding) for finding in parity.findings(case)),
        spans=case.sheet.spans,
        readings=readings,
    )


def _of_version(version: VignetteVersion) -> BankCase:
    proposed = {
        gold.tool: Proposal.model_validate(
            {
                "eligible": gold.eligibility,
                "scores": {item: score for item, score in gold.scores.items() if score is not None},
            }
        )
        for gold in version.gold_codings.all()
        if gold.provenance == Provenance.AUTHOR_PROPOSAL
    }
    return BankCase(
        code=version.vignette.code,
        kind=version.vignette.kind,
        difficulty=version.difficulty,
        facts=Facts.model_validate(version.facts),
        texts={language: version.text(language) for language in LANGUAGES},
        proposals=proposed,
        variant_of=version.vignette.variant_of.code if version.vignette.variant_of else None,
        differs=(),
        spans={span.span_id: tuple(span.fact_paths) for span in version.spans.all()},
    )
