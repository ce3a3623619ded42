"""From one assessor's codings of several cases: the rules he misreads, and the next case."""

from instruments.diagnosis.choice import NextCase, choose
from instruments.diagnosis.findings import Diagnosis, Finding, Sign, diagnose
from instruments.diagnosis.observed import Coded

__all__ = ["Coded", "Diagnosis", "Finding", "NextCase", "Sign", "choose", "diagnose"]
