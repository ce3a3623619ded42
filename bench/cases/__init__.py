"""Cases for the measurements: made by seed, and those that ship."""

from bench.cases.made import made_case
from bench.cases.shipped import shipped_cases

__all__ = ["made_case", "shipped_cases"]
