"""The content rules as findings: what a case may say, and that its text tells its facts."""

from pathlib import Path

from vignettes import readings
from vignettes.casefile import CaseFile, read_case
from vignettes.findings import Finding
from vignettes.linter import names, parity, prose, sheet, short, telling

__all__ = ["Finding", "lint", "lint_case", "names"]


def lint(folder: Path) -> list[Finding]:
    """Everything there is to mend in the folder of one case, its readings too, file by file."""
    case, findings = read_case(folder)
    found = findings if case is None else lint_case(case)
    return sorted({*found, *readings.findings(folder, short.fault)})


def lint_case(case: CaseFile) -> list[Finding]:
    """Everything there is to mend in a case that could be read."""
    return [
        *prose.findings(case),
        *telling.findings(case),
        *parity.findings(case),
        *sheet.findings(case),
    ]
