"""The case text as a page shows it: bare while it is scored, with lit evidence afterwards."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from vignettes import text
from vignettes.models import Kind, VignetteVersion, content_language
from vignettes.phrases import Language

MARK = re.compile(r'(<mark[^>]*? data-span="([^"]+)"[^>]*>)(.*?)(</mark>)', re.DOTALL)
# A day within a sentence has a span of its own.
SENTENCE = re.compile(
    r'(<span[^>]*? data-sentence="([^"]+)"[^>]*>)'
    r'((?:[^<]|<span class="day">[^<]*</span>)*)(</span>)'
)
ROW = re.compile(r'(<tr[^>]*? id="([^"]+)"[^>]*>)(.*?)(</td>\s*</tr>)', re.DOTALL)

CSEM_KINDS = {
    Kind.CSEM_POSSESSION,
    Kind.CSEM_DISTRIBUTION,
    Kind.CSEM_PRODUCTION,
    Kind.MIXED,
    Kind.CONTACT_THEN_CSEM,
    Kind.CSEM_THEN_CONTACT,
}
ONLINE_KINDS = {Kind.LURING, Kind.SEXTORTION, Kind.NCII}


@dataclass(frozen=True)
class Label:
    """What a lit sentence is evidence for: a short name, and where on the page it is explained."""

    name: str
    anchor: str


Lit = tuple[tuple[str, tuple[Label, ...]], ...]


@dataclass(frozen=True)
class Page:
    """One document of the file, as safe HTML."""

    number: int
    title: str
    dated: str
    html: SafeString
    lang: str
    anchor: str


def case_file(
    version: VignetteVersion,
    lit: Mapping[str, tuple[Label, ...]] | None = None,
    marked: Mapping[str, tuple[Label, ...]] | None = None,
) -> tuple[Page, ...]:
    """The documents of a case. Only the spans to light leave a trace in them.

    `marked`: the sentences and rows that the assessor marked, with what for.
    """
    labels, own = lit or {}, marked or {}
    language = content_language()
    pages = _pages(version.text(language), language, tuple(labels.items()))
    return (
        tuple(replace(page, html=_with_marks(page.html, own)) for page in pages) if own else pages
    )


@lru_cache(maxsize=256)
def _pages(source: str, language: Language, lit: Lit) -> tuple[Page, ...]:
    """Kept: nothing but the text and what is lit in it decides it."""
    labels = dict(lit)
    return tuple(
        Page(
            number=document.number,
            title=document.title,
            dated=document.dated.isoformat() if document.dated else "",
            html=_labelled(document.html, labels),
            lang=document.lang,
            anchor=document.anchor,
        )
        for document in text.rendered(source, language, lit=labels.keys())
    )


def _labelled(html: str, labels: Mapping[str, tuple[Label, ...]]) -> SafeString:
    """Each lit sentence ends with the items it decides, as links to their explanation."""

    def close(found: re.Match[str]) -> str:
        links = _links(labels.get(found[2], ()))
        note = format_html('<sup class="span-label">{}</sup>', links)
        return f"{found[1]}{found[3]}{note}{found[4]}"

    # The renderer has cleaned this HTML; the labels are escaped here.
    return mark_safe(MARK.sub(close, html))  # noqa: S308


def _with_marks(html: SafeString, marked: Mapping[str, tuple[Label, ...]]) -> SafeString:
    """What the assessor marked: underlined with dots, and labelled with what it was marked for."""
    if not marked:
        return html
    last = {found[2]: found.start() for found in SENTENCE.finditer(html) if found[3].strip()}

    def note(place: str) -> SafeString:
        links = _links(marked[place])
        return format_html('<sup class="span-label own-label">{} {}</sup>', _("marked:"), links)

    def sentence(found: re.Match[str]) -> str:
        if found[2] not in marked or not found[3].strip():
            return found[0]
        end = note(found[2]) if last[found[2]] == found.start() else ""
        return f'{found[1]}<span class="own-mark">{found[3]}</span>{found[4]}{end}'

    def row(found: re.Match[str]) -> str:
        if found[2] not in marked:
            return found[0]
        opened = found[1].replace('class="', 'class="own-row ')
        return f"{opened}{found[3]} {note(found[2])}{found[4]}"

    # Only what the renderer cleaned is moved; the labels are escaped where they are made.
    return mark_safe(ROW.sub(row, SENTENCE.sub(sentence, html)))  # noqa: S308


def _links(labels: tuple[Label, ...]) -> SafeString:
    return format_html_join(
        ", ", '<a href="#{}">{}</a>', ((label.anchor, label.name) for label in labels)
    )


def subject(version: VignetteVersion) -> str:
    """What a reader is told before the case: its subject, in words that hint at no score."""
    kind = version.vignette.kind
    if kind in CSEM_KINDS:
        return _(
            "child sexual exploitation material (CSEM), possibly together with sexual offences "
            "against a child"
        )
    if kind in ONLINE_KINDS:
        return _("sexual offences committed online, possibly against a child")
    return _("sexual offences against a child or an adult")
