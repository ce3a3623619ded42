"""Which sentences of a case decide a score: from the paths of facts to the marked spans."""

from collections.abc import Iterable

from vignettes import fact_paths
from vignettes.models import EvidenceSpan, VignetteVersion
from vignettes.phrases import Language


def evidence(
    version: VignetteVersion, language: Language, because: Iterable[str]
) -> list[EvidenceSpan]:
    """The spans that tell these facts, in the order of the text.

    A span that tells exactly a fact comes alone; only where there is none do the spans count that
    tell the record around it, or the parts of it. One query per version when prefetched: the spans
    are read through `version.spans`.
    """
    spans = [span for span in version.spans.all() if span.language == language]
    wanted: dict[int, EvidenceSpan] = {}
    for path in because:
        for span in _telling(spans, path):
            wanted[span.pk] = span
    return sorted(wanted.values(), key=lambda span: span.pk)


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
