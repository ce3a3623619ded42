"""The victims and the partners of a made case."""

from datetime import date, timedelta
from random import Random
from typing import Any, get_args

from instruments.facts import Relation

Record = dict[str, Any]


def victims(dice: Random) -> list[Record]:
    """Mostly one victim who is no stranger, and one or two of whom a rule says whether they count.

    Each then decides: a second plain stranger would hide every other victim of the case.
    """
    plain = dice.choice((_relative, _relative, _relative, _known, _half_known, _online))
    special = (_witness, _in_images, _reported, _online, _half_known)
    kinds = [plain, *(dice.choice(special) for _ in range(dice.choice([0, 1, 1, 2])))]
    if dice.random() < 0.05:
        kinds = []
    return [_person(dice, n) | kind(dice) for n, kind in enumerate(kinds)]


def _person(dice: Random, n: int) -> Record:
    age = dice.choice([4, 8, 11, 12, 13, 14, 15, 16, 17, 25, 40])
    return {"id": f"v{n}", "sex": dice.choice(["male", "female", "female"]), "age": age}


def _known(dice: Random) -> Record:
    relation = dice.choice(["acquaintance", "neighbour", "friend", "pupil_or_charge"])
    return {"relation": relation, "knew_24h": "both"}


def _relative(dice: Random) -> Record:
    relation = dice.choice((*get_args(Relation)[:17], "stepchild", "partner_child", "child"))
    told: Record = {"relation": relation, "knew_24h": "both"}
    if told["relation"] in ("stepchild", "partner_child", "foster_child"):
        told["family_role_years"] = dice.choice([0.5, 1.5, 2, 4])
    if told["relation"] in ("child", "sibling") and dice.random() < 0.3:
        told["tie_unknown"] = True
    return told


def _online(dice: Random) -> Record:
    return {
        "relation": "online_contact",
        "online": True,
        "meeting_within_24h": dice.random() < 0.3,
    }


def _stranger(dice: Random) -> Record:
    return {"relation": "stranger", "knew_24h": dice.choice(["neither", None])}


def _half_known(dice: Random) -> Record:
    knew = dice.choice(["offender_only", "victim_only"])
    return {"relation": dice.choice(["neighbour", "acquaintance", "child"]), "knew_24h": knew}


def _witness(dice: Random) -> Record:
    role = dice.choice(["mixed_group", "accidental_witness", "chance_finder", "forced_witness"])
    told: Record = {"relation": "stranger", "knew_24h": "neither", "role": role}
    if role == "mixed_group":
        told["boy_targeted"] = dice.random() < 0.3
    if role == "forced_witness":
        told["witness_sexually_motivated"] = dice.random() < 0.5
    return told


def _in_images(dice: Random) -> Record:
    return {"in_images_only": True, "relation": dice.choice(["stranger", None])}


def _reported(dice: Random) -> Record:
    source = dice.choice(["charge", "credible_report", "self_report", "polygraph_only"])
    return _stranger(dice) | {"source": source}


def cohabitations(dice: Random, first_year: int) -> list[Record] | None:
    """Around the two years on which the item on partners turns."""
    if dice.random() < 0.1:
        return None
    start = date(first_year, dice.randint(1, 12), 1)
    return [_home(dice, n, start + timedelta(days=1300 * n)) for n in range(dice.randint(0, 2))]


def _home(dice: Random, n: int, start: date) -> Record:
    months = dice.choice([8, 14, 18, 23, 25, 40])
    end = start + timedelta(days=round(months * 30.5))
    told: Record = {
        "id": f"h{n}",
        "partner": f"p{n}",
        "start": start,
        "end": end,
        "married": dice.random() < 0.3,
    }
    if months >= 18 and dice.random() < 0.4:
        into = start + timedelta(days=dice.randint(60, 300))
        told["custody"] = [{"start": into, "end": into + timedelta(days=dice.randint(20, 200))}]
    return told
