"""Text that every file format can hold: without signs that stand for nothing on paper."""

from __future__ import annotations

import unicodedata

_NOTHING = frozenset({"Cc", "Cs", "Cn"})
"""Control signs, halves of a sign, and places that no sign has."""
_BLANKS = dict.fromkeys(map(ord, "\t\r\v\f"), " ")


def printable(text: str) -> str:
    """The text without what XML and PDF cannot show; line breaks stay, other blanks are spaces."""
    lines = text.replace("\r\n", "\n").translate(_BLANKS)
    return "".join(
        sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in _NOTHING
    )
