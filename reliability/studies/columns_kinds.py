"""A column of a table of codings, and what all of them together say: plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from instruments.sheet import Text

Layout = Literal["codings", "ratings", "pairs"]
"""codings: a row is one coding. ratings: a row is one score. pairs: a row is one file that two
people scored, with the scores of both side by side."""
Role = Literal[
    "target",
    "rater",
    "occasion",
    "coded_on",
    "item",
    "score",
    "item_name",
    "total",
    "band",
    "flag",
    "part",
    "ignore",
]
LAYOUTS = get_args(Layout)
ROLES = get_args(Role)
IDENTIFIERS = frozenset({"target", "rater"})
NAMED = frozenset({"item", "flag"})
"""Roles that name what they are of: an item's id, or a flag."""
OF_ONE_CODER = frozenset({"rater", "item", "total", "band", "coded_on"})
"""What stands twice in a table of pairs, once for each of the two."""

FLAGS = {
    "csem_only": Text(en="CSEM offences only", fr="Infractions liées au MESE seulement"),
    "female": Text(en="A woman", fr="Une femme"),
    "under_18": Text(en="Not yet 18", fr="Moins de 18 ans"),
    "no_sexual_conviction": Text(
        en="No conviction for a sexual offence",
        fr="Aucune condamnation pour une infraction sexuelle",
    ),
}
"""What a column may say about a file, yes or no."""

_KEY = re.compile(r"([a-z_]+)(?::([a-z0-9_]{1,40}))?(?:@([12]))?")


@dataclass(frozen=True)
class Column:
    """What one column holds. `of` names the item or flag; `coder` is 1 or 2 in pairs, else 0."""

    role: Role
    of: str = ""
    coder: int = 0

    @property
    def key(self) -> str:
        """The column in one word: target, item:i3, item:i3@2, flag:csem_only."""
        named = f"{self.role}:{self.of}" if self.of else self.role
        return f"{named}@{self.coder}" if self.coder else named

    @classmethod
    def from_key(cls, key: str) -> Column:
        """Raises ValueError for what is not in the list."""
        found = _KEY.fullmatch(key)
        if found is None or found.group(1) not in ROLES:
            raise ValueError(f"a column is one of {', '.join(ROLES)}; this is none of them")
        role, of, coder = found.group(1), found.group(2) or "", int(found.group(3) or 0)
        if (role in NAMED) != bool(of) or (role == "flag" and of not in FLAGS):
            raise ValueError(f"a column of the kind {role} does not go with that name")
        if coder and role not in OF_ONE_CODER:
            raise ValueError(f"a column of the kind {role} belongs to no single assessor")
        return cls(cast(Role, role), of, coder)


IGNORE = Column("ignore")


@dataclass(frozen=True)
class Mapping:
    """What every column of a table is, in their order, and where its rows begin in the file."""

    layout: Layout
    columns: tuple[Column, ...]
    first_row: int = 2

    def as_json(self) -> dict[str, Any]:
        return {
            "layout": self.layout,
            "first_row": self.first_row,
            "columns": [column.key for column in self.columns],
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Mapping:
        """Raises ValueError where it is not one that `as_json` made."""
        layout, keys, first_row = told.get("layout"), told.get("columns"), told.get("first_row", 2)
        if layout not in LAYOUTS or not isinstance(keys, list) or not isinstance(first_row, int):
            raise ValueError("a mapping has a layout, its columns and its first row")
        columns = tuple(Column.from_key(str(key)) for key in keys)
        return cls(cast(Layout, layout), columns, first_row)

    def places(self, role: Role, coder: int | None = None) -> tuple[int, ...]:
        """Where the columns of this role stand; of one coder only where that is said."""
        return tuple(
            place
            for place, column in enumerate(self.columns)
            if column.role == role and coder in (None, column.coder)
        )
