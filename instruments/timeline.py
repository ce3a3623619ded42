"""The record in order: which occasions make the index, which come before it and which after.

Index: the most recent sexual offence charged or convicted. Index cluster: the latest sexual
occasion and each earlier one after whose decision no sexual offence of the cluster was committed
(he was not sanctioned in between; older offences that surface late join in the same way). Prior:
decided before the last sexual offence of the cluster was committed. After: everything else. What
has no day of its own takes the day of the charge, then that of the occasion.
Status: cluster and late-surfacing offences supported (Static-2002 Coding Rules 2009, pp. 28, 38,
86); the same-day occasion and the treatment of pending charges recalled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from instruments.facts import Facts, Occasion
from instruments.lazy import lazy
from instruments.offences import Entry, read_entry
from instruments.rulings import Reading, Trace

Place = Literal["index", "prior", "after"]


@dataclass(frozen=True)
class RecordRules:
    """A tool's own rules and doubts on reading the record; None where it has none on the point.

    What no rule of the tool governs is read in the way described above, and cannot be misread.
    """

    behaviour: str | None = None
    """An offence is sexual by its behaviour, whatever its title."""
    cluster: str | None = None
    """Sexual offences not parted by a sanction are one index."""
    late: str | None = None
    """Older offences that surface late belong to the index."""
    diversion: str | None = None
    """Diversion and later court action for one charge are one occasion."""
    charge_doubt: str | None = None
    """The doubt whether a charge alone parts an earlier offence from the index."""


NO_RULES = RecordRules()


@dataclass(frozen=True)
class Hearing:
    """One occasion as this reader sees it: what it decided, when, and where it stands."""

    occasion: Occasion
    """The occasion whose kind and date count."""
    sentence: Occasion
    """The occasion whose sentence and release count: another one after a diversion."""
    entries: tuple[Entry, ...]
    place: Place
    trace: Trace

    def placed(self, place: Place, trace: Trace | None = None) -> Hearing:
        """The same hearing where it belongs, with what decided that; what is known of it stays."""
        moved = object.__new__(Hearing)
        vars(moved).update(vars(self), place=place, trace=trace or self.trace)
        return moved

    @lazy
    def path(self) -> str:
        return f"occasions/{self.occasion.id}"

    @lazy
    def decided(self) -> date | None:
        """None while every charge of it is pending."""
        pending = bool(self.entries) and all(e.offence.outcome == "pending" for e in self.entries)
        return None if pending else self.occasion.date

    @lazy
    def sexual(self) -> tuple[Entry, ...]:
        return tuple(e for e in self.entries if e.is_sexual)

    @lazy
    def standing(self) -> tuple[Entry, ...]:
        return tuple(e for e in self.entries if e.is_sexual and e.stands)

    @lazy
    def guilty(self) -> tuple[Entry, ...]:
        return tuple(e for e in self.entries if e.is_guilt)

    @lazy
    def sexual_guilty(self) -> tuple[Entry, ...]:
        return tuple(e for e in self.guilty if e.is_sexual)


@dataclass(frozen=True)
class Timeline:
    """All hearings, earliest first, with the last day of the index."""

    hearings: tuple[Hearing, ...]
    last_index_offence: date | None
    """None where no sexual offence stands."""

    def at(self, *places: Place) -> tuple[Hearing, ...]:
        found = self._by_place.get(places)
        if found is None:
            found = tuple(h for h in self.hearings if h.place in places)
            self._by_place[places] = found
        return found

    @lazy
    def _by_place(self) -> dict[tuple[Place, ...], tuple[Hearing, ...]]:
        """What was asked for before: every item asks for the same hearings."""
        return {}

    @lazy
    def entries(self) -> tuple[Entry, ...]:
        return tuple(e for h in self.hearings for e in h.entries)

    @lazy
    def latest_index(self) -> Hearing | None:
        """The hearing whose sentence the release belongs to."""
        index = [h for h in self.at("index") if h.standing]
        return max(index, key=lambda h: (h.sentence.date, h.occasion.id)) if index else None


@dataclass(frozen=True)
class _Read:
    """A case read once: every tool without rules of its own on the record reads it alike."""

    facts: Facts
    reading: Reading
    """Who read it, and what was asked about on the way."""
    timeline: Timeline


_last_read: dict[RecordRules, _Read] = {}
"""The case read last, by the rules it was read by. Facts never change, so it holds by identity."""


def read_timeline(facts: Facts, reading: Reading, rules: RecordRules = NO_RULES) -> Timeline:
    """Every occasion placed before, in or after the index.

    A case is scored by several tools, and by several readers, one after the other. It is read anew
    only for a reader who answers otherwise what was asked about while it was read last.
    """
    last = _last_read.get(rules)
    if last is None or last.facts is not facts or not reading.agrees_with(last.reading):
        own = Reading(reading.misread, reading.otherwise)
        last = _last_read[rules] = _Read(facts, own, _timeline(facts, own, rules))
        if not own.triggered and not own.doubts:
            # None of the tool's own rules came into play: without them it reads the same.
            _last_read[NO_RULES] = last
    reading.repeat(last.reading)
    return last.timeline


def _timeline(facts: Facts, reading: Reading, rules: RecordRules) -> Timeline:
    hearings = sorted(
        _hearings(facts, reading, rules), key=lambda h: (h.occasion.date, h.occasion.id)
    )
    sexual = [h for h in hearings if h.standing]
    if not sexual:
        return Timeline(tuple(hearings), None)
    cluster, placed = _cluster(sexual, reading, rules)
    last = max(e.committed for h in cluster for e in h.standing)
    days = {h.occasion.date for h in cluster}
    return Timeline(tuple(_placed(h, placed, days, last) for h in hearings), last)


def _placed(hearing: Hearing, known: dict[str, Hearing], days: set[date], last: date) -> Hearing:
    if hearing.path in known:
        return known[hearing.path]
    if hearing.occasion.date in days:
        return hearing.placed("index")
    decided = hearing.decided
    if decided is not None and decided < last:
        return hearing.placed("prior")
    # Nothing is placed before its place is known: it stands after the index already.
    return hearing


def _cluster(
    sexual: list[Hearing], reading: Reading, rules: RecordRules
) -> tuple[list[Hearing], dict[str, Hearing]]:
    """The index cluster, and those hearings whose place a rule decided."""
    latest = sexual[-1]
    cluster = [h for h in sexual if h.occasion.date == latest.occasion.date]
    placed = {h.path: h.placed("index") for h in cluster}
    last = max(e.committed for h in cluster for e in h.standing)
    for earlier in reversed(sexual[: len(sexual) - len(cluster)]):
        decided = earlier.decided
        if decided is not None and last > decided:
            continue
        reading.open()
        joins = _joins(earlier, latest, last, reading, rules)
        trace = reading.close()
        placed[earlier.path] = earlier.placed("index" if joins else "prior", trace)
        if joins:
            cluster.append(earlier)
            last = max(last, *(e.committed for e in earlier.standing))
    return cluster, placed


def _joins(
    earlier: Hearing, latest: Hearing, last: date, reading: Reading, rules: RecordRules
) -> bool:
    """Offences not parted by a sanction are one index; late-surfacing ones by their own rule."""
    paths = (f"{earlier.path}/date", *(f"{e.path}/{_day(e)}" for e in latest.standing))
    surfaced = min((e.charged or latest.occasion.date) for e in latest.standing)
    surfaced_late = surfaced > earlier.occasion.date
    joins = reading.heeds(rules.late if surfaced_late else rules.cluster, *paths)
    detected = [e.charged for e in earlier.standing if e.charged is not None]
    if joins and detected and last > min(detected) and rules.charge_doubt is not None:
        return reading.takes(rules.charge_doubt, *(f"{e.path}/charged" for e in earlier.standing))
    return joins


def _day(entry: Entry) -> str:
    offence = entry.offence
    names = {"end": offence.end, "start": offence.start, "charged": offence.charged}
    return next((name for name, day in names.items() if day is not None), "outcome")


def _hearings(facts: Facts, reading: Reading, rules: RecordRules) -> list[Hearing]:
    """One hearing an occasion, except where a court took up a matter already diverted."""
    own = {
        o.id: Hearing(
            occasion=o,
            sentence=o,
            entries=tuple(read_entry(o, one, reading, rules.behaviour) for one in o.offences),
            place="after",
            trace=Trace(),
        )
        for o in facts.occasions
    }
    later = [occasion for occasion in facts.occasions if occasion.same_matter_as is not None]
    for occasion in sorted(later, key=lambda o: (o.date, o.id)):
        first = own.get(occasion.same_matter_as or "")
        if first is not None:
            _join_matters(own, first, own[occasion.id], reading, rules)
    return list(own.values())


def _join_matters(
    own: dict[str, Hearing],
    first: Hearing,
    second: Hearing,
    reading: Reading,
    rules: RecordRules,
) -> None:
    """Diversion and later court action for one charge are one occasion, dated at the first.

    A new offence committed after the first is separate, even if sentenced the same day. Misread:
    the same charge is counted twice, or the new offence is merged with the old one.
    """
    new = tuple(e for e in second.entries if e.committed > first.occasion.date)
    old = tuple(e for e in second.entries if e.committed <= first.occasion.date)
    reading.open()
    is_right = reading.heeds(rules.diversion, f"{second.path}/same_matter_as")
    trace = reading.close()
    if is_right:
        titles = {e.offence.title for e in old}
        kept = tuple(e for e in first.entries if e.offence.title not in titles)
        own[first.occasion.id] = replace(
            first,
            sentence=first.sentence if new else second.occasion,
            entries=old + kept,
            trace=trace,
        )
        del own[second.occasion.id]
        if new:
            own[second.occasion.id] = replace(second, entries=new, trace=trace)
    elif new:
        del own[first.occasion.id]
        own[second.occasion.id] = replace(second, trace=trace)
    else:
        own[second.occasion.id] = replace(second, trace=trace)
