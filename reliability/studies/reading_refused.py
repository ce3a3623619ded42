"""Why a table is refused: always in a sentence, and never with what stands in its cells."""

from __future__ import annotations

from dataclasses import dataclass

from instruments.sheet import Text

MAX_BYTES = 200 * 1024 * 1024
MAX_COLUMNS = 200
MAX_ROWS = 2_000_000
MAX_CELL = 2_000
MAX_LINE = 1_000_000

ENCODINGS = {
    "cp1252": Text(en="Windows (Western European)", fr="Windows (Europe de l'Ouest)"),
    "latin-1": Text(en="ISO 8859-1 (Latin 1)", fr="ISO 8859-1 (Latin 1)"),
    "mac-roman": Text(en="Older Macintosh", fr="Ancien Macintosh"),
}
"""What a text table that is not Unicode may be written in. A person chooses; nothing is guessed."""


@dataclass(frozen=True)
class Candidate:
    """An encoding that could be the one meant: its accented letters as it reads them, no words."""

    encoding: str
    name: Text
    letters: str


class RefusedError(Exception):
    """The table cannot be taken: what was found, where, what was expected, what to do.

    `candidates` are the encodings to choose from, and `sheets` how many sheets of a workbook there
    are to choose from (0 = that is not the question).
    """

    def __init__(
        self, text: Text, *, candidates: tuple[Candidate, ...] = (), sheets: int = 0
    ) -> None:
        super().__init__(text.en)
        self.text = text
        self.candidates = candidates
        self.sheets = sheets


def refused(en: str, fr: str, **values: object) -> RefusedError:
    """The refusal in both languages, its blanks filled in."""
    return RefusedError(Text(en=en.format(**values), fr=fr.format(**values)))


def too_many_bytes() -> RefusedError:
    return refused(
        "The file is larger than {n} MB. Split it by year, and pool the studies afterwards.",
        "Le fichier dépasse {n} Mo. Scindez-le par année, puis regroupez les études.",
        n=MAX_BYTES // 1024 // 1024,
    )


def too_many_columns(row: int) -> RefusedError:
    return refused(
        "Row {row} has cells beyond column {n}, and a table has at most {n} columns. Keep the "
        "columns of the template and delete the others.",
        "La ligne {row} a des cellules au-delà de la colonne {n}, et un tableau a au plus {n} "
        "colonnes. Gardez les colonnes du modèle et supprimez les autres.",
        row=row,
        n=MAX_COLUMNS,
    )


def too_many_rows() -> RefusedError:
    return refused(
        "The table has more than {n:,} rows. Split it by year, and pool the studies afterwards.",
        "Le tableau a plus de {n} lignes. Scindez-le par année, puis regroupez les études.",
        n=MAX_ROWS,
    )


def too_long_a_cell(row: int) -> RefusedError:
    return refused(
        "A cell in row {row} is longer than {n} characters. Texts are not taken: delete the column "
        "that holds them, and check that every quotation mark is closed.",
        "Une cellule de la ligne {row} dépasse {n} caractères. Les textes ne sont pas acceptés : "
        "supprimez la colonne qui en contient, et vérifiez que chaque guillemet est fermé.",
        row=row,
        n=MAX_CELL,
    )


def damaged() -> RefusedError:
    return refused(
        "The workbook cannot be read: it is damaged or not an XLSX file. Open it in a spreadsheet "
        "program and save it again as XLSX, or as CSV UTF-8.",
        "Le classeur ne peut pas être lu : il est endommagé ou n'est pas un fichier XLSX. "
        "Ouvrez-le dans un tableur et enregistrez-le de nouveau en XLSX, ou en CSV UTF-8.",
    )


def bomb() -> RefusedError:
    return refused(
        "The workbook would unpack to far more than a table of codings holds. Copy the table alone "
        "into a new workbook and save that.",
        "Le classeur décompressé serait bien plus gros qu'un tableau de cotations. Copiez le "
        "tableau seul dans un nouveau classeur et enregistrez celui-ci.",
    )


def not_a_table() -> RefusedError:
    return refused(
        "The file is neither an XLSX workbook nor a text table. Open it in a spreadsheet program "
        "and save it as XLSX or as CSV UTF-8, without a password.",
        "Le fichier n'est ni un classeur XLSX ni un tableau en texte. Ouvrez-le dans un tableur et "
        "enregistrez-le en XLSX ou en CSV UTF-8, sans mot de passe.",
    )


def looks_like_data(row: int) -> RefusedError:
    return refused(
        "Row {row} looks like a coding and not like the names of the columns. Put a row above it "
        "that names each column; the template shows how.",
        "La ligne {row} ressemble à une cotation et non aux noms des colonnes. Ajoutez au-dessus "
        "une ligne qui nomme chaque colonne; le modèle montre comment.",
        row=row,
    )
