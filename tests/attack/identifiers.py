"""Numbers that tell by themselves what they name, and forms filled with another agency's.

Every table counts from a beginning of its own, another one for each agency: a number found in a
form is then of one table and one agency, and so is the number to put in its place.
"""

import re

from django.apps import apps
from django.db import connection

APPS = ("agencies", "vignettes", "training", "reliability", "usersessions")
WIDTH, HALF = 1_000_000, 100_000
BEYOND = 90_000
"""Added to the beginning of South's: a number that nothing has."""
NUMBER = re.compile(r"\b\d{7,}\b")
OWN, OTHER, NOBODY = "north", "south", "wrong"


def models():
    """Tables with a number for each row, in a lasting order."""
    every = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return [model for model in every if model._meta.pk.get_internal_type() == "BigAutoField"]


class Counting:
    """Called once before each agency is made: every table counts on from the next beginning."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        with connection.cursor() as cursor:
            for place, model in enumerate(models(), 1):
                _count_from(cursor, model._meta.db_table, place * WIDTH + self.times * HALF)
        self.times += 1


def _count_from(cursor, table, number):
    if connection.vendor == "sqlite":
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
    else:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        (sequence,) = cursor.fetchone()
        # Unlike setval it goes back with the transaction of the test
        cursor.execute(f"ALTER SEQUENCE {sequence} RESTART WITH {number + 1}")


def is_others(number):
    """Whether this is a number of South."""
    return number % WIDTH // HALF == 1


class Exchange:
    """Puts South's thing of the same kind, or nobody's, in the place of North's."""

    def __init__(self):
        self._first, self._every, self._own = {}, set(), set()
        for model in models():
            numbers = model._base_manager.order_by("-pk").values_list("pk", flat=True)
            for number in numbers:
                if is_others(number):
                    self._first[number // WIDTH] = number
                (self._every if is_others(number) else self._own).add(str(number))

    def others_in(self, text):
        """Every number of a thing of South that stands in a text."""
        return self._every.intersection(NUMBER.findall(text))

    def first(self, model):
        """The number of something of South."""
        return self._first[models().index(model) + 1]

    def others(self, text):
        """What names a thing of North names one of South."""
        changed = NUMBER.sub(lambda found: str(self._of_south(int(found[0]))), text)
        return changed.replace(f"{OWN}-", f"{OTHER}-")

    def nobodys(self, text):
        """What names a thing of North or South names nothing at all."""
        changed = NUMBER.sub(lambda found: self._nobodys(found[0]), text)
        return changed.replace(f"{OWN}-", f"{NOBODY}-").replace(f"{OTHER}-", f"{NOBODY}-")

    def _of_south(self, number):
        return self._first.get(number // WIDTH, number)

    def _nobodys(self, number):
        if number not in self._every | self._own:
            return number
        return str(int(number) // WIDTH * WIDTH + HALF + BEYOND)
