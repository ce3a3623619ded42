"""Aggravating factors on victims: a male victim, a stranger. A conviction is needed for each."""

from __future__ import annotations

from collections.abc import Callable

from instruments.acquaintance import ONE_SIDED, is_stranger, known_by
from instruments.case import Case, Judgement, any_yes, found_guilty
from instruments.facts import Victim
from instruments.offences import Entry
from instruments.rulings import Ruling, Trace
from instruments.tools.rm2000s.coding.record import counts_as_sexual, sexual_convictions

UNMEANT = ("accidental_witness", "chance_finder")
Question = Callable[[Case, Victim], bool | None]


def item_4(case: Case) -> Ruling:
    """A conviction for a sexual offence against a male; of material, if male content was sought."""
    return any_yes(case, "i4", [*_persons(case, _is_male), *_sought(case)], missing="i4-unknown")


def item_5(case: Case) -> Ruling:
    """A conviction for a sexual offence against a stranger; never from material."""
    judgements = [*_persons(case, _is_stranger), *_images(case)]
    return any_yes(case, "i5", judgements, missing="i5-unknown")


def _persons(case: Case, question: Question) -> list[Judgement]:
    """Victims in person. Those he did not mean to offend against are left out (recalled).

    Somebody made to watch counts, sexually motivated or not (recalled, open to a second reading).
    """
    judgements = []
    for victim in case.facts.victims:
        links = [e for e in case.timeline.entries if victim.id in e.offence.victims]
        if victim.role in UNMEANT or (links and not any(e.is_sexual for e in links)):
            continue
        if victim.in_images_only and not any(e.is_live_production for e in links):
            continue
        case.reading.open()
        answer = question(case, victim)
        if answer is not False:
            answer = _if_convicted(case, victim, links, answer)
        if answer is not False and _only_watched(victim):
            told = f"victims/{victim.id}/role"
            answer = answer if case.reading.takes("forced-witness", told) else False
        judgements.append(Judgement(answer, case.reading.close()))
    return judgements or [Judgement(False, Trace(paths=["victims"]))]


def _only_watched(victim: Victim) -> bool:
    return victim.role == "forced_witness" and not victim.witness_sexually_motivated


def _if_convicted(
    case: Case, victim: Victim, links: list[Entry], answer: bool | None
) -> bool | None:
    """The answer where he was convicted; no where the victim rests on an allegation."""
    sexual = [e for e in links if e.is_sexual]
    convicted = [e for e in sexual if found_guilty(case, e)]
    if convicted or (not links and victim.source == "conviction"):
        case.reading.rests_on(*(f"{e.path}/outcome" for e in sexual))
        return answer if not convicted or counts_as_sexual(case, *convicted) else False
    paths = [f"{e.path}/outcome" for e in sexual] or [f"victims/{victim.id}/source"]
    return bool(answer) and not case.reading.follows("RM-AF-CONV", *paths)


def _is_male(case: Case, victim: Victim) -> bool | None:
    """In a group of both sexes: by the sex the record names for this victim (open to another)."""
    if victim.role == "mixed_group" and victim.sex != "female":
        if victim.boy_targeted:
            case.reading.rests_on(f"victims/{victim.id}/boy_targeted")
            return True
        is_named = victim.sex == "male"
        return is_named is case.reading.takes("mixed-group", f"victims/{victim.id}/role")
    case.reading.rests_on(f"victims/{victim.id}/sex")
    return None if victim.sex is None else victim.sex == "male"


def _is_stranger(case: Case, victim: Victim) -> bool | None:
    path = known_by(victim)
    if victim.knew_24h in ONE_SIDED and not victim.online:
        return case.reading.takes("one-sided", path)
    case.reading.rests_on(path)
    return is_stranger(victim)


def _sought(case: Case) -> list[Judgement]:
    """Of material: whether he sought male content. Verified in substance, the exact test is not."""
    csem = [e for e in sexual_convictions(case) if e.is_csem]
    if not csem:
        return []
    reading, material = case.reading, case.facts.material
    boys = _boys(case)
    reading.open()
    sought = material.sought_male if material is not None else None
    if sought is not bool(boys) and (boys or sought):
        followed = reading.follows(
            "RM-MALE-SEEK", "material" if material is None else "material/sought_male", *boys
        )
        answer = sought if followed else bool(boys)
    elif sought is not None:
        answer = sought
        reading.rests_on("material/sought_male")
    elif material is None or material.boys_percent is None:
        answer = None
        reading.rests_on("material" if material is None else "material/sought_male")
    else:
        answer = False
        reading.rests_on("material/boys_percent")
    return [Judgement(answer, reading.close())]


def _boys(case: Case) -> tuple[str, ...]:
    """The facts that tell of boys in the material."""
    share = case.facts.material.boys_percent if case.facts.material else None
    victims = [v for v in case.facts.victims if v.in_images_only and v.sex == "male"]
    paths = tuple(f"victims/{v.id}/sex" for v in victims)
    return ("material/boys_percent", *paths) if share else paths


def _images(case: Case) -> list[Judgement]:
    """Children in material are no strangers here, whatever he knew of them."""
    paths = [f"{e.path}/title" for e in sexual_convictions(case) if e.is_csem]
    if not paths:
        return []
    case.reading.open()
    followed = case.reading.follows("RM-STR-CSEM", *paths)
    return [Judgement(not followed, case.reading.close())]
