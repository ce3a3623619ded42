"""Capitalised words inside sentences, for a person to see that none is a name or small place."""

import re
from collections import Counter

from vignettes import text
from vignettes.casefile import CaseFile

CAPITALISED = re.compile(r"(?<=[a-zà-ÿ,;:)] )[A-ZÀ-Ý][\w'’-]+")


def capitalised(case: CaseFile) -> dict[str, int]:
    """Each such word of both texts, with how often it stands there."""
    counts: Counter[str] = Counter()
    for source in case.texts.values():
        for document in text.documents(source):
            counts.update(CAPITALISED.findall(text.unmarked(document.body)))
    return dict(sorted(counts.items()))
