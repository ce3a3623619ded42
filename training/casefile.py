"""The case text as a page shows it: bare while it is scored, with lit evidence afterwards."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from vignettes import text
from vignettes.models import Kind, VignetteVersion, content_language

MARK = re.compile(r'(<mark[^>]*? data-span="([^"]+)"[^>]*>)(.*?)(</mark>)', re.DOTALL)

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
    version: VignetteVersion, lit: Mapping[str, tuple[Label, ...]] | None = None
) -> tuple[Page, ...]:
    """The documents of a case. Only the spans to light leave a trace in them."""
    labels = lit or {}
    language = content_language()
    return tuple(
        Page(
            number=document.number,
            title=document.title,
            dated=document.dated.isoformat() if document.dated else "",
            html=_labelled(document.html, labels),
            lang=document.lang,
            anchor=document.anchor,
        )
        for document in text.rendered(version.text(language), language, lit=labels.keys())
    )


def _labelled(html: str, labels: Mapping[str, tuple[Label, ...]]) -> SafeString:
    """Each lit sentence ends with the items it decides, as links to their explanation."""

    def close(found: re.Match[str]) -> str:
        links = format_html_join(
            ", ",
            '<a href="#{}">{}</a>',
            ((label.anchor, label.name) for label in labels.get(found[2], ())),
        )
        note = format_html('<sup class="span-label">{}</sup>', links)
        return f"{found[1]}{found[3]}{note}{found[4]}"

    # The renderer has cleaned this HTML; the labels are escaped here.
    return mark_safe(MARK.sub(close, html))  # noqa: S308


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
