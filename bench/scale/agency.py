"""How large the agency of the measurement is, and who scored what when, as SQL over `n`."""

from vignettes.access import gold_in_force

TOOL = "static-99r"
EACH = 200
"""Codings of one assessor."""
ITEMS = 10
CHECKS = 24
IN_AN_EXAM = 15
IN_A_COHORT = 50
WRONG = 15
"""Of a hundred scores, those that differ from gold."""
KEPT_OPEN = 5
"""Cases of the library that nobody has scored yet: they are given out while measuring."""


class Rows:
    """SQL over `n` for an agency of this many people; `n` counts codings in the order of time."""

    def __init__(self, people: int) -> None:
        gold = gold_in_force(None).filter(tool=TOOL, eligibility="yes").order_by("version")
        self.gold = list(gold.select_related("version"))[:-KEPT_OPEN]
        self.people, self.codings = people, people * EACH
        self.who = f"(1 + n % {people})"
        self.round = f"((n - 1) / {people})"
        self.exams = range(len(self.gold), EACH - CHECKS)
        """The rounds that are exams."""
        self.at = f"now() - ({self.codings} - n) * interval '{24 * 365 * 3600 / self.codings} s'"
        self.version = of([one.version_id for one in self.gold], self.round)

    @property
    def sittings(self) -> int:
        """Exams of one person."""
        return -(-len(self.exams) // IN_AN_EXAM)

    @property
    def is_check(self) -> str:
        return f"{self.round} >= {EACH - CHECKS}"

    @property
    def mode(self) -> str:
        first, last = self.exams.start, self.exams.stop
        return (
            f"CASE WHEN {self.round} < {first} THEN 'practice' "
            f"WHEN {self.round} < {last} THEN 'exam' ELSE 'check' END"
        )

    @property
    def exam(self) -> str:
        first, last = self.exams.start, self.exams.stop
        sitting = f"(({self.round} - {first}) / {IN_AN_EXAM})"
        return (
            f"CASE WHEN {self.round} BETWEEN {first} AND {last - 1} "
            f"THEN {self.who} + {sitting} * {self.people} END"
        )


def of(values: list[int], place: str) -> str:
    """The value at a place counted from 0, from the beginning again after the last."""
    listed = ",".join(str(value) for value in values)
    return f"('{{{listed}}}'::int[])[1 + ({place}) % {len(values)}]"
