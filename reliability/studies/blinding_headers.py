"""What may be kept of the name above a column: the words that tables of codings are made of."""

from __future__ import annotations

import re
from functools import cache

from instruments import catalogue
from reliability.studies.columns_kinds import Column
from reliability.studies.columns_words import (
    FLAG_WORDS,
    OCCASIONS,
    PERSONAL,
    ROLE_WORDS,
    bare,
    item_words,
    pieces,
    words_of,
)
from reliability.studies.guessing_headers import CODERS, OTHER_DATES, SHORT_RATERS, is_key

HIDDEN = "…"
_LONGEST_NUMBER = 3
_LONG_NAME = 8
_PLAIN = words_of(
    "a after all an and any at average before by calculated change changed check code coded codes "
    "coding codings column comparison computed corrected count csem csam mese cp data days double "
    "each entered field final flag for form from given group id in is key last mean month months "
    "new no not notice number numbers num nr nbr of official old on one only or order original "
    "other overall override per person pre post prob probability profile q raw reason record ref "
    "reference result results review reviewed risk row rows rs rule scale scored scores scoring "
    "seq sex sheet signed standard std status sub subtotal text the time to tool type use used "
    "version was week when who with xx years yob unit observer judge stranger victims "
    "ainsi annees apres au aucun aux avant avec cotation cotations cotee cotes dans date de des "
    "donnees dossier double du et evaluation fichier finale le la les ligne lignes mois no non "
    "notee numero numeros ordre ou outil par pour profil qui rang reference relu resultat revision "
    "risque selon semaine sexe sur type un une verification version inconnues juge unite"
)

_ALSO_NAMES = words_of("marie")
"""Words of an item's name by which people are called."""


def kept_header(header: str, column: Column | None, tool_id: str, letter: str) -> str:
    """The header with "…" for every word that could be somebody's name or number; the column's
    letter where no word is left.

    `column` is what the header says, if it says anything: an item's name with a slip of the pen
    stays as it is.
    """
    if is_key(header) or (column is not None and _is_item(header, column, tool_id)):
        return header
    words = header.split()
    shown = [word if _is_plain(word) else HIDDEN for word in words]
    once = [word for n, word in enumerate(shown) if word != HIDDEN or shown[n - 1 : n] != [HIDDEN]]
    return " ".join(once) if any(word != HIDDEN for word in once) else letter


def _is_item(header: str, column: Column, tool_id: str) -> bool:
    """Named as the sheet names the item, or nearly, in as many words."""
    said = pieces(header)
    if column.role != "item" or column.coder or len("".join(said)) != len(_letters(header)):
        return False
    names = (name for name, item in item_words(tool_id).items() if item == column.of)
    return any(len(name) > _LONG_NAME and len(name.split()) == len(said) for name in names)


def _letters(text: str) -> str:
    """Letters and digits of every alphabet."""
    return re.sub(r"[\W_]", "", bare(text))


def _is_plain(word: str) -> bool:
    """Whether every letter and digit of it belongs to a word that says nothing of anybody."""
    said = pieces(word)
    if len("".join(said)) != len(_letters(word)):
        return False
    known = _vocabulary()
    numbers = "".join(one for one in said if one.isdecimal())
    words = (one for one in said if not one.isdecimal())
    return len(numbers) <= _LONGEST_NUMBER and all(
        word in known or word.removesuffix("s") in known for word in words
    )


@cache
def _vocabulary() -> frozenset[str]:
    names = []
    for instrument in catalogue.tools():
        names += [instrument.name, *(item.name for item in instrument.items)]
        names += [band.name for total in instrument.totals for band in total.bands]
    told = [pieces(text) for name in names for text in (name.en, name.fr)]
    told += [pieces(flag) for words in FLAG_WORDS.values() for flag in words]
    told += [pieces(word) for word in OCCASIONS]
    lists = [*ROLE_WORDS.values(), PERSONAL, OTHER_DATES, SHORT_RATERS, CODERS, _PLAIN, *told]
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    return frozenset(letters).union(*lists) - _ALSO_NAMES
