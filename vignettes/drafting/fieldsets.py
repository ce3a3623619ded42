"""The form of the facts as a page shows it: inputs in groups, each with what is told so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from instruments.facts import Facts
from vignettes.drafting.posted import PREFIX, keyed
from vignettes.drafting.record import Field, fields, letter, record_word
from vignettes.phrases import Language

TITLE_FACTS = ("date", "kind", "sex", "age", "relation", "start", "end", "title", "outcome", "day")


@dataclass(frozen=True)
class Choice:
    """One value that may be chosen."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Input:
    """One fact to type, choose or tick. `kind` says how; `anchor` is the id of the element."""

    name: str
    anchor: str
    kind: str
    label: str
    hint: str
    value: str
    choices: tuple[Choice, ...] = ()
    is_needed: bool = False


@dataclass(frozen=True)
class Group:
    """One record: its inputs, its parts and the lists in it. `path` is that of the facts."""

    path: str
    anchor: str
    name: str
    title: str
    inputs: tuple[Input, ...]
    parts: tuple["Group", ...]
    lists: tuple["Listing", ...]
    can_be_removed: bool
    is_there: bool = True
    hint: str = ""
    add: str = ""


@dataclass(frozen=True)
class Listing:
    """A list of records, and the words with which one more is added."""

    path: str
    anchor: str
    name: str
    title: str
    hint: str
    add: str
    none: str
    says_none: bool
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class _Told:
    """What all inputs of one form need: the language and the facts they may name."""

    language: Language
    facts: dict[str, Any]


def facts_form(facts: dict[str, Any], language: Language) -> Group:
    """The whole form, filled with these facts."""
    return _group(_Told(language, facts), Facts, "", facts, title="")


def anchor(path: str) -> str:
    """The id of the element that asks for the fact at this path."""
    return f"f-{path.replace('/', '-')}"


def _group(
    told: _Told, model: type[BaseModel], path: str, record: dict[str, Any], *, title: str
) -> Group:
    below = f"{path}/" if path else ""
    own = fields(model)
    parts = [f for f in own if f.kind == "record"]
    return Group(
        path=path,
        anchor=anchor(path),
        name=f"{PREFIX}/{path}" if path else PREFIX,
        title=title,
        inputs=tuple(
            _input(told, field, f"{below}{field.name}", record.get(field.name))
            for field in own
            if field.record is None
        ),
        parts=tuple(_part(told, f, f"{below}{f.name}", record.get(f.name)) for f in parts),
        lists=tuple(
            _listing(told, field, f"{below}{field.name}", record.get(field.name))
            for field in own
            if field.kind == "records"
        ),
        can_be_removed=bool(path),
    )


def _part(told: _Told, field: Field, path: str, value: Any) -> Group:
    assert field.record is not None  # noqa: S101  tells the type checker
    record = value if isinstance(value, dict) else {}
    title = record_word(field.name, "", told.language)
    group = _group(told, field.record, path, record, title=title)
    return Group(
        **{
            **vars(group),
            "can_be_removed": not field.is_required,
            "is_there": field.is_required or isinstance(value, dict),
            "hint": record_word(field.name, "hint_", told.language),
            "add": record_word(field.name, "add_", told.language),
        }
    )


def _listing(told: _Told, field: Field, path: str, value: Any) -> Listing:
    records = [entry for entry in value or [] if isinstance(entry, dict)]
    one = record_word(field.name, "one_", told.language)
    assert field.record is not None  # noqa: S101  tells the type checker
    groups = []
    for key, record in keyed(records):
        number = key if letter(field.name) else str(int(key) + 1)
        title = " · ".join([f"{one} {number}", *_summary(field.record, record, told.language)])
        groups.append(_group(told, field.record, f"{path}/{key}", record, title=title))
    return Listing(
        path=path,
        anchor=anchor(path),
        name=f"{PREFIX}/{path}",
        title=record_word(field.name, "", told.language),
        hint=record_word(field.name, "hint_", told.language),
        add=record_word(field.name, "add_", told.language),
        none=record_word(field.name, "none_", told.language),
        says_none=value == [],
        groups=tuple(groups),
    )


def _summary(model: type[BaseModel], record: dict[str, Any], language: Language) -> Iterable[str]:
    """What a folded record shows of itself: its day, its kind, its offences."""
    for field in fields(model):
        value = record.get(field.name)
        if field.kind == "records":
            for entry in value or []:
                yield from list(_summary(field.record or model, entry, language))[:1]
        elif field.name in TITLE_FACTS and value not in (None, ""):
            known = isinstance(value, str) and value in field.values
            yield field.value_label(value, language) if known else str(value)


def _input(told: _Told, field: Field, path: str, value: Any) -> Input:
    return Input(
        name=f"{PREFIX}/{path}",
        anchor=anchor(path),
        kind=_kind(field),
        label=field.label(told.language),
        hint=field.hint(told.language),
        value=_as_typed(field, value),
        choices=_choices(told, field, path, value),
        is_needed=field.is_required,
    )


def _kind(field: Field) -> str:
    return "choice" if field.name == "same_matter_as" or field.kind == "yes_no" else field.kind


def _as_typed(field: Field, value: Any) -> str:
    if value is None:
        default = field.default
        return str(default) if field.kind in ("whole", "choice") and default is not None else ""
    if field.kind == "yes_no" and isinstance(value, bool):
        return "yes" if value else "no"
    if field.kind == "tick":
        return "yes" if value else ""
    return str(value)


def _choices(told: _Told, field: Field, path: str, value: Any) -> tuple[Choice, ...]:
    typed = _as_typed(field, value)
    if field.kind == "ids":
        chosen = list(map(str, value or []))
        known = [(key, key) for key, _ in keyed(told.facts.get("victims") or [])]
        known += [(key, key) for key in chosen if key not in dict(known)]
        return tuple(Choice(key, label, key in chosen) for key, label in known)
    options = _options(told, field, path)
    if options and typed not in dict(options):
        options.append((typed, typed))
    return tuple(Choice(key, label, key == typed) for key, label in options)


def _options(told: _Told, field: Field, path: str) -> list[tuple[str, str]]:
    """Values with their labels; first the empty one, where the file may not tell."""
    open_ = [("", "—")] if field.may_be_none or field.is_required else []
    if field.kind == "choice":
        return open_ + [(value, field.value_label(value, told.language)) for value in field.values]
    if field.kind == "yes_no":
        yes_no = {"en": ("yes", "no"), "fr": ("oui", "non")}[told.language]
        return [*open_, ("yes", yes_no[0]), ("no", yes_no[1])]
    if field.name == "same_matter_as":
        own = path.split("/")[1]
        others = [(key, r) for key, r in keyed(told.facts.get("occasions") or []) if key != own]
        return open_ + [(key, f"{key} · {record.get('date', '')}") for key, record in others]
    return []
