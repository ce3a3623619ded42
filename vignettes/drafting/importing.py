"""A case brought in as a zip: read, checked against the content rules, made into a draft."""

from vignettes import archive
from vignettes.archive import ArchiveRefusedError
from vignettes.casefile import GOLD, TEXTS, CaseFile, read_sources, table
from vignettes.drafting.content import Content, of_case
from vignettes.findings import Finding
from vignettes.linter import lint_case

REFUSED = {"markup", "quotation", "screened", "phrase", "span"}
"""What is not let in. What is only unfinished may be mended in the draft."""


def content_of_zip(packed: bytes) -> tuple[str, Content]:
    """The code and the content of the case. Raises ArchiveRefusedError with every reason."""
    case = case_of_zip(packed)
    found = [finding for finding in lint_case(case) if finding.rule in REFUSED]
    if found:
        raise ArchiveRefusedError(sorted(set(found)))
    return case.sheet.code, of_case(case)


def case_of_zip(packed: bytes) -> CaseFile:
    """The case as its files tell it. Raises ArchiveRefusedError where it cannot be read."""
    folder, sources = archive.read(packed)
    empty = [name for name in TEXTS.values() if not sources[name].strip()]
    if empty:
        mend = "A case is told in English and in French."
        raise ArchiveRefusedError(
            [Finding(name, 1, 1, "format", "The file is empty.", mend) for name in empty]
        )
    case, found = read_sources(folder or _code_in(sources[GOLD]), sources)
    if case is None:
        raise ArchiveRefusedError(found)
    return case


def _code_in(sheet: str) -> str:
    """The code as the sheet has it; what is wrong with the sheet is told elsewhere."""
    try:
        return str(table(sheet).get("code", "case"))
    except ValueError:
        return "case"
