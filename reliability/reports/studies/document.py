"""A report as a document: finished words in sections and blocks, for any renderer to walk.

Every text is worded and every number rounded for one language, so that a page, a PDF file and a
Word file say the same; a renderer neither words nor rounds anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Fact:
    """A label and what stands beside it."""

    label: str
    value: str


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `kind` "notice" for a caution that is set apart, "small" for fine print."""

    text: str
    kind: Literal["", "notice", "small"] = ""

    @property
    def block(self) -> str:
        return "paragraph"


@dataclass(frozen=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]

    @property
    def block(self) -> str:
        return "bullets"


@dataclass(frozen=True)
class Facts:
    """Labels and values, without a header."""

    rows: tuple[Fact, ...]

    @property
    def block(self) -> str:
        return "facts"


@dataclass(frozen=True)
class Column:
    """The header of a column; numbers are set to the right."""

    label: str
    is_number: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell: its text, a smaller line below it, and how dark a heat table paints it (0 to 1).

    The text says everything that the shade says.
    """

    text: str
    note: str = ""
    shade: float | None = None

    @property
    def depth(self) -> str:
        """One of five steps of shade; "" without one."""
        return "" if self.shade is None else str(round(4 * self.shade))


@dataclass(frozen=True)
class Table:
    """Rows under headers. The first cell of a row is its header; `note` stands below."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    @property
    def block(self) -> str:
        return "table"

    @property
    def lined(self) -> Iterator[Iterator[tuple[Column, Cell]]]:
        """Every row, each cell with the column that it stands in."""
        return (zip(self.columns, row, strict=True) for row in self.rows)


@dataclass(frozen=True)
class Picture:
    """A drawing and what it shows in words. The table with the same figures is the next block."""

    id: str
    title: str
    description: str
    svg: str
    width: int
    height: int

    @property
    def block(self) -> str:
        return "picture"


Block = Paragraph | Bullets | Facts | Table | Picture


@dataclass(frozen=True)
class Section:
    """A heading with its blocks, and sections one level below."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()

    def pictures(self) -> tuple[Picture, ...]:
        """The section's own, then those of the sections below."""
        own = tuple(block for block in self.blocks if isinstance(block, Picture))
        return own + tuple(picture for below in self.sections for picture in below.pictures())

    def tables(self) -> tuple[Table, ...]:
        """The section's own, then those of the sections below."""
        own = tuple(block for block in self.blocks if isinstance(block, Table))
        return own + tuple(table for below in self.sections for table in below.tables())


@dataclass(frozen=True)
class StudyReport:
    """A whole report in one language. `footer` belongs on every page that is printed."""

    language: Literal["en", "fr"]
    title: str
    subtitle: str
    agency: str
    facts: tuple[Fact, ...]
    notices: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    footer: str

    def section(self, name: str) -> Section:
        """Raises KeyError for a section that the report does not have."""
        for section in self.sections:
            if section.id == name:
                return section
        raise KeyError(f"the report has no section {name}; it has {[s.id for s in self.sections]}")
