"""What a column of a table of codings can be: a closed list. Anything else is left out."""

from __future__ import annotations

from instruments import catalogue
from instruments.sheet import Item, Text
from reliability.studies.columns_kinds import (
    FLAGS,
    IDENTIFIERS,
    IGNORE,
    LAYOUTS,
    Column,
    Layout,
    Mapping,
    Role,
)
from reliability.studies.columns_problems import problems

__all__ = [
    "FLAGS",
    "IDENTIFIERS",
    "IGNORE",
    "LAYOUTS",
    "LAYOUT_NAMES",
    "Column",
    "Layout",
    "Mapping",
    "Role",
    "choices",
    "described",
    "item_label",
    "problems",
]

_OF_BOTH = Text(
    en="Assessor, the same for both codings", fr="Évaluateur, le même pour les deux cotations"
)
LAYOUT_NAMES: dict[Layout, Text] = {
    "codings": Text(en="One coding in each row", fr="Une cotation par ligne"),
    "ratings": Text(en="One score in each row", fr="Une cote par ligne"),
    "pairs": Text(
        en="One file in each row, with the scores of two assessors",
        fr="Un dossier par ligne, avec les cotes de deux évaluateurs",
    ),
}
_ROLE_NAMES: dict[str, Text] = {
    "ignore": Text(en="Leave this column out", fr="Laisser cette colonne de côté"),
    "target": Text(en="File that was scored", fr="Dossier coté"),
    "rater": Text(en="Assessor", fr="Évaluateur"),
    "coded_on": Text(en="Date of the coding", fr="Date de la cotation"),
    "occasion": Text(en="First or second coding", fr="Première ou deuxième cotation"),
    "part": Text(en="Year or office", fr="Année ou bureau"),
    "total": Text(en="Total as written down", fr="Total tel qu'inscrit"),
    "band": Text(en="Risk level as written down", fr="Niveau de risque tel qu'inscrit"),
    "item_name": Text(en="Which item", fr="Quel élément"),
    "score": Text(en="Score", fr="Cote"),
}


def choices(tool_id: str, layout: Layout) -> tuple[tuple[str, Text], ...]:
    """What a person can say a column is, in this layout: keys and their names."""
    found = [_choice(Column("ignore")), _choice(Column("target"))]
    if layout == "pairs":
        found.append(("rater", _OF_BOTH))
        for coder in (1, 2):
            found += [_choice(Column("rater", coder=coder)), *_of_form(tool_id, coder)]
        found.append(_choice(Column("coded_on")))
    else:
        found.append(_choice(Column("rater")))
        found += _of_form(tool_id, 0) if layout == "codings" else _of_ratings()
        found.append(_choice(Column("occasion")))
    found.append(_choice(Column("part")))
    found += [(Column("flag", flag).key, _flag_name(flag)) for flag in FLAGS]
    return tuple(found)


def _of_form(tool_id: str, coder: int) -> list[tuple[str, Text]]:
    """What stands on one assessor's form: the scores, the total, the level, the date."""
    items = [
        (Column("item", item.id, coder).key, _of_coder(item_label(item), coder))
        for item in catalogue.tool(tool_id).items
    ]
    roles: tuple[Role, ...] = ("total", "band", "coded_on")
    return [*items, *(_choice(Column(role, coder=coder)) for role in roles)]


def _of_ratings() -> list[tuple[str, Text]]:
    roles: tuple[Role, ...] = ("item_name", "score", "total", "band", "coded_on")
    return [_choice(Column(role)) for role in roles]


def _choice(column: Column) -> tuple[str, Text]:
    return column.key, _of_coder(_ROLE_NAMES[column.role], column.coder)


def _of_coder(name: Text, coder: int) -> Text:
    if not coder:
        return name
    return Text(en=f"{name.en} (assessor {coder})", fr=f"{name.fr} (évaluateur {coder})")


def _flag_name(flag: str) -> Text:
    name = FLAGS[flag]
    return Text(en=f"{name.en}: yes or no", fr=f"{name.fr}\u00a0: oui ou non")


def item_label(item: Item) -> Text:
    """Item 3, Index non-sexual violence: its number on the sheet and its name."""
    number = item.id[1:]
    return Text(en=f"Item {number}: {item.name.en}", fr=f"Élément {number}\u00a0: {item.name.fr}")


def described(column: Column, tool_id: str) -> Text:
    """The column in words, for a list or a sentence."""
    if column.role == "item":
        return _of_coder(item_label(catalogue.item(tool_id, column.of)), column.coder)
    if column.role == "flag":
        return _flag_name(column.of)
    return _of_coder(_ROLE_NAMES[column.role], column.coder)
