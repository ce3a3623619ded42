"""What the name above a column says about it, in English or French."""

from __future__ import annotations

import difflib
from functools import lru_cache

from reliability.studies.columns_kinds import OF_ONE_CODER, Column, Role
from reliability.studies.columns_words import (
    FLAG_WORDS,
    PERSONAL,
    ROLE_WORDS,
    item_in,
    item_words,
    pieces,
    words_of,
)

CODERS = {
    "1": 1, "a": 1, "one": 1, "first": 1, "un": 1, "premier": 1, "premiere": 1,
    "2": 2, "b": 2, "two": 2, "second": 2, "deux": 2, "deuxieme": 2, "seconde": 2,
}  # fmt: skip
SHORT_RATERS = ROLE_WORDS["rater"] | {"r", "c", "ev", "coteur"}
OTHER_DATES = words_of(
    "offence offense infraction release liberation conviction sentence peine admission intake "
    "arrest arrestation index death deces entry exit entree sortie"
)
"""Days in somebody's life: never taken, for they tell who it is."""
NAMED_BY = frozenset({"rater", "item", "item_name", "flag"})
"""Columns that may have the word name above them."""
ALIKE = 0.88


@lru_cache(maxsize=4096)
def told_by(header: str, tool_id: str) -> Column | None:
    """The column that this header names; None where it says nothing.

    `coder` is 1 or 2 where the header says so (rater 2, i3b): whether that means anything, the
    other headers tell. An item may be one that the tool does not have.
    """
    if is_key(header):
        return Column.from_key(header)
    said = pieces(header)
    item = item_in(header, tool_id)
    if item:
        return Column("item", item)
    flag = _flag(said)
    if flag:
        return Column("flag", flag)
    coder, rest = _coder(said)
    if coder:
        of_coder = item_in(" ".join(rest), tool_id)
        if of_coder:
            return Column("item", of_coder, coder)
    role = _role(said)
    if role is not None:
        return Column(role, coder=coder if coder and role in OF_ONE_CODER else 0)
    return _unknown_item(said) or _nearly_an_item(said, tool_id)


def is_personal(header: str, column: Column | None) -> bool:
    """The header promises what is never taken: names, births, addresses, remarks."""
    said = frozenset(pieces(header))
    if column is not None and column.role in NAMED_BY:
        return False
    return bool(said & PERSONAL) or _is_other_date(said)


def is_key(header: str) -> bool:
    """Programs may send the keys themselves."""
    try:
        Column.from_key(header)
    except ValueError:
        return False
    return True


def _is_other_date(said: frozenset[str]) -> bool:
    return bool(said & ROLE_WORDS["coded_on"] and said & OTHER_DATES)


def _flag(said: tuple[str, ...]) -> str:
    joined = " ".join(said)
    return next((flag for flag, words in FLAG_WORDS.items() if joined in words), "")


def _coder(said: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """Which of two assessors, and the rest of the words; 0 where the header does not say."""
    for place in range(len(said) - 1):
        word, after = said[place], said[place + 1]
        if word in SHORT_RATERS and after in CODERS:
            rest = said[:place] + said[place + 2 :]
            return CODERS[after], rest or (word,)
    if len(said) > 1 and said[-1] in CODERS:
        return CODERS[said[-1]], said[:-1]
    return 0, said


def _role(said: tuple[str, ...]) -> Role | None:
    words = frozenset(said)
    if _is_other_date(words) or _unknown_item(said) is not None:
        return None
    found: Role | None = next((role for role, known in ROLE_WORDS.items() if words & known), None)
    if found is None and words & {"coded", "scored", "rated"} and "on" in words:
        found = "coded_on"
    return found


def _unknown_item(said: tuple[str, ...]) -> Column | None:
    """Item 14 of a tool with ten: told as such, so that the mapping can say what is wrong."""
    is_item = len(said) == 2 and said[0] in ("item", "element", "i") and said[1].isdecimal()
    if is_item and 0 < int(said[1][:4]) < 100:
        return Column("item", f"i{int(said[1])}")
    return None


def _nearly_an_item(said: tuple[str, ...], tool_id: str) -> Column | None:
    """An item's name with a slip of the pen."""
    if len(said) < 2:
        return None
    words = item_words(tool_id)
    near = difflib.get_close_matches(" ".join(said), words, n=1, cutoff=ALIKE)
    return Column("item", words[near[0]]) if near and len(near[0]) > 8 else None
