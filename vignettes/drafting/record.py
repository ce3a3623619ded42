"""The form of the facts as data: which fields a record has and what each may hold.

Read from the models of `instruments.facts`, so that a new fact needs its words in fields.toml only.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from instruments.facts import Facts
from vignettes import phrases
from vignettes.phrases import Language

WORDS = Path(__file__).parent / "fields.toml"
NOT_ASKED = {"schema_version", "case", "id"}
OFFENCES = {"title", "behaviour"}

Kind = Literal[
    "text", "day", "whole", "decimal", "choice", "yes_no", "tick", "ids", "records", "record"
]
PLAIN: dict[type, Kind] = {date: "day", int: "whole", float: "decimal", str: "text"}


@dataclass(frozen=True)
class Field:
    """One fact that a record may hold. `record` is the model of its parts, where it has parts."""

    owner: str
    name: str
    kind: Kind
    may_be_none: bool
    is_required: bool
    default: Any
    values: tuple[str, ...] = ()
    record: type[BaseModel] | None = None

    def label(self, language: Language) -> str:
        return str(_words()["field"][self.owner][self.name][language])

    def hint(self, language: Language) -> str:
        return str(_words()["field"][self.owner][self.name].get(f"hint_{language}", ""))

    def value_label(self, value: str, language: Language) -> str:
        """What one of the values of a closed list is called."""
        if self.name in OFFENCES:
            return phrases.label("offence", value, language)
        return str(_words()["value"][self.name][value][language == "fr"])


@cache
def fields(model: type[BaseModel]) -> tuple[Field, ...]:
    """The fields of a record, in the order of the model."""
    return tuple(_fields(model))


def record_word(name: str, word: str, language: Language) -> str:
    """What a list or part of the record is called: `record_word("victims", "add_", "en")`."""
    return str(_words()["record"][name].get(f"{word}{language}", ""))


def letter(name: str) -> str:
    """The letter with which the ids of a list begin; "" where its records have no id."""
    return str(_words()["record"][name].get("letter", ""))


def in_words(path: str, language: Language) -> tuple[str, Field | None]:
    """What the fact at a path is called, such as "Victim v1: Age in years", and its field.

    The path itself, and no field, where it names no fact.
    """
    steps, words = path.split("/"), list[str]()
    model: type[BaseModel] = Facts
    while steps:
        field = next((f for f in fields(model) if f.name == steps[0]), None)
        if field is None:
            return path, None
        steps = steps[1:]
        if field.record is None:
            return ": ".join(filter(None, [", ".join(words), field.label(language)])), field
        if field.kind == "records" and steps:
            words.append(f"{record_word(field.name, 'one_', language)} {steps[0]}")
            steps = steps[1:]
        else:
            words.append(record_word(field.name, "", language))
        model = field.record
    return ", ".join(words), None


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def _fields(model: type[BaseModel]) -> Iterator[Field]:
    for name, info in model.model_fields.items():
        if name not in NOT_ASKED:
            yield _field(model.__name__.lower(), name, info)


def _field(owner: str, name: str, info: FieldInfo) -> Field:
    kind, values, record, may_be_none = _read(info.annotation)
    if kind == "tick" and may_be_none:
        kind = "yes_no"
    default = None if info.is_required() else info.default
    return Field(owner, name, kind, may_be_none, info.is_required(), default, values, record)


def _read(annotation: Any) -> tuple[Kind, tuple[str, ...], type[BaseModel] | None, bool]:
    """Kind, values of a closed list, model of the parts, and whether None is allowed."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _read(get_args(annotation)[0])
    if origin in (Union, UnionType):
        rest = [part for part in get_args(annotation) if part is not NoneType]
        kind, values, record, _ = _read(rest[0])
        return kind, values, record, True
    if origin is Literal:
        return "choice", tuple(map(str, get_args(annotation))), None, False
    if origin is tuple:
        kind, _, record, _ = _read(get_args(annotation)[0])
        return ("records" if kind == "record" else "ids"), (), record, False
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "record", (), annotation, False
    return ("tick" if annotation is bool else PLAIN[annotation]), (), None, False
