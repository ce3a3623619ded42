"""What the check of a table says about a row: a sentence for each kind of finding, never a cell."""

from __future__ import annotations

from functools import lru_cache

from instruments.sheet import Text

SENTENCES = {
    "no-target": (
        "The file that was scored is not named. Fill in its number or code.",
        "Le dossier coté n'est pas nommé. Inscrivez son numéro ou son code.",
    ),
    "no-rater": (
        "It does not say who scored. Fill in a code for the assessor.",
        "Rien ne dit qui a coté. Inscrivez un code pour l'évaluateur.",
    ),
    "not-permitted": (
        "Item {item}: {found} is not among its scores, which are {permitted}. Correct the score, "
        "or leave the cell empty where the item was not scored.",
        "Élément {item} : {found} ne figure pas parmi ses cotes, qui sont {permitted}. Corrigez la "
        "cote, ou laissez la cellule vide si l'élément n'a pas été coté.",
    ),
    "decimal": (
        "Item {item}: {found} is a decimal, and scores are whole numbers: {permitted}. Correct the "
        "score.",
        "Élément {item} : {found} est un nombre décimal, et les cotes sont des nombres entiers : "
        "{permitted}. Corrigez la cote.",
    ),
    "formula": (
        "Item {item}: the cell holds the text of a formula, which is not computed. Write the "
        "score.",
        "Élément {item} : la cellule contient le texte d'une formule, qui n'est pas calculée. "
        "Inscrivez la cote.",
    ),
    "not-a-score": (
        "Item {item}: the cell holds no number. Its scores are {permitted}; leave the cell empty "
        "where the item was not scored.",
        "Élément {item} : la cellule ne contient pas de nombre. Ses cotes sont {permitted}; "
        "laissez la cellule vide si l'élément n'a pas été coté.",
    ),
    "no-scores": (
        "No item is scored in this row. Fill in the scores, or delete the row.",
        "Aucun élément n'est coté dans cette ligne. Inscrivez les cotes, ou supprimez la ligne.",
    ),
    "unknown-item": (
        "The cell names no item of this tool. Write item 1 to item {n}.",
        "La cellule ne nomme aucun élément de cet outil. Inscrivez élément 1 à élément {n}.",
    ),
    "same-score-twice": (
        "This assessor's score of this item for this file stands in an earlier row already; the "
        "coding begins in row {other}. Keep one of them.",
        "La cote de cet élément par cet évaluateur pour ce dossier figure déjà à une ligne "
        "précédente; la cotation commence à la ligne {other}. Gardez-en une.",
    ),
    "same-coding-twice": (
        "The same assessor scored the same file in row {other} already. Keep one of the two; a "
        "study of assessors with themselves takes both.",
        "Le même évaluateur a déjà coté le même dossier à la ligne {other}. Gardez l'une des deux; "
        "une étude des évaluateurs avec eux-mêmes prend les deux.",
    ),
    "same-occasion-twice": (
        "The same assessor scored the same file on the same occasion in row {other} already. "
        "Number the occasions 1 and 2, or keep one of the rows.",
        "Le même évaluateur a déjà coté le même dossier à la même occasion à la ligne {other}. "
        "Numérotez les occasions 1 et 2, ou gardez l'une des lignes.",
    ),
    "same-person": (
        "The two codings of this file are by the same assessor, and this study needs two persons. "
        "Correct the code, or leave the row out.",
        "Les deux cotations de ce dossier sont du même évaluateur, et cette étude demande deux "
        "personnes. Corrigez le code, ou laissez la ligne de côté.",
    ),
    "same-back-reader": (
        "Whoever reads back must be another person than the one who scored first, in row {other}. "
        "Correct the code, or leave the row out.",
        "La relecture doit être faite par une autre personne que la première cotation, à la ligne "
        "{other}. Corrigez le code, ou laissez la ligne de côté.",
    ),
    "not-an-identifier": (
        "The cell was not read as the code of a file or a person. Call the column “file” or "
        "“assessor”, and bring the table again.",
        "La cellule n'a pas été lue comme le code d'un dossier ou d'une personne. Appelez la "
        "colonne « dossier » ou « évaluateur », et apportez le tableau de nouveau.",
    ),
    "future-date": (
        "The date {found} lies in the future. The coding is taken without a date.",
        "La date {found} est dans l'avenir. La cotation est prise sans date.",
    ),
    "old-date": (
        "The date lies more than 15 years back and was not kept. The coding is taken without a "
        "date.",
        "La date remonte à plus de 15 ans et n'a pas été gardée. La cotation est prise sans date.",
    ),
    "ambiguous-date": (
        "The date can be read in two ways: write it as 2024-05-01. The coding is taken without a "
        "date.",
        "La date peut se lire de deux façons : écrivez-la comme 2024-05-01. La cotation est prise "
        "sans date.",
    ),
    "serial-date": (
        "The date is stored as a number: give the column a date format, or write 2024-05-01. The "
        "coding is taken without a date.",
        "La date est enregistrée comme un nombre : donnez à la colonne un format de date, ou "
        "écrivez 2024-05-01. La cotation est prise sans date.",
    ),
    "not-a-date": (
        "The cell holds no date: write it as 2024-05-01. The coding is taken without a date.",
        "La cellule ne contient pas de date : écrivez-la comme 2024-05-01. La cotation est prise "
        "sans date.",
    ),
    "not-an-occasion": (
        "The occasion is 1 for a first coding and 2 for a second. Correct the cell.",
        "L'occasion est 1 pour une première cotation et 2 pour une deuxième. Corrigez la cellule.",
    ),
    "unknown-flag": (
        "The cell says neither yes nor no. It was taken as not told.",
        "La cellule ne dit ni oui ni non. Elle a été prise comme non renseignée.",
    ),
    "unknown-total": (
        "The total written down is not a whole number and was left out. Totals are computed from "
        "the items.",
        "Le total inscrit n'est pas un nombre entier et a été laissé de côté. Les totaux sont "
        "calculés à partir des éléments.",
    ),
    "other-total": (
        "The total written down is {found}; the items make {made}. Correct whichever is wrong in "
        "your records: the report counts the items, and lists the row among broken rules.",
        "Le total inscrit est {found}; les éléments donnent {made}. Corrigez dans vos dossiers ce "
        "qui est faux : le rapport compte les éléments, et range la ligne parmi les règles "
        "enfreintes.",
    ),
    "unknown-band": (
        "The risk level written down is none of this tool and was left out.",
        "Le niveau de risque inscrit n'est pas de cet outil et a été laissé de côté.",
    ),
    "missing-items": (
        "Not scored: item {items}. The coding is taken as it is.",
        "Non coté : élément {items}. La cotation est prise telle quelle.",
    ),
    "empty-score": (
        "The score is empty: taken as not scored.",
        "La cote est vide : l'élément est pris comme non coté.",
    ),
    "item-without-column": (
        "The table has no column for item {items}: nothing is known about it, and totals that need "
        "it cannot be computed.",
        "Le tableau n'a pas de colonne pour l'élément {items} : rien n'en est connu, et les totaux "
        "qui en ont besoin ne peuvent pas être calculés.",
    ),
    "raters-by-column": (
        "No column says who scored, so that the first and the second assessor count as one person "
        "each in all rows.",
        "Aucune colonne ne dit qui a coté : le premier et le second évaluateur comptent chacun "
        "comme une même personne dans toutes les lignes.",
    ),
    "order-of-rows": (
        "The first and the second coding were told apart by the order of the rows, for want of an "
        "occasion and of different dates.",
        "La première et la deuxième cotation ont été distinguées par l'ordre des lignes, faute "
        "d'occasion et de dates différentes.",
    ),
    "many-findings": (
        "There are more findings than this list holds. Mend those listed, and check again.",
        "Il y a plus de constats que cette liste n'en contient. Corrigez ceux de la liste, puis "
        "vérifiez de nouveau.",
    ),
}
NOTES = frozenset(
    {
        "unknown-flag",
        "unknown-total",
        "other-total",
        "unknown-band",
        "missing-items",
        "empty-score",
        "item-without-column",
        "raters-by-column",
        "order-of-rows",
        "many-findings",
        "future-date",
        "old-date",
        "ambiguous-date",
        "serial-date",
        "not-a-date",
    }
)
"""Kinds that keep no row from being taken."""


@lru_cache(maxsize=2048)
def _said(kind: str, values: tuple[tuple[str, object], ...]) -> Text:
    en, fr = SENTENCES[kind]
    french = fr.replace(" : ", "\u00a0: ").replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    with_comma = {key: _in_french(kind, value) for key, value in values}
    return Text(en=en.format(**dict(values)), fr=french.format(**with_comma))


def _in_french(kind: str, value: object) -> object:
    return str(value).replace(".", ",") if kind == "decimal" else value


def said(kind: str, **values: object) -> Text:
    """The sentence; the same words are the same object, for a table may have thousands."""
    return _said(kind, tuple(sorted(values.items())))
