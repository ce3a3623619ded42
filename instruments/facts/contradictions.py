"""What cannot be true together in one case, each as a sentence that names both facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from instruments.facts.record import Cohabitation, Facts, Occasion, Offence, Victim

CONVICTED = ("convicted", "convicted_not_sentenced")
ONCE_CONVICTED = (*CONVICTED, "overturned")
PRODUCTION = ("csem_production",)
# A field that only makes sense for some kinds of offence.
ONLY_FOR = {
    "live_child": PRODUCTION,
    "attempted_contact": ("luring",),
    "imminent_offence": ("breach",),
    "offence_without_order": ("breach",),
}


def contradictions(facts: Facts) -> tuple[str, ...]:
    """Sentences, one per contradiction, in the order of the record. Empty when the facts fit."""
    return (
        *_ids(facts),
        *_person(facts),
        *(line for occasion in facts.occasions for line in _occasion(facts, occasion)),
        *(line for victim in facts.victims for line in _victim(victim)),
        *(line for home in facts.cohabitations or () for line in _cohabitation(facts, home)),
        *_material(facts),
        *_told_twice(facts),
    )


def _ids(facts: Facts) -> Iterator[str]:
    yield from _repeated("occasions", (o.id for o in facts.occasions))
    yield from _repeated("victims", (v.id for v in facts.victims))
    yield from _repeated("cohabitations", (h.id for h in facts.cohabitations or ()))
    for occasion in facts.occasions:
        yield from _repeated(f"occasions/{occasion.id}/offences", (o.id for o in occasion.offences))


def _repeated(where: str, ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for identifier in ids:
        if identifier in seen:
            yield (
                f"{where}: found the id {identifier} twice, expected each id once; "
                "give one of the two records another id."
            )
        seen.add(identifier)


def _person(facts: Facts) -> Iterator[str]:
    yield from _not_before("assessed", facts.assessed, facts.person.born, "the birth (person/born)")


def _occasion(facts: Facts, occasion: Occasion) -> Iterator[str]:
    path = f"occasions/{occasion.id}"
    born = facts.person.born
    yield from _not_before(f"{path}/date", occasion.date, born, "the birth (person/born)")
    yield from _not_before(
        "assessed", facts.assessed, occasion.date, f"a decision on the record ({path}/date)"
    )
    if occasion.investigated is not None:
        yield from _investigated(f"{path}/investigated", occasion.investigated, born, occasion.date)
    for name in ("released", "release_alternative", "at_risk"):
        day: date | None = getattr(occasion, name)
        if day is not None and day < born:
            yield from _not_before(f"{path}/{name}", day, born, "the birth (person/born)")
        elif day is not None:
            yield from _not_before(f"{path}/{name}", day, occasion.date, "the sentence (date)")
    yield from _same_matter(facts, occasion)
    for offence in occasion.offences:
        yield from _offence(facts, occasion, offence)


def _investigated(path: str, day: date, born: date, decided: date) -> Iterator[str]:
    yield from _not_before(path, day, born, "the birth (person/born)")
    if day > decided:
        yield (
            f"{path}: found {day}, after the decision (date) on {decided}; expected {decided} or "
            "earlier; correct one of the dates."
        )


def _same_matter(facts: Facts, occasion: Occasion) -> Iterator[str]:
    named = occasion.same_matter_as
    if named is None:
        return
    path = f"occasions/{occasion.id}/same_matter_as"
    earlier = next((o for o in facts.occasions if o.id == named and o is not occasion), None)
    if earlier is None:
        known = ", ".join(o.id for o in facts.occasions if o is not occasion) or "no other occasion"
        yield f"{path}: found {named}, expected another occasion of this file ({known})."
    elif earlier.date > occasion.date:
        yield (
            f"{path}: found {named} of {earlier.date}, expected an occasion not later than "
            f"{occasion.date}; name the first of the two and put the link on the later one."
        )


def _offence(facts: Facts, occasion: Occasion, offence: Offence) -> Iterator[str]:
    path = f"occasions/{occasion.id}/offences/{offence.id}"
    first = offence.start or offence.end
    for name in ("start", "end", "charged"):
        day: date | None = getattr(offence, name)
        if day is not None:
            yield from _not_before(
                f"{path}/{name}", day, facts.person.born, "the birth (person/born)"
            )
    if offence.start and offence.end:
        yield from _not_before(f"{path}/end", offence.end, offence.start, "its start")
    if offence.charged and first:
        yield from _not_before(f"{path}/charged", offence.charged, first, "the offence")
    last = offence.end or offence.start
    if offence.outcome in ONCE_CONVICTED and last and last > occasion.date:
        yield (
            f"{path}: found a conviction of {occasion.date} for conduct up to {last}, expected "
            "the conviction after the offence; correct one of the dates."
        )
    yield from _counts(path, offence)
    yield from _only_for(path, offence)
    known = {victim.id for victim in facts.victims}
    for victim in offence.victims:
        if victim not in known:
            yield (
                f"{path}/victims: found {victim}, expected one of the victims of this file "
                f"({', '.join(sorted(known)) or 'none is listed'})."
            )


def _counts(path: str, offence: Offence) -> Iterator[str]:
    if offence.outcome not in CONVICTED and offence.convictions:
        yield (
            f"{path}/convictions: found {offence.convictions} with the outcome {offence.outcome}, "
            "expected 0; correct the outcome or the number."
        )
    elif offence.outcome in CONVICTED and not 1 <= offence.convictions <= offence.charges:
        yield (
            f"{path}/convictions: found {offence.convictions} with the outcome {offence.outcome} "
            f"and {offence.charges} charged, expected 1 to {offence.charges}."
        )


def _only_for(path: str, offence: Offence) -> Iterator[str]:
    for name, kinds in ONLY_FOR.items():
        given = getattr(offence, name)
        if given in (None, False) and not (name == "live_child" and given is False):
            continue
        if not {offence.title, offence.behaviour} & set(kinds):
            yield (
                f"{path}/{name}: found {str(given).lower()} for {offence.conduct}, expected it "
                f"only for {' or '.join(kinds)}; leave it out."
            )


def _victim(victim: Victim) -> Iterator[str]:
    path = f"victims/{victim.id}"
    online = victim.online or victim.relation == "online_contact"
    if victim.meeting_within_24h and not online:
        yield f"{path}/meeting_within_24h: found true for a victim not met online; leave it out."
    if victim.boy_targeted and victim.role != "mixed_group":
        yield f"{path}/boy_targeted: found true, expected it only with the role mixed_group."
    if victim.witness_sexually_motivated and victim.role != "forced_witness":
        yield (
            f"{path}/witness_sexually_motivated: found true, expected it only with the role "
            "forced_witness."
        )
    if victim.relation == "stranger" and victim.knew_24h == "both":
        yield (
            f"{path}/knew_24h: found both with the relation stranger, expected that at least one "
            "of the two did not know the other; correct one of them."
        )


def _cohabitation(facts: Facts, home: Cohabitation) -> Iterator[str]:
    path = f"cohabitations/{home.id}"
    last = home.end or facts.assessed
    yield from _not_before(
        f"{path}/start", home.start, facts.person.born, "the birth (person/born)"
    )
    yield from _not_before(f"{path}/end", last, home.start, "its start")
    yield from _not_before("assessed", facts.assessed, last, f"the end of {path}")
    for n, gap in enumerate(home.custody):
        yield from _not_before(f"{path}/custody/{n}/end", gap.end, gap.start, "its start")
        if gap.start < home.start or gap.end > last:
            yield (
                f"{path}/custody/{n}: found {gap.start} to {gap.end}, expected days between "
                f"{home.start} and {last}, while they lived together."
            )


def _material(facts: Facts) -> Iterator[str]:
    material = facts.material
    if material and material.other_material is False and material.other_boys_percent is not None:
        yield (
            f"material/other_boys_percent: found {material.other_boys_percent} with "
            "other_material false, expected no share where there is no such material."
        )


def _told_twice(facts: Facts) -> Iterator[str]:
    """What one part of the file denies and another tells."""
    married = [home.id for home in facts.cohabitations or () if home.married]
    if facts.person.ever_married is False and married:
        yield (
            f"person/ever_married: found false with cohabitations/{married[0]}/married true; "
            "correct one of them."
        )
    convicted = {
        offence.conduct: f"occasions/{occasion.id}/offences/{offence.id}"
        for occasion in facts.occasions
        for offence in occasion.offences
        if offence.outcome in CONVICTED
    }
    if facts.release_failures == () and "breach" in convicted:
        yield (
            f"release_failures: found an empty list, none, with a conviction for breach "
            f"({convicted['breach']}); list it, or leave the field out."
        )
    told = facts.correlates
    if told and told.online_communication == "none" and "luring" in convicted:
        yield (
            f"correlates/online_communication: found none with a conviction for luring "
            f"({convicted['luring']}); correct it, or leave it out."
        )


def _not_before(path: str, day: date, limit: date, what: str) -> Iterator[str]:
    if day < limit:
        yield (
            f"{path}: found {day}, before {what} on {limit}; expected {limit} or later; "
            "correct one of the dates."
        )
