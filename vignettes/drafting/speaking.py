"""A finding of the check in the language of the page. The check itself speaks English."""

import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from vignettes.findings import Finding
from vignettes.phrases import Language

FRENCH = Path(__file__).parent / "findings.fr.toml"
PLACE = re.compile(r"\{(\w+)\}")


def in_language(finding: Finding, language: Language) -> Finding:
    """The finding as the page says it; in English where no French sentence is known."""
    if language == "en":
        return finding
    message = french("sentence", finding.message)
    mend = french("mend", finding.mend)
    return replace(finding, message=message or finding.message, mend=mend or finding.mend)


def french(kind: str, words: str) -> str:
    """The French sentence with what was found put in its places; "" where none fits."""
    for pattern, told in _sentences()[kind]:
        found = pattern.fullmatch(words)
        if found:
            return told.format_map(found.groupdict())
    return ""


@cache
def _sentences() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    listed = tomllib.loads(FRENCH.read_text(encoding="utf-8"))
    return {
        kind: [(_pattern(english), told) for english, told in pairs.items()]
        for kind, pairs in listed.items()
    }


def _pattern(english: str) -> re.Pattern[str]:
    """The English sentence, each place standing for whatever was found there."""
    parts = PLACE.split(english)
    pieces = [
        f"(?P<{part}>.+?)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
    ]
    return re.compile("".join(pieces), re.DOTALL)
