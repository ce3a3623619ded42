"""What is wrong in the rows of a table that was brought, as a list to mend the table by."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import TypeAdapter

from reliability.actions.studying.storing import stored_findings
from reliability.models import Intake
from reliability.studies.results import Design
from reliability.study_output.guarding import guarded

_DESIGN: TypeAdapter[Design] = TypeAdapter(Design)


def findings_csv(intake: Intake) -> str:
    """Every finding that is kept of the last check, in the reader's language, errors first."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow([_("Row"), _("Column"), _("Found"), _("What is wrong"), _("Taken")])
    language = "fr" if (get_language() or "en").startswith("fr") else "en"
    for finding in stored_findings(intake):
        rows.writerow([guarded(cell) for cell in _cells(finding, language)])
    return out.getvalue()


def _cells(finding: dict[str, Any], language: str) -> list[str]:
    taken = _("no") if finding["level"] == "error" else _("yes")
    told = (finding["row"], finding["column"], finding["found"], finding["text"][language], taken)
    return [str(cell) for cell in told]


def design_found(intake: Intake) -> Design | None:
    """The design of what can be taken of a table, by its last check; None before, or if empty."""
    told = intake.findings.get("design")
    return None if told is None else _DESIGN.validate_python(told)


def design_as_json(design: Design) -> Any:
    return _DESIGN.dump_python(design, mode="json")
