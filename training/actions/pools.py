"""The pools of an agency: which cases are practised with a tool, and which wait for exams."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from agencies.models import Agency
from instruments import catalogue, scoring
from training.balancing import Family, split
from training.explaining import rules_in_play
from training.models import PoolPlace, Side
from vignettes.access import gold_in_force, published_versions
from vignettes.models import Eligibility, GoldCoding, Vignette, VignetteVersion


def pool(*, agency: Agency, tool: str, side: Side) -> QuerySet[VignetteVersion]:
    """The cases in use that lie on this side; cases that came since are placed first."""
    places = place_cases(agency=agency, tool=tool)
    wanted = [vignette for vignette, lies in places.items() if lies is side]
    return published_versions(agency).filter(vignette__in=wanted)


@transaction.atomic
def place_cases(*, agency: Agency, tool: str) -> dict[int, Side]:
    """Vignette to side, for every case in use that has gold for the tool.

    What was placed once stays; a variant lies where its kin lie. The agency seeds the split, so
    that two agencies practise different cases.
    """
    versions = published_versions(agency).filter(gold_codings__tool=tool).distinct()
    gold = gold_in_force(agency).filter(tool=tool, version__in=versions)
    vignettes = list(gold.values_list("version__vignette", flat=True))
    known = _known(agency, tool)
    if not known.keys() >= set(vignettes):
        cases = list(gold.select_related("version__vignette"))
        sides = _sides(cases, known, f"{agency.slug} {tool}")
        fresh = {pk: side for pk, side in sides.items() if pk not in known}
        rows = (PoolPlace(agency=agency, tool=tool, vignette_id=pk, side=fresh[pk]) for pk in fresh)
        PoolPlace.objects.bulk_create(rows, ignore_conflicts=True)
        known = _known(agency, tool)
    return {vignette: known[vignette] for vignette in vignettes}


def is_scorable(gold: GoldCoding) -> bool:
    """Whether the tool may be used on the case, and every item of it has a score."""
    items = catalogue.tool(gold.tool).items
    may_be_used: bool = gold.eligibility == Eligibility.YES
    return may_be_used and all(gold.scores.get(item.id) is not None for item in items)


def families() -> dict[int, str]:
    """Vignette to the name of its family: the code of the case that it and its kin descend from."""
    rows = {pk: (code, parent) for pk, code, parent in _kinship()}

    def root(pk: int) -> str:
        seen = {pk}
        while (parent := rows[pk][1]) is not None and parent not in seen:
            seen.add(pk := parent)
        return rows[pk][0]

    return {pk: root(pk) for pk in rows}


def _kinship() -> Iterable[tuple[int, str, int | None]]:
    return Vignette.objects.values_list("pk", "code", "variant_of")


def _known(agency: Agency, tool: str) -> dict[int, Side]:
    rows = PoolPlace.objects.filter(agency=agency, tool=tool)
    return {pk: Side(side) for pk, side in rows.values_list("vignette", "side")}


def _sides(cases: list[GoldCoding], known: dict[int, Side], seed: str) -> dict[int, Side]:
    names = families()
    members: dict[str, list[GoldCoding]] = {}
    for coding in cases:
        members.setdefault(names[coding.version.vignette_id], []).append(coding)
    grouped = [
        Family(name, len(own), frozenset().union(*map(_features, own)))
        for name, own in members.items()
    ]
    placed = {names[pk]: side for pk, side in known.items() if pk in names}
    sides = split(grouped, placed, seed)
    return {
        coding.version.vignette_id: sides[name] for name, own in members.items() for coding in own
    }


def _features(gold: GoldCoding) -> frozenset[str]:
    """What should lie on both sides: kinds, difficulties, levels, refusals and rules."""
    version = gold.version
    found = {f"kind {version.vignette.kind}", f"difficulty {version.difficulty}"}
    found |= {f"rule {rule}" for rule in rules_in_play(gold)}
    if gold.eligibility != Eligibility.YES:
        return frozenset({*found, f"use {gold.eligibility}"})
    band = scoring.total(gold.tool, gold.scores).band
    if is_scorable(gold):
        found.add("every item scored")
    return frozenset({*found, f"level {band.id if band else ''}"})
