"""Which sentences of a case decide a score: from the paths of facts to the marked spans."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from agencies.prepared import PreparedRows, Slot
from vignettes import fact_paths
from vignettes.models import EvidenceSpan, VignetteVersion
from vignettes.phrases import Language

Rows = tuple[tuple[Any, ...], ...]
FIELDS = tuple(field.attname for field in EvidenceSpan._meta.concrete_fields)
_ROWS = PreparedRows(
    lambda: (
        EvidenceSpan.objects.filter(
            version=Slot("version", VignetteVersion._meta.pk),
            language=Slot("language", EvidenceSpan._meta.get_field("language")),
        )
        .order_by("pk")
        .values_list(*FIELDS)
    )
)


def evidence(
    version: VignetteVersion, language: Language, because: Iterable[str]
) -> list[EvidenceSpan]:
    """The spans that tell these facts, in the order of the text.

    A span that tells exactly a fact comes alone; only where there is none do the spans count that
    tell the record around it, or the parts of it. One query for each version and language.
    """
    spans = spans_of(version, language)
    wanted: dict[int, EvidenceSpan] = {}
    for path in because:
        for span in _telling(spans, path):
            wanted[span.pk] = span
    return sorted(wanted.values(), key=lambda span: span.pk)


def spans_of(version: VignetteVersion, language: Language) -> list[EvidenceSpan]:
    """The marked spans of one language, read once for this object unless they were prefetched."""
    if "spans" in getattr(version, "_prefetched_objects_cache", {}):
        return [span for span in version.spans.all() if span.language == language]
    return list(_made(rows_of(version, language)))


def rows_of(version: VignetteVersion, language: Language) -> Rows:
    """The same as the database holds them, read once for this object."""
    kept: dict[Language, Rows] = version.__dict__.setdefault("_spans_read", {})
    if language not in kept:
        kept[language] = tuple(_ROWS.rows(version=version.pk, language=language))
    return kept[language]


@lru_cache(maxsize=256)
def _made(rows: Rows) -> tuple[EvidenceSpan, ...]:
    """Kept: a span is all that its row says, and nobody changes one."""
    told = [dict(zip(FIELDS, row, strict=True)) for row in rows]
    return tuple(
        EvidenceSpan(**{**one, "fact_paths": json.loads(one["fact_paths"])}) for one in told
    )


def quotable(spans: Iterable[EvidenceSpan]) -> list[EvidenceSpan]:
    """One span for each passage: cells of one row are quoted together, so once."""
    passages: dict[tuple[int, str], EvidenceSpan] = {}
    for span in spans:
        passages.setdefault((span.document, span.quote), span)
    return list(passages.values())


def _telling(spans: list[EvidenceSpan], path: str) -> list[EvidenceSpan]:
    exact = [span for span in spans if path in span.fact_paths]
    if exact:
        return exact
    around = [s for s in spans if any(fact_paths.covers(told, path) for told in s.fact_paths)]
    if around:
        return around
    return [s for s in spans if any(fact_paths.covers(path, told) for told in s.fact_paths)]
