"""The parts that every shape is made of."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from instruments import catalogue

LARGEST_NUMBER = 2**63 - 1
LARGEST_PAGE = 200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DIGITS = re.compile(r"[0-9]{1,18}", re.ASCII)


class Shape(BaseModel):
    """Frozen; a field nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Problem(Shape):
    """What went wrong (RFC 9457)."""

    type: str
    """Where this kind of problem is described."""
    title: str
    status: int
    detail: str
    """A sentence on this very request."""
    instance: str
    """The address that was asked."""
    errors: list[Place] = []
    """What in the request is not as it should be, one by one."""


class Place(Shape):
    """One thing that is not as it should be. Never holds what was sent."""

    place: str
    text: str


Problem.model_rebuild()


def _tools(schema: dict[str, Any]) -> None:
    schema["enum"] = [tool.id for tool in catalogue.tools()]


def _known_tool(tool: str) -> str:
    if tool not in {known.id for known in catalogue.tools()}:
        raise ValueError("no such tool")
    return tool


def _number(word: Any) -> Any:
    """Whole numbers in an address are digits, and nothing else that Python would take for one."""
    if not isinstance(word, str):
        return word
    if not _DIGITS.fullmatch(word):
        raise PydanticCustomError("int_form", "no whole number")
    return int(word)


def _day(word: Any) -> Any:
    """Days are written YYYY-MM-DD, and in no other way that pydantic would take for one."""
    try:
        if isinstance(word, str) and _DAY.fullmatch(word):
            return date.fromisoformat(word)
    except ValueError:
        pass  # such as a 30th of February
    raise PydanticCustomError("date_form", "no day")


ToolId = Annotated[str, AfterValidator(_known_tool), Field(json_schema_extra=_tools)]
Day = Annotated[date, BeforeValidator(_day)]
Moment = AwareDatetime | datetime
Number = Annotated[int, Field(ge=0, le=10**18 - 1), BeforeValidator(_number)]
PageSize = Annotated[int, Field(ge=1, le=LARGEST_PAGE), BeforeValidator(_number)]
_LINE = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
Line = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        pattern=_LINE,
    ),
]
"""One line of text, not empty."""

_NAME = r"^[A-Za-z0-9_.:-]{1,40}$"


def _plain_names(schema: dict[str, Any]) -> None:
    schema["propertyNames"] = {"pattern": _NAME}


def _are_plain(told: dict[str, Any]) -> dict[str, Any]:
    if not all(re.fullmatch(_NAME, name) for name in told):
        raise ValueError("no such name")
    return told


Named = AfterValidator(_are_plain), Field(json_schema_extra=_plain_names)
Points = Annotated[int, Field(ge=-1000, le=1000)]
Word = Annotated[str, Field(max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")]
ByItem = Annotated[dict[str, Points | None], *Named]
"""Item -> score; null where it was not scored."""
ByTotal = Annotated[dict[str, Points], *Named]
Levels = Annotated[dict[str, Word], *Named]
Flags = Annotated[dict[str, bool], *Named]
AnyJson = Annotated[Any, WithJsonSchema({})]


class Query(Shape):
    """What an address may carry after its question mark. Anything else is refused."""


class Listed(Query):
    """A list comes in pages."""

    limit: PageSize = 50
    """At most so many on a page."""
    after: Number = 0
    """The page begins behind the row with this number: what `next` of the page before says."""


Row = TypeVar("Row")


class Page(Shape, Generic[Row]):
    """One page of a list, the newest first unless it says otherwise."""

    results: list[Row]
    next: str | None = None
    """The address of the next page; null on the last one."""
