"""One section of a draft as a person typed it, put in place of what is saved of that section.

Nothing is refused here: what cannot be read stays as typed, and the check says what is wrong.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from instruments import catalogue
from instruments.sheet import Instrument
from vignettes.drafting import posted as facts_posted
from vignettes.drafting.content import Content, with_code
from vignettes.phrases import LANGUAGES

ELIGIBLE = "eligible"
LONGEST_LINE = 1000
"""Characters in one line of the sheet; the check asks for fewer."""
MOST_SPANS = 400


def content_with(section: str, posted: QueryDict, stored: Content) -> Content:
    """The stored content with one section as typed."""
    return READERS[section](posted, stored)


def too_much(content: Content, largest: int) -> str:
    """The language of a text that is too long to be kept, or "" where none is."""
    return next((la for la in LANGUAGES if len(content.text(la).encode()) > largest), "")


def _facts_section(posted: QueryDict, stored: Content) -> Content:
    heading = {name: _line(posted, name) for name in ("kind", "difficulty")}
    titles = {str(la): _line(posted, f"title/{la}") for la in LANGUAGES}
    kept = {k: v for k, v in stored.sheet.items() if k not in ("kind", "difficulty", "title")}
    sheet = kept | _filled(heading) | _filled({"title": _filled(titles)})
    facts = facts_posted.facts_in(posted)
    return with_code(replace(stored, sheet=sheet, facts=facts), str(stored.sheet.get("code", "")))


def _text_section(posted: QueryDict, stored: Content) -> Content:
    spans: dict[str, list[str]] = {}
    untold: dict[str, str] = {}
    for name in list(posted)[: 2 * MOST_SPANS]:
        kind, _, rest = name.replace("\0", "").partition("/")
        if kind == "span" and rest and (paths := _line(posted, name).split()):
            spans[rest] = list(dict.fromkeys(paths))
        elif kind == "untold" and rest and (reason := _line(posted, name)):
            untold[rest] = reason
    kept = {k: v for k, v in stored.sheet.items() if k not in ("spans", "untold")}
    return replace(
        stored,
        sheet=kept | _filled({"spans": spans, "untold": untold}),
        text_en=_text(posted, "text_en"),
        text_fr=_text(posted, "text_fr"),
    )


def _scores_section(posted: QueryDict, stored: Content) -> Content:
    gold, proposal, why = {}, {}, {}
    for tool in catalogue.tools():
        if tool.scored_by == "rules":
            gold[tool.id] = _own_scores(posted, tool)
        else:
            proposal[tool.id] = _proposal(posted, tool)
        why[tool.id] = _both_by_item(posted, "why", tool)
    kept = {k: v for k, v in stored.sheet.items() if k not in ("gold", "proposal", "why")}
    told = {"gold": _filled(gold), "proposal": _filled(proposal), "why": _filled(why)}
    return replace(stored, sheet=kept | _filled(told))


def _own_scores(posted: QueryDict, tool: Instrument) -> dict[str, Any]:
    names = [ELIGIBLE, *(item.id for item in tool.items)]
    return _filled({name: _score(posted, f"gold/{tool.id}/{name}") for name in names})


def _proposal(posted: QueryDict, tool: Instrument) -> dict[str, Any]:
    name = f"proposal/{tool.id}"
    scores = {item.id: _score(posted, f"{name}/{item.id}") for item in tool.items}
    told = {
        ELIGIBLE: _line(posted, f"{name}/{ELIGIBLE}"),
        "scores": _filled(scores),
        "rationale": _both_by_item(posted, "rationale", tool),
    }
    return _filled(told)


def _both_by_item(posted: QueryDict, kind: str, tool: Instrument) -> dict[str, Any]:
    """item -> the words in both languages; both keys as soon as one of them is written."""
    found = {}
    for item in [ELIGIBLE, *(item.id for item in tool.items)]:
        both = {la: _line(posted, f"{kind}/{tool.id}/{item}/{la}") for la in LANGUAGES}
        if any(both.values()):
            found[item] = both
    return found


def _score(posted: QueryDict, name: str) -> int | str:
    typed = _line(posted, name)
    return int(typed) if re.fullmatch(r"-?\d{1,3}", typed) else typed


def _line(posted: QueryDict, name: str) -> str:
    """One line, its white space made single."""
    return " ".join((posted.get(name) or "").replace("\0", "").split())[:LONGEST_LINE]


def _text(posted: QueryDict, name: str) -> str:
    """A text as typed, lines ended as files end them, with one line end at its end."""
    typed = (posted.get(name) or "").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return f"{typed.rstrip()}\n" if typed.strip() else ""


def _filled(table: Mapping[str, Any]) -> dict[str, Any]:
    """What has a value; 0 is one."""
    return {key: value for key, value in table.items() if value not in ("", None, {}, [])}


READERS: dict[str, Callable[[QueryDict, Content], Content]] = {
    "facts": _facts_section,
    "text": _text_section,
    "scores": _scores_section,
}
