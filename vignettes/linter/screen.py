"""Words that may not stand free in a case, kept as hashes so that the list spells none of them."""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SCREENED = Path(__file__).parent.parent / "screened.toml"
WORD = re.compile(r"[^\W\d_]+")


def hashed(word: str) -> str:
    """The form in which a word stands in the list."""
    return hashlib.sha256(word.lower().encode()).hexdigest()


@cache
def listed() -> dict[str, frozenset[str]]:
    """`phrase_only`: allowed inside a phrase of the list. `never`: allowed nowhere."""
    lists = tomllib.loads(SCREENED.read_text(encoding="utf-8"))
    return {name: frozenset(hashes) for name, hashes in lists.items()}


def screened_words(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where a screened word stands, and whether a phrase may hold it."""
    lists = listed()
    for word in WORD.finditer(text):
        digest = hashed(word.group())
        if digest in lists["never"]:
            yield word.start(), word.end(), False
        elif digest in lists["phrase_only"]:
            yield word.start(), word.end(), True
