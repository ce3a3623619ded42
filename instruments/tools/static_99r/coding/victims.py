"""Items 8 to 10: any unrelated, stranger or male victim, by all credible information."""

from __future__ import annotations

from collections.abc import Callable

from instruments.case import Case, Judgement, any_yes
from instruments.cohabitation import is_long
from instruments.facts import Victim
from instruments.offences import CATEGORY_B, Entry
from instruments.rulings import Ruling, Trace

NEAR = frozenset({"child", "sibling", "niece_nephew", "grandchild", "first_cousin"})
STEP = frozenset({"stepchild", "partner_child", "foster_child"})
COUPLE = frozenset({"spouse", "ex_spouse"})
KIN_UNRELATED = frozenset(
    {
        "second_cousin",
        "first_cousin_once_removed",
        "wife_sister",
        "wife_aunt",
        "wife_niece",
        "wife_cousin",
        "nephew_wife",
    }
)
# Relations that cannot be younger than a day.
KNOWN = NEAR | STEP | COUPLE | {"friend", "colleague", "pupil_or_charge"}
FAMILY_YEARS = 2

Question = Callable[[Case, Victim], bool | None]


def item_8(case: Case) -> Ruling:
    """Unrelated. Verified in substance; degrees of kinship supported, near kin recalled."""
    return _any_victim(case, "i8", _is_unrelated)


def item_9(case: Case) -> Ruling:
    """Stranger: one of the two had not known the other for a day. Supported."""
    return _any_victim(case, "i9", _is_stranger)


def item_10(case: Case) -> Ruling:
    """Male. Supported."""
    return _any_victim(case, "i10", _is_male)


def _any_victim(case: Case, item: str, question: Question) -> Ruling:
    judgements, real = _images(case, item), 0
    for victim in case.facts.victims:
        links = [e for e in case.timeline.entries if victim.id in e.offence.victims]
        case.reading.open()
        answer: bool | None = False
        if victim.in_images_only and not any(e.is_live_production for e in links):
            answer = _image_counts(case, item, victim)
        elif _is_victim(case, victim, links):
            answer = question(case, victim)
            real += 1
        judgements.append(Judgement(answer, case.reading.close()))
    if not real:
        judgements.append(Judgement(None, Trace(paths=["victims"])))
    return any_yes(case, item, judgements, missing=f"{item}-unknown")


def _images(case: Case, item: str) -> list[Judgement]:
    """Children in material are not victims here: one judgement for the material in the file."""
    material = case.facts.material
    if item == "i10":
        share = material.boys_percent if material else None
        paths: tuple[str, ...] = ("material/boys_percent",) if share else ()
    elif material is not None:
        paths = ("material",)
    else:
        paths = tuple(f"{e.path}/title" for e in case.timeline.entries if e.is_sexual and e.is_csem)
    if not paths:
        return []
    case.reading.open()
    followed = case.reading.follows(_image_rule(item), *paths)
    return [Judgement(not followed, case.reading.close())]


def _image_counts(case: Case, item: str, victim: Victim) -> bool:
    path = f"victims/{victim.id}"
    if item == "i10" and victim.sex != "male":
        return False
    return not case.reading.follows(_image_rule(item), f"{path}/in_images_only")


def _image_rule(item: str) -> str:
    return f"S99R-{item.upper()}-IMG"


def _is_victim(case: Case, victim: Victim, links: list[Entry]) -> bool:
    """A victim of a sexual offence, meant as one, by credible information. Status: supported.

    Offences of category B and offences between consenting peers have no victims here (recalled).
    """
    reading, path = case.reading, f"victims/{victim.id}"
    if links and not any(_has_victims(e) for e in links):
        reading.rests_on(*(f"{e.path}/title" for e in links))
        reading.adopt(*(e.trace for e in links))
        return False
    reading.adopt(*(e.trace for e in links if e.is_sexual))
    if victim.role == "chance_finder":
        return not reading.follows("S99R-VIC-NOINTENT", f"{path}/role")
    if victim.role == "accidental_witness":
        return not reading.follows("S99R-I10-ACC", f"{path}/role")
    if victim.role == "forced_witness" and not victim.witness_sexually_motivated:
        return not reading.follows("S99R-VIC-WITNESS", f"{path}/witness_sexually_motivated")
    return _is_credible(case, victim, links)


def _has_victims(entry: Entry) -> bool:
    offence = entry.offence
    return entry.is_sexual and not offence.consenting_peer and offence.conduct not in CATEGORY_B


def _is_credible(case: Case, victim: Victim, links: list[Entry]) -> bool:
    """Any credible source will do, a charge is not needed; a polygraph alone will not do."""
    path = f"victims/{victim.id}/source"
    if victim.source == "polygraph_only":
        return not case.reading.follows("S99R-VIC-CRED", path)
    if victim.source == "conviction":
        return True
    if links and all(e.offence.credible is False and not e.is_guilt for e in links):
        case.reading.rests_on(*(f"{e.path}/credible" for e in links))
        return False
    return case.reading.follows("S99R-VIC-CRED", path)


def _is_unrelated(case: Case, victim: Victim) -> bool | None:
    reading, path, relation = case.reading, f"victims/{victim.id}", victim.relation
    if relation in KIN_UNRELATED:
        return reading.follows("S99R-I8-KIN", f"{path}/relation")
    if relation in NEAR and victim.tie_unknown:
        return reading.follows("S99R-I8-ADOPT", f"{path}/tie_unknown")
    if (fact := _makes_stranger(victim)) is not None:
        reading.rests_on(f"{path}/relation")
        if relation is None or relation in NEAR | STEP | COUPLE:
            reading.names("S99R-I9I8", f"{path}/{fact}")
        return True
    if relation in STEP:
        return _is_unrelated_step(case, victim)
    if relation in NEAR:
        return not reading.follows("S99R-I8-NEAR", f"{path}/relation")
    if relation in COUPLE and not _shared_a_home(case):
        return not reading.takes("short-couple", f"{path}/relation")
    reading.rests_on(f"{path}/relation")
    return None if relation is None else relation not in COUPLE


def _shared_a_home(case: Case) -> bool:
    """Does the file tell of a marriage, or of two years with a partner?"""
    homes = case.facts.cohabitations or ()
    return any(home.married or is_long(home, case.facts.assessed) for home in homes)


def _is_unrelated_step(case: Case, victim: Victim) -> bool | None:
    """Related after two consecutive years in a family role before the onset, else unrelated."""
    path = f"victims/{victim.id}/family_role_years"
    if victim.family_role_years is None:
        case.reading.rests_on(path)
        return None
    unrelated = victim.family_role_years < FAMILY_YEARS
    return unrelated is case.reading.follows("S99R-I8-STEP", path)


def _makes_stranger(victim: Victim) -> str | None:
    """The fact that makes the victim a stranger by the right reading, if one does."""
    if _is_online(victim):
        return "meeting_within_24h" if victim.meeting_within_24h else None
    return None if victim.knew_24h in (None, "both") else "knew_24h"


def _is_online(victim: Victim) -> bool:
    return victim.online or victim.relation == "online_contact"


def _is_stranger(case: Case, victim: Victim) -> bool | None:
    reading, path = case.reading, f"victims/{victim.id}"
    if _is_online(victim):
        if victim.meeting_within_24h:
            reading.rests_on(f"{path}/meeting_within_24h")
            return True
        return not reading.follows("S99R-I9-NET", f"{path}/online", f"{path}/meeting_within_24h")
    if victim.knew_24h in ("offender_only", "victim_only"):
        return reading.follows("S99R-I9-24H", f"{path}/knew_24h")
    if victim.knew_24h is not None:
        reading.rests_on(f"{path}/knew_24h")
        return victim.knew_24h == "neither"
    reading.rests_on(f"{path}/relation")
    if victim.relation == "stranger":
        return True
    return False if victim.relation in KNOWN else None


def _is_male(case: Case, victim: Victim) -> bool | None:
    reading, path = case.reading, f"victims/{victim.id}"
    if victim.role == "mixed_group" and victim.sex != "female":
        if victim.boy_targeted:
            reading.rests_on(f"{path}/boy_targeted")
            return True
        return not reading.follows("S99R-I10-MIXED", f"{path}/role", f"{path}/boy_targeted")
    reading.rests_on(f"{path}/sex")
    if victim.sex is None:
        return None
    if victim.sex == "male" and victim.relation in NEAR | STEP | COUPLE:
        return reading.follows("S99R-I10-REL", f"{path}/relation")
    if victim.sex == "male" and _is_online(victim):
        return reading.follows("S99R-I10-NET", f"{path}/online")
    return victim.sex == "male"
