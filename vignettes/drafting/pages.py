"""What each section of a draft's page shows, assembled from what is saved or typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from instruments import catalogue
from instruments.sheet import Instrument, Item
from vignettes import text
from vignettes.drafting import checking, computed, fieldsets, marks
from vignettes.drafting.checking import Remark
from vignettes.drafting.content import Content
from vignettes.models import CaseDraft, Difficulty, Kind
from vignettes.phrases import LANGUAGES, Language

SECTIONS: dict[str, str | Promise] = {
    "facts": _("Facts"),
    "text": _("Text"),
    "scores": _("Own scores"),
    "publish": _("Review"),
}
ELIGIBLE = "eligible"
ANSWERS = ("yes", "no", "undecided")
IDS = re.compile(r' id="[^"]*"')


@dataclass(frozen=True)
class Check:
    """What there is to mend, and what the rules give: the part that follows one's typing."""

    remarks: tuple[Remark, ...]
    scores: tuple[computed.ToolScores, ...]
    facts_are_read: bool


@dataclass(frozen=True)
class Heading:
    """The title, kind and difficulty as typed."""

    title_en: str
    title_fr: str
    kinds: tuple[fieldsets.Choice, ...]
    difficulties: tuple[fieldsets.Choice, ...]


@dataclass(frozen=True)
class TextPane:
    """One language of the text: what is typed, and how an assessor will read it."""

    language: Language
    lang: str
    name: str | Promise
    typed: str
    documents: tuple[text.RenderedDocument, ...]
    n_words: int


@dataclass(frozen=True)
class ItemEntry:
    """One question of a tool: the author's score and the words beside it, in both languages."""

    id: str
    name: str
    choices: tuple[fieldsets.Choice, ...]
    told_en: str
    told_fr: str
    why_en: str
    why_fr: str


@dataclass(frozen=True)
class ToolEntry:
    """One tool: own scores where rules give them, a proposal where judgement does."""

    tool: str
    name: str
    kind: str
    items: tuple[ItemEntry, ...]
    is_open: bool


def check(draft: CaseDraft, content: Content, language: Language) -> Check:
    """Findings and computed scores of the case as it is typed now."""
    facts = marks.readable_facts(content)
    return Check(
        remarks=tuple(checking.remarks(draft.code, content, language)),
        scores=tuple(computed.scores_of(facts, language)) if facts else (),
        facts_are_read=facts is not None,
    )


def heading(content: Content) -> Heading:
    """The first fields of the form."""
    sheet = content.sheet
    titles = sheet.get("title", {})
    return Heading(
        title_en=str(titles.get("en", "")),
        title_fr=str(titles.get("fr", "")),
        kinds=_choices(Kind.choices, sheet.get("kind", "")),
        difficulties=_choices(Difficulty.choices, sheet.get("difficulty", "")),
    )


def panes(content: Content) -> tuple[TextPane, ...]:
    """Both languages of the text, all marks lit in the preview."""
    names = {"en": _("English text"), "fr": _("French text")}
    return tuple(
        TextPane(
            language=language,
            lang="fr-CA" if language == "fr" else "en-CA",
            name=names[language],
            typed=content.text(language),
            documents=_preview(content, language),
            n_words=len(text.plain_words(content.text(language))),
        )
        for language in LANGUAGES
    )


def _preview(content: Content, language: Language) -> tuple[text.RenderedDocument, ...]:
    """The documents without ids: both languages stand on one page."""
    source = content.text(language)
    lit = {span.span_id for span in text.spans(source)}
    return tuple(
        text.RenderedDocument(d.number, d.title, d.dated, IDS.sub("", d.html), d.lang)
        for d in text.rendered(source, language, lit=lit)
    )


def tool_entries(content: Content, language: Language) -> tuple[ToolEntry, ...]:
    """Every tool with what the author entered for it."""
    return tuple(_tool_entry(tool, content, language) for tool in catalogue.tools())


def _tool_entry(tool: Instrument, content: Content, language: Language) -> ToolEntry:
    kind = "gold" if tool.scored_by == "rules" else "proposal"
    given = content.sheet.get(kind, {}).get(tool.id, {})
    scores = given if kind == "gold" else {**given.get("scores", {}), ELIGIBLE: given.get(ELIGIBLE)}
    told = given.get("rationale", {}) if kind == "proposal" else {}
    whys = content.sheet.get("why", {}).get(tool.id, {})
    rows: list[Item | None] = [None, *tool.items]
    return ToolEntry(
        tool=tool.id,
        name=tool.name.to(language),
        kind=kind,
        items=tuple(_item_entry(item, scores, told, whys, language) for item in rows),
        is_open=bool(given or whys),
    )


def _item_entry(
    item: Item | None,
    scores: dict[str, object],
    told: dict[str, dict[str, str]],
    whys: dict[str, dict[str, str]],
    language: Language,
) -> ItemEntry:
    """One row; None stands for the question whether the tool may be used."""
    key = item.id if item else ELIGIBLE
    if item:
        options = [(str(o.value), str(o.value).replace("-", "−")) for o in item.options]
        name = f"{item.id.removeprefix('i')}. {item.name.to(language)}"
    else:
        options = [(answer, str(_answer(answer))) for answer in ANSWERS]
        name = str(_("May the tool be used?"))
    given = scores.get(key)
    return ItemEntry(
        id=key,
        name=name,
        choices=_choices([("", "—"), *options], "" if given is None else str(given)),
        told_en=told.get(key, {}).get("en", ""),
        told_fr=told.get(key, {}).get("fr", ""),
        why_en=whys.get(key, {}).get("en", ""),
        why_fr=whys.get(key, {}).get("fr", ""),
    )


def _answer(answer: str) -> str | Promise:
    return {"yes": _("yes"), "no": _("no"), "undecided": _("refer to an expert")}[answer]


def _choices(options: Iterable[tuple[str, object]], typed: object) -> tuple[fieldsets.Choice, ...]:
    """The options with the typed one chosen; a typed one that is none of them is kept."""
    chosen = str(typed)
    known = list(options)
    if chosen not in dict(known):
        known.append((chosen, chosen or "—"))
    return tuple(fieldsets.Choice(value, str(label), value == chosen) for value, label in known)
