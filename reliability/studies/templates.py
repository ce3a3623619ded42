"""Empty tables to fill in: one for each tool, layout and language, as CSV and as XLSX.

Their headers are among those that `guessing` reads, so that a filled template needs no mapping.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from instruments import catalogue
from instruments.sheet import Instrument, Item, Text
from reliability.studies.columns_kinds import Layout

MADE = datetime(2024, 1, 1)
"""The same bytes whenever the template is made."""
ROWS = 2_000
"""How far down the lists of permitted scores reach in a workbook."""
_LONGEST_LIST = 255

FILE = Text(en="file", fr="dossier")
ASSESSOR = Text(en="assessor", fr="évaluateur")
DATE = Text(en="date coded", fr="date de cotation")
TOTAL = Text(en="total", fr="total")
ITEM = Text(en="item {n}", fr="élément {n}")
ITEM_NAME = Text(en="item", fr="élément")
SCORE = Text(en="score", fr="cote")
CSEM_ONLY = Text(en="csem_only", fr="MESE seulement")
GUIDE = Text(en="How to fill in", fr="Comment remplir")
CODINGS = Text(en="Codings", fr="Cotations")
LINES = (
    Text(
        en="Keep the first row as it is. One row is {what}.",
        fr="Gardez la première ligne telle quelle. Une ligne est {what}.",
    ),
    Text(
        en="file: a number or code that tells the files apart. No names, no dates of birth.",
        fr="dossier\u00a0: un numéro ou un code qui distingue les dossiers. Ni noms, ni dates de "
        "naissance.",
    ),
    Text(
        en="assessor: a code for whoever scored, the same in every row and every year.",
        fr="évaluateur\u00a0: un code pour la personne qui a coté, le même dans chaque ligne et "
        "chaque année.",
    ),
    Text(
        en="Files and assessors are hashed with your agency's own key before anything is stored.",
        fr="Les dossiers et les évaluateurs sont hachés avec la clé propre à votre organisme avant "
        "tout enregistrement.",
    ),
    Text(
        en="date coded: the day of the coding, as 2024-05-01. It may be left empty.",
        fr="date de cotation\u00a0: le jour de la cotation, comme 2024-05-01. Peut rester vide.",
    ),
    Text(
        en="An item that was not scored stays empty; never write 9 or 99 for it.",
        fr="Un élément qui n'a pas été coté reste vide; n'écrivez jamais 9 ou 99 à sa place.",
    ),
    Text(
        en="total: as it was written on the form, even where it is wrong. It may be left empty.",
        fr="total\u00a0: tel qu'il figure sur le formulaire, même s'il est faux. Peut rester vide.",
    ),
    Text(
        en="csem_only: yes where all sexual offences of the file are CSEM offences, otherwise no.",
        fr="MESE seulement\u00a0: oui si toutes les infractions sexuelles du dossier sont liées au "
        "MESE, sinon non.",
    ),
)
WHAT: dict[Layout, Text] = {
    "codings": Text(
        en="one file as one assessor scored it", fr="un dossier tel qu'un évaluateur l'a coté"
    ),
    "ratings": Text(
        en="one score: one item of one file by one assessor",
        fr="une cote\u00a0: un élément d'un dossier par un évaluateur",
    ),
    "pairs": Text(
        en="one file with the scores of two assessors, 1 and 2",
        fr="un dossier avec les cotes de deux évaluateurs, 1 et 2",
    ),
}


@dataclass(frozen=True)
class Head:
    """A column of a template, and the scores to choose from where it holds those of an item."""

    name: str
    kind: Literal["text", "date", "score", "whole", "yes"] = "text"
    item: Item | None = None


def heads(tool_id: str, layout: Layout, language: str) -> tuple[Head, ...]:
    """The columns of a template in their order. Raises UnknownTool."""
    tool = catalogue.tool(tool_id)
    if layout == "pairs":
        of_both = [head for coder in (1, 2) for head in _form(tool, language, coder)]
        return (Head(FILE.to(language)), *of_both, _flag(language))
    start = (Head(FILE.to(language)), Head(ASSESSOR.to(language)), Head(DATE.to(language), "date"))
    if layout == "ratings":
        return (*start, Head(ITEM_NAME.to(language)), Head(SCORE.to(language), "whole"))
    return (*start, *_scores(tool, language, 0), _flag(language))


def template_csv(tool_id: str, layout: Layout, language: str) -> bytes:
    """The header alone, in UTF-8 with the mark by which spreadsheet programs know it."""
    text = io.StringIO()
    csv.writer(text).writerow([head.name for head in heads(tool_id, layout, language)])
    return text.getvalue().encode("utf-8-sig")


def template_xlsx(tool_id: str, layout: Layout, language: str) -> bytes:
    """A sheet whose score cells offer the permitted scores, and one that says how to fill it."""
    import xlsxwriter  # imported here: only whoever downloads a template needs it

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": MADE, "title": catalogue.tool(tool_id).name.to(language)})
    _write_codings(book, heads(tool_id, layout, language), language)
    _write_guide(book, tool_id, layout, language)
    book.close()
    return made.getvalue()


def _form(tool: Instrument, language: str, coder: int) -> Iterator[Head]:
    """What one of two assessors fills in."""
    yield Head(f"{ASSESSOR.to(language)} {coder}")
    yield Head(f"{DATE.to(language)} {coder}", "date")
    yield from _scores(tool, language, coder)


def _scores(tool: Instrument, language: str, coder: int) -> Iterator[Head]:
    after = f"_{coder}" if coder else ""
    for item in tool.items:
        name = ITEM.to(language).format(n=item.id.removeprefix("i"))
        yield Head(name + after, "score", item)
    yield Head(TOTAL.to(language) + after, "whole")


def _flag(language: str) -> Head:
    return Head(CSEM_ONLY.to(language), "yes")


def _write_codings(book: Any, columns: tuple[Head, ...], language: str) -> None:
    sheet = book.add_worksheet(CODINGS.to(language))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    text = book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for place, head in enumerate(columns):
        form = {"text": text, "date": day}.get(head.kind)
        sheet.set_column(place, place, max(9, len(head.name) + 2), form)
        sheet.write_string(0, place, head.name, bold)
        rule = _permitted(head, language)
        if rule is not None:
            sheet.data_validation(1, place, ROWS, place, rule)
    sheet.freeze_panes(1, 1)


def _permitted(head: Head, language: str) -> dict[str, Any] | None:
    """What a spreadsheet program lets be typed into the column; None: anything."""
    if head.kind == "yes":
        words = ["oui", "non"] if language.startswith("fr") else ["yes", "no"]
        return {"validate": "list", "source": words}
    if head.item is None:
        return None
    values = [str(value) for value in sorted(head.item.values)]
    listed = ", ".join(values)
    rule: dict[str, Any] = {"validate": "list", "source": values}
    if len(",".join(values)) > _LONGEST_LIST or len(values) > 20:
        low, high = min(head.item.values), max(head.item.values)
        rule = {"validate": "integer", "criteria": "between", "minimum": low, "maximum": high}
    name = head.item.name.to(language)
    return rule | {
        "input_title": head.name[:32],
        "input_message": f"{name}: {listed}"[:255],
        "ignore_blank": True,
    }


def _write_guide(book: Any, tool_id: str, layout: Layout, language: str) -> None:
    """Sentences in one column, so that nobody, and no program, takes them for a table."""
    sheet = book.add_worksheet(GUIDE.to(language))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True})
    sheet.set_column(0, 0, 90, wrapped)
    tool = catalogue.tool(tool_id)
    sheet.write_string(0, 0, tool.name.to(language), bold)
    lines = [line.to(language).format(what=WHAT[layout].to(language)) for line in LINES]
    colon = "\u00a0: " if language.startswith("fr") else ": "
    for item in tool.items:
        name = ITEM.to(language).format(n=item.id.removeprefix("i"))
        permitted = ", ".join(str(value) for value in sorted(item.values))
        lines.append(f"{name}{colon}{item.name.to(language)}{colon}{permitted}")
    for row, line in enumerate(lines, 2):
        sheet.write_string(row, 0, line)
