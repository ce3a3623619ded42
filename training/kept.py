"""What depends on the content of a case and a given answer alone: kept in the process, bounded.

It is found by a digest of all that goes into it, never by the number of a row. Nothing that a
person wrote or is called may be kept here: no name, no reason, no contest, no mark.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable
from hashlib import sha256
from threading import Lock
from typing import Generic, TypeVar

from vignettes.evidence import rows_of
from vignettes.models import GoldCoding, content_language

T = TypeVar("T")


class Kept(Generic[T]):
    """Things by their key; those not asked for longest go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under this key; made where there is nothing."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        made = make()
        with self._lock:
            self._found[key] = made
            if len(self._found) > self._most:
                self._found.popitem(last=False)
        return made

    def forget(self) -> None:
        """Everything, as if the process had just begun."""
        with self._lock:
            self._found.clear()


def content_of(gold: GoldCoding) -> str:
    """A digest of all that feedback on this gold coding tells, in the language of the page."""
    language = content_language()
    told = [
        language,
        gold.tool,
        gold.tool_version,
        gold.eligibility,
        gold.scores,
        gold.rulings,
        gold.accepted,
        gold.provenance,
        gold.version.why,
        rows_of(gold.version, language),
    ]
    return sha256(json.dumps(told).encode()).hexdigest()
