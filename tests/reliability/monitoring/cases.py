"""Points for the tests: ten items a case, one case a fortnight."""

from datetime import date, timedelta

from reliability.monitoring import Point, RuleSign

FIRST = date(2025, 1, 1)


def day(number):
    return FIRST + timedelta(days=14 * number)


def point(number, hits=9, items=10, **more):
    return Point(f"case-{number}", day(number), items, hits, **more)


def points(*hits):
    return [point(n, one) for n, one in enumerate(hits)]


def sign(rule, support, *items):
    return RuleSign(rule, support, items or ("8",))
