"""Items 6 and 7: more boys than girls in the CSEM, and in the other material about children."""

from __future__ import annotations

from instruments.case import Case, ruled
from instruments.rulings import Ruling, Trace

MAJORITY = 51
Share = tuple[int | None, Trace]
"""The score as this reader gives it, None where the file does not tell, and what decided it."""


def item_6(case: Case) -> Ruling:
    """At least 51 % boys. Verified; that an unknown mix is missing and not 0, recalled."""
    return _shown(case, "i6", _csem(case))


def item_7(case: Case) -> Ruling:
    """The same for the other material. Verified; none of it 0, not examined missing: recalled."""
    first, own = _csem(case), _other(case)
    if first[0] != own[0] and first[0] is not None:
        case.reading.open()
        apart = case.reading.follows("CPORT-I7-SEP", *own[1].paths, *first[1].paths)
        trace = case.reading.close()
        trace.add(own[1] if apart else first[1])
        return _shown(case, "i7", (own[0] if apart else first[0], trace))
    return _shown(case, "i7", own)


def _shown(case: Case, item: str, share: Share) -> Ruling:
    value, trace = share
    case.reading.open()
    case.reading.adopt(trace)
    return ruled(case, item, value, missing="unknown-mix" if value is None else None)


def _csem(case: Case) -> Share:
    material = case.facts.material
    if material is None:
        return _score(case, None, "material")
    return _score(case, material.boys_percent, "material/boys_percent")


def _other(case: Case) -> Share:
    material = case.facts.material
    if material is None:
        return _score(case, None, "material")
    if material.other_material is False:
        return 0, Trace(paths=["material/other_material"])
    return _score(case, material.other_boys_percent, "material/other_boys_percent")


def _score(case: Case, percent: int | None, path: str) -> Share:
    case.reading.open()
    return _points(case, percent, path), case.reading.close()


def _points(case: Case, percent: int | None, path: str) -> int | None:
    if percent is None:
        return None if case.reading.follows("CPORT-67-UNK", path) else 0
    if 0 < percent < MAJORITY:
        return int(not case.reading.follows("CPORT-I6-51", path))
    case.reading.rests_on(path)
    return int(percent >= MAJORITY)
