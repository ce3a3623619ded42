"""What keeps a mapping from being used: sentences, each with what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from instruments import catalogue
from instruments.sheet import Text
from reliability.studies.columns_kinds import IGNORE, Column, Mapping


class Refusable(Protocol):
    """A column as it was seen at the door (reliability.studies.blinding)."""

    @property
    def header(self) -> str: ...

    @property
    def refused(self) -> Text | None: ...


def problems(mapping: Mapping, tool_id: str, seen: Sequence[Refusable] = ()) -> tuple[Text, ...]:
    """Everything that is wrong with the mapping; `seen` are the columns as they were brought."""
    found = [*_missing(mapping), *_twice(mapping), *_unknown_items(mapping, tool_id)]
    found += _out_of_place(mapping, len(seen) if seen else len(mapping.columns))
    found += [
        _text(
            "The column “{name}” was refused, and nothing of it was kept: leave it out.",
            "La colonne «\u00a0{name}\u00a0» a été refusée et rien n'en a été gardé\u00a0: "
            "laissez-la de côté.",
            name=one.header,
        )
        for one, column in zip(seen, mapping.columns, strict=False)
        if one.refused is not None and column != IGNORE
    ]
    return tuple(found)


def _missing(mapping: Mapping) -> list[Text]:
    found = []
    if not mapping.places("target"):
        found.append(
            _text(
                "No column says which file was scored. Choose the column of the file, or add one.",
                "Aucune colonne ne dit quel dossier a été coté. Choisissez la colonne du dossier, "
                "ou ajoutez-en une.",
            )
        )
    if mapping.layout != "pairs" and not mapping.places("rater"):
        found.append(
            _text(
                "No column says who scored. Choose the column of the assessor, or add one.",
                "Aucune colonne ne dit qui a coté. Choisissez la colonne de l'évaluateur, ou "
                "ajoutez-en une.",
            )
        )
    return found + (_missing_scores(mapping) if mapping.layout != "pairs" else _one_sided(mapping))


def _missing_scores(mapping: Mapping) -> list[Text]:
    if mapping.layout == "codings" and not mapping.places("item"):
        return [_no_item()]
    if mapping.layout == "ratings":
        lacks = [role for role in ("item_name", "score") if not mapping.places(role)]
        if lacks:
            return [
                _text(
                    "With one score in each row, a column says which item it is and another holds "
                    "the score. Choose both.",
                    "Avec une cote par ligne, une colonne dit de quel élément il s'agit et une "
                    "autre contient la cote. Choisissez les deux.",
                )
            ]
    return []


def _one_sided(mapping: Mapping) -> list[Text]:
    """Both assessors need the same items, and either both or neither a column that says who."""
    items = [{mapping.columns[n].of for n in mapping.places("item", coder)} for coder in (1, 2)]
    found = []
    if not any(items):
        found.append(_no_item())
    elif items[0] != items[1]:
        found.append(
            _text(
                "The two assessors do not have the same items. Give each item one column for the "
                "first and one for the second, or leave both out.",
                "Les deux évaluateurs n'ont pas les mêmes éléments. Donnez à chaque élément une "
                "colonne pour le premier et une pour le second, ou laissez les deux de côté.",
            )
        )
    if len(mapping.places("rater", 1)) != len(mapping.places("rater", 2)):
        found.append(
            _text(
                "Only one of the two assessors has a column that says who it was. Choose one for "
                "the other, or leave out both.",
                "Un seul des deux évaluateurs a une colonne qui dit de qui il s'agit. "
                "Choisissez-en une pour l'autre, ou laissez les deux de côté.",
            )
        )
    return found


def _twice(mapping: Mapping) -> list[Text]:
    counts = Counter(column for column in mapping.columns if column != IGNORE)
    return [
        _text(
            "The columns {letters} are said to be the same: {what}. Keep one of them.",
            "Les colonnes {letters} sont dites identiques\u00a0: {what}. Gardez-en une.",
            letters=", ".join(str(n + 1) for n, one in enumerate(mapping.columns) if one == column),
            what=column.key,
        )
        for column, count in counts.items()
        if count > 1
    ]


def _unknown_items(mapping: Mapping, tool_id: str) -> list[Text]:
    known = {item.id for item in catalogue.tool(tool_id).items}
    unknown = {column.of for column in mapping.columns if column.role == "item"} - known
    return [
        _text(
            "The tool has no item {item}; it has {n} items. Choose another, or leave the column "
            "out.",
            "L'outil n'a pas d'élément {item}; il en a {n}. Choisissez-en un autre, ou laissez la "
            "colonne de côté.",
            item=item.removeprefix("i"),
            n=len(known),
        )
        for item in sorted(unknown)
    ]


def _out_of_place(mapping: Mapping, width: int) -> list[Text]:
    """A column of a single assessor outside pairs, or of none within them, or beyond the table."""
    out_of_place = any(_is_out_of_place(column, mapping) for column in mapping.columns)
    if out_of_place or width != len(mapping.columns):
        return [
            _text(
                "A column does not go with the layout chosen. Choose the layout first, then what "
                "each column is.",
                "Une colonne ne va pas avec la disposition choisie. Choisissez d'abord la "
                "disposition, puis ce qu'est chaque colonne.",
            )
        ]
    return []


def _is_out_of_place(column: Column, mapping: Mapping) -> bool:
    if mapping.layout == "pairs":
        of_both = {"target", "rater", "coded_on", "flag", "part", "ignore"}
        return not column.coder and column.role not in of_both
    allowed = {"item_name", "score"} if mapping.layout == "ratings" else {"item"}
    by_layout = {"item", "item_name", "score"}
    return bool(column.coder) or (column.role in by_layout and column.role not in allowed)


def _no_item() -> Text:
    return _text(
        "No column holds the score of an item. Choose at least one.",
        "Aucune colonne ne contient la cote d'un élément. Choisissez-en au moins une.",
    )


def _text(en: str, fr: str, **values: object) -> Text:
    return Text(en=en.format(**values), fr=fr.format(**values))
