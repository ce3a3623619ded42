"""English and French tell the same: documents, days, numbers and marked spans."""

import re
from collections import Counter
from collections.abc import Iterator

from vignettes import text
from vignettes.casefile import TEXTS, CaseFile
from vignettes.findings import Finding, place

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
MEND = "Make both languages tell the same."


def findings(case: CaseFile) -> Iterator[Finding]:
    yield from _documents(case)
    yield from _spans(case)


def _documents(case: CaseFile) -> Iterator[Finding]:
    english, french = (text.documents(case.texts[language]) for language in ("en", "fr"))
    days = [[document.dated for document in documents] for documents in (english, french)]
    if days[0] != days[1]:
        message = (
            f"English has {len(english)} documents and French {len(french)}, or their days differ."
        )
        yield Finding(TEXTS["fr"], 1, 1, "parity", message, MEND)
        return
    for one, other in zip(english, french, strict=True):
        for what, pattern in (("days", DAY), ("numbers", NUMBER)):
            missing, extra = _differences(_found(one, pattern), _found(other, pattern))
            if missing or extra:
                message = (
                    f"In document {other.number} the {what} differ: only in English "
                    f"{', '.join(missing) or 'none'}; only in French {', '.join(extra) or 'none'}."
                )
                yield Finding(TEXTS["fr"], other.line, 1, "parity", message, MEND)


def _found(document: text.Document, pattern: re.Pattern[str]) -> Counter[str]:
    body = text.unmarked(f"{document.title}\n{document.body}")
    if pattern is NUMBER:
        body = DAY.sub(" ", body)
    return Counter(found.replace(",", ".") for found in pattern.findall(body))


def _differences(one: Counter[str], other: Counter[str]) -> tuple[list[str], list[str]]:
    return sorted((one - other).elements()), sorted((other - one).elements())


def _spans(case: CaseFile) -> Iterator[Finding]:
    english, french = (
        {span.span_id: span for span in text.spans(case.texts[language])}
        for language in ("en", "fr")
    )
    pairs = (("en", english, french), ("fr", french, english))
    for language, own, other in pairs:
        name, source = TEXTS[language], case.texts[language]  # type: ignore[index]
        for span_id, span in own.items():
            if span_id not in other:
                message = f"The span {span_id} is not in the other language."
                yield Finding(name, *place(source, span.start), "parity", message, MEND)
    for span_id in english.keys() & french.keys():
        if english[span_id].document != french[span_id].document:
            message = f"The span {span_id} lies in another document than in English."
            where = place(case.texts["fr"], french[span_id].start)
            yield Finding(TEXTS["fr"], *where, "parity", message, MEND)
