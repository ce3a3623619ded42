"""The facts of the vignettes that ship."""

from pathlib import Path

from instruments.facts import Facts, read_facts

LIBRARY = Path(__file__).parents[2] / "vignettes" / "library"


def shipped_cases() -> list[Facts]:
    """In the order of their names."""
    return [read_facts(p.read_bytes(), str(p)) for p in sorted(LIBRARY.glob("*/facts.json"))]
