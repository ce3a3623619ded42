"""Reads a file of people to invite: every line a person or a sentence why not, nothing stored."""

import csv
import io
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import override

from agencies.actions.joining import Wanted
from agencies.models import Role

COLUMNS = ("email", "name", "role", "cohort")
MOST_LINES = 1000
MOST_BYTES = 1_000_000
LONGEST = {"email": 254, "name": 150, "cohort": 120}
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet may take for the beginning of a formula."""
BLANKS = '" \N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\N{BOM}'


class RosterError(Exception):
    """The file as a whole cannot be read; the text is a sentence for people."""


@dataclass(frozen=True)
class Line:
    """One line of the file: the person it names, or what is wrong with it."""

    number: int
    email: str
    wanted: Wanted | None
    findings: tuple[str, ...] = ()


def text_of(raw: bytes) -> str:
    """The file as text; refused unless it is UTF-8, which every spreadsheet can write."""
    if len(raw) > MOST_BYTES:
        raise RosterError(_("The file is larger than 1 MB. Split it."))
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise RosterError(
            _("The file is not UTF-8. In your spreadsheet choose “CSV UTF-8” when you save it.")
        ) from error
    if "\0" in text:
        raise RosterError(_("This is no text file. Save the sheet as “CSV UTF-8” and try again."))
    return text


def read_lines(text: str, *, roles: Collection[str], taken: set[tuple[str, str]]) -> list[Line]:
    """Every line of the file with its number, as a spreadsheet counts.

    `roles` are those that one may give; `taken` holds (address, role) of who is here or invited.
    """
    rows = _rows(text)
    number, header = next(rows, (0, []))
    places = _places(header)
    seen = dict.fromkeys(taken, 0)
    lines: list[Line] = []
    for number, row in rows:
        if len(lines) == MOST_LINES:
            raise RosterError(
                _("The file has more than %(n)s lines. Split it.") % {"n": MOST_LINES}
            )
        line = _line(number, {name: _cell(row, at) for name, at in places.items()}, roles)
        if line.wanted is not None:
            line = _once(line, line.wanted, seen)
        lines.append(line)
    if not lines:
        raise RosterError(_("The file names nobody: there is no line below the first one."))
    return lines


def guarded(cell: str) -> str:
    """A cell of one line that no spreadsheet takes for a formula.

    Nor its parts: a French one splits at ; and then at every line, as if there were no quotes.
    """
    cell = " ".join(cell.splitlines())
    return ";".join(f"'{part}" if _is_computed(part) else part for part in cell.split(";"))


def _is_computed(part: str) -> bool:
    """What it looks like counts: blanks go, and a full-width equals sign is one."""
    shown = unicodedata.normalize("NFKC", part.lstrip(BLANKS))
    return part.startswith(FORMULA_SIGNS) or shown.startswith(FORMULA_SIGNS)


def written(rows: Iterable[Iterable[str]]) -> str:
    """Rows as a CSV file that is safe to open in a spreadsheet; UTF-8 with its mark."""
    out = io.StringIO()
    csv.writer(out).writerows([guarded(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def role_named(word: str) -> str | None:
    """The role that a word means: its id, or its name in English or French."""
    sought = word.strip().casefold().replace("_", " ")
    for role in Role:
        names = {role.value.replace("_", " ")}
        for language in ("en", "fr-ca"):
            with override(language):
                names.add(str(role.label).casefold())
        if sought in names:
            return role.value
    return None


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with the number of their first line."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    try:
        for row in reader:
            number, before = before + 1, reader.line_num
            if any(cell.strip() for cell in row):
                yield number, row
    except csv.Error as error:
        raise RosterError(
            _("Line %(n)s cannot be read: a quotation mark is missing or out of place.")
            % {"n": before + 1}
        ) from error


def _places(header: list[str]) -> dict[str, int]:
    named = [cell.strip().strip("\ufeff").casefold().replace("e-mail", "email") for cell in header]
    doubled = sorted({name for name in named if name in COLUMNS and named.count(name) > 1})
    if "email" not in named or "role" not in named or doubled:
        raise RosterError(
            _(
                "The first line must name the columns, each once: email, name, role, cohort. "
                "Found: %(found)s."
            )
            % {"found": ", ".join(header) or "-"}
        )
    return {name: named.index(name) for name in COLUMNS if name in named}


def _cell(row: list[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _line(number: int, cells: dict[str, str], roles: Collection[str]) -> Line:
    email, role = cells["email"], role_named(cells["role"])
    findings = [*_wrong_email(email), *_wrong_role(cells["role"], role, roles)]
    for name in ("name", "cohort"):
        value = cells.get(name, "")
        if value.startswith(FORMULA_SIGNS):
            findings.append(
                _("“%(value)s” begins like a formula of a spreadsheet. Take the first sign away.")
                % {"value": value[:40]}
            )
        if len(value) > LONGEST[name]:
            findings.append(
                _("“%(value)s…” is too long: at most %(n)s characters.")
                % {"value": value[:40], "n": LONGEST[name]}
            )
    if findings or role is None:
        return Line(number, email, None, tuple(findings))
    wanted = Wanted(email.lower(), role, cells.get("name", ""), cells.get("cohort", ""))
    return Line(number, email, wanted)


def _wrong_email(email: str) -> list[str]:
    if not email:
        return [_("There is no e-mail address.")]
    try:
        validate_email(email)
    except ValidationError:
        return [_("“%(email)s” is no e-mail address.") % {"email": email[:80]}]
    return []


def _wrong_role(word: str, role: str | None, roles: Collection[str]) -> list[str]:
    if role is None:
        known = ", ".join(str(Role(one).label) for one in roles)
        if not word:
            return [_("There is no role. Roles: %(known)s.") % {"known": known}]
        return [_("“%(word)s” is no role. Roles: %(known)s.") % {"word": word[:40], "known": known}]
    if role not in roles:
        return [_("You may not give the role %(role)s.") % {"role": Role(role).label}]
    return []


def _once(line: Line, wanted: Wanted, seen: dict[tuple[str, str], int]) -> Line:
    """The line, refused where the same person was named before or is known already."""
    key = (wanted.email, wanted.role)
    if key not in seen:
        seen[key] = line.number
        return line
    finding = (
        _("The same person and role stand in line %(n)s.") % {"n": seen[key]}
        if seen[key]
        else _("This person has this role here already, or is invited to it.")
    )
    return replace(line, wanted=None, findings=(finding,))
