"""The words that people write above columns and into cells, in English and French."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from instruments import catalogue
from reliability.studies.columns_kinds import Role

_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_PIECE = re.compile(r"[a-z]+|[0-9]+")
_INVISIBLE = {ord(sign): None for sign in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"}


def words_of(words: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(words.split())


ROLE_WORDS: dict[Role, frozenset[str]] = {
    "rater": words_of(
        "rater coder assessor scorer evaluator evaluateur evaluatrice codeur codeuse cotateur "
        "officer agent manager gestionnaire examiner examinateur clinician po reader lecteur by par"
    ),
    "total": words_of("total sum somme totaux"),
    "band": words_of("band bande level niveau category categorie"),
    "coded_on": words_of("date dates"),
    "occasion": words_of("occasion time wave round reading attempt moment tour passage lecture"),
    "target": words_of("target case cas file dossier subject sujet id client clients offender"),
    "item_name": words_of("item items element question variable"),
    "score": words_of("score rating cote valeur value points point"),
    "part": words_of("part year site region office agency annee bureau agence partie"),
}
"""One word of a header that settles its role, in the order in which roles are tried."""

PERSONAL = words_of(
    "name names surname firstname lastname fullname nom noms prenom prenoms initials initiales "
    "birth dob birthdate birthday born naissance ddn ne nee address adresse street rue city ville "
    "phone telephone tel mobile cell email courriel mail postal postcode zip sin nas ssn ohip ramq "
    "health sante passport passeport comment comments commentaire commentaires notes remark "
    "remarks remarque remarques narrative recit summary resume victim victime"
)
"""Words of a header whose column is never taken, unless it is an item's name or says who scored."""

FLAG_WORDS: dict[str, tuple[str, ...]] = {
    "csem_only": (
        "csem only", "only csem", "mese seulement", "mese seul", "csam only", "cp only",
        "child pornography only", "pornographie juvenile seulement", "csem offences only",
        "infractions liees au mese seulement",
    ),
    "female": ("female", "woman", "femme", "a woman", "une femme"),
    "under_18": ("under 18", "juvenile", "moins de 18 ans", "youth", "adolescent", "not yet 18"),
    "no_sexual_conviction": (
        "no sexual conviction", "aucune condamnation sexuelle",
        "no conviction for a sexual offence",
        "aucune condamnation pour une infraction sexuelle",
    ),
}  # fmt: skip

YES = words_of("yes y true oui o vrai x")
NO = words_of("no n false non faux")
BLANK = words_of(
    "na n/a n.a. #n/a nan null none missing manquant manquante s.o. so . - -- – — ? blank vide"
)
"""What people write where there is no score."""

OCCASIONS = {
    "first": "1", "initial": "1", "premiere": "1", "premier": "1", "test": "1", "t1": "1",
    "1st": "1", "field": "1", "initiale": "1", "1re": "1", "terrain": "1",
    "second": "2", "deuxieme": "2", "seconde": "2", "retest": "2", "t2": "2", "2nd": "2",
    "back reading": "2", "back-reading": "2", "2e": "2", "relecture": "2",
}  # fmt: skip


def plain(text: str) -> str:
    """One form for what looks alike: width, inner spaces, invisible signs, the minus sign."""
    if text.isascii():
        return " ".join(text.split())
    folded = unicodedata.normalize("NFKC", text).translate(_INVISIBLE).replace("\u2212", "-")
    return " ".join(folded.split())


def bare(text: str) -> str:
    """Lower case, without accents: for comparing words, not for hashing."""
    taken = unicodedata.normalize("NFKD", plain(text).casefold())
    return "".join(sign for sign in taken if not unicodedata.combining(sign))


def pieces(header: str) -> tuple[str, ...]:
    """The words and numbers of a header: Item_3b -> item, 3, b."""
    return tuple(_PIECE.findall(bare(_CAMEL.sub(" ", plain(header)))))


@cache
def item_words(tool_id: str) -> dict[str, str]:
    """What a cell or header may say for an item, to the item's id: i3, item 3, its name."""
    words: dict[str, str] = {}
    for item in catalogue.tool(tool_id).items:
        number = item.id[1:]
        before = ("i", "item ", "item", "q", "element ", "e", "it", "question ")
        for said in (*(prefix + number for prefix in before), item.name.en, item.name.fr):
            words[" ".join(pieces(said))] = item.id
    return words


def band_in(text: str, tool_id: str) -> str:
    """The id of the band that a cell names, or ""."""
    return _band_words(tool_id).get(bare(text), "")


@cache
def _band_words(tool_id: str) -> dict[str, str]:
    """What a cell may say for a band of the tool's first total, to the band's id."""
    words: dict[str, str] = {}
    for band in catalogue.tool(tool_id).totals[0].bands:
        for said in (band.id, band.name.en, band.name.fr, f"level {band.id}", f"niveau {band.id}"):
            words[bare(said)] = band.id
    return words


def item_in(text: str, tool_id: str) -> str:
    """The id of the item that a cell or header names, or ""; a number alone is the item's number.

    "3. Any unrelated victims" and "Item 3: Any ..." are read by their number.
    """
    said = pieces(text)
    words = item_words(tool_id)
    found = words.get(" ".join(said), "")
    if found or not said:
        return found
    if len(said) == 1 and said[0].isdecimal():
        return words.get(f"i {int(said[0])}", "") if len(said[0]) < 4 else ""
    without = said[2:] if said[0] in ("item", "element", "i", "q", "e", "it") else said[1:]
    return words.get(" ".join(without), "")
