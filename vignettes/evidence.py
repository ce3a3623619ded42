"""Which sentences of a case decide a score: from the paths of facts to the marked spans."""

from collections.abc import Iterable

from agencies.prepared import Prepared, Slot
from vignettes import fact_paths
from vignettes.models import EvidenceSpan, VignetteVersion
from vignettes.phrases import Language

_SPANS = Prepared(
    lambda: EvidenceSpan.objects.filter(
        version=Slot("version", VignetteVersion._meta.pk),
        language=Slot("language", EvidenceSpan._meta.get_field("language")),
    ).order_by("pk")
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
    kept: dict[Language, list[EvidenceSpan]] = version.__dict__.setdefault("_spans_read", {})
    if language not in kept:
        kept[language] = _SPANS.ask(version=version.pk, language=language)
    return kept[language]


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
