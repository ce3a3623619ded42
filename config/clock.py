"""Notices that the machine's clock was set: times on record before and after do not compare."""

from __future__ import annotations

import logging
import time

logger = logging.getLogger(__name__)

NOTICED = 30.0
"""Seconds. A clock that is kept right by NTP moves by less at a time."""


class Clock:
    """The clock that everything is recorded by, beside one that nobody can set."""

    def __init__(self) -> None:
        self._apart = self._difference()

    def look(self) -> float:
        """By how many seconds the clock was set since the last look; said in the log."""
        apart = self._difference()
        jump = apart - self._apart
        self._apart = apart
        if abs(jump) < NOTICED:
            return 0.0
        logger.error(
            "The clock of this machine was set %s by %d seconds. Exams end and sign-ins expire "
            "by it. Look at the exams that were open, and give a new attempt to whoever lost time "
            "by it; keep the clock right with NTP. The order of the audit record does not depend "
            "on it.",
            "forward" if jump > 0 else "back",
            round(abs(jump)),
        )
        return jump

    @staticmethod
    def _difference() -> float:
        return time.time() - time.monotonic()
