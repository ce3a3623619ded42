"""The criminal record of a made case: before the index, at the index, after it."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

Record = dict[str, Any]
Kind = Callable[[Random], Record]

CONTACT = ("contact_child", "contact_child", "contact_adult", "exposure", "voyeurism", "luring")
MATERIAL = ("csem_possession", "csem_access", "csem_distribution", "csem_production")
RARE = ("sextortion", "csem_virtual", "prostitution_related", "indecent_material", "ncii")
VIOLENT = ("assault", "assault_weapon", "threats", "confinement", "robbery")
PLAIN = ("theft", "fraud", "drugs", "driving", "mischief", "burglary")


def index(dice: Random, day: date) -> Record:
    """The index occasion, with one to three sexual offences and perhaps violence."""
    ended = day - timedelta(days=dice.randint(200, 900))
    charged = ended + timedelta(days=dice.randint(1, 150))
    span = dice.choice([0, 30, 400])
    times = {"start": ended - timedelta(days=span), "end": ended, "charged": charged}
    offences = [
        {"id": f"s{n}", **_sexual(dice, carries=n == 0), **times}
        for n in range(dice.choice([1, 1, 2, 2, 3]))
    ]
    if dice.random() < 0.4:
        offences.append({"id": "x", **_beside(dice), **times})
    if dice.random() < 0.15:
        on_bail = min(charged + timedelta(days=20), day)
        theft = {"id": "y", "title": "theft", "outcome": "convicted", "convictions": 1}
        offences.append(theft | {"start": on_bail, "charged": on_bail})
    told: Record = {"id": "index", "date": day, "investigated": charged, "offences": offences}
    return told | _sentence(dice, day)


def _sentence(dice: Random, day: date) -> Record:
    out = day + timedelta(days=dice.randint(100, 1500))
    if dice.random() < 0.25:
        at_risk = dice.choice([None, day + timedelta(days=dice.randint(0, 60))])
        return {"sentence": "community", "at_risk": at_risk}
    told: Record = {"sentence": "custody", "released": out}
    if dice.random() < 0.1:
        told["release_alternative"] = out + timedelta(days=dice.randint(30, 400))
    return told


def _sexual(dice: Random, *, carries: bool = False) -> Record:
    """`carries`: mostly an offence with a victim, as the first of an index is."""
    shares = (76, 12, 2, 10) if carries else (40, 40, 4, 16)
    titles = dice.choices((CONTACT, MATERIAL, RARE, VIOLENT), shares)[0]
    title = dice.choice(titles)
    told: Record = {"title": title, **_verdict(dice)}
    if title in VIOLENT:
        told["behaviour"] = dice.choice(["contact_child", "contact_adult"])
    if title == "csem_production":
        told["live_child"] = dice.choice([True, False, False, None])
    if title == "luring":
        told["attempted_contact"] = dice.random() < 0.4
        told["officer_posing"] = dice.random() < 0.2
    if title in ("contact_child", "contact_adult"):
        told["force"] = dice.random() < 0.3
        told["consenting_peer"] = dice.random() < 0.03
    if dice.random() < 0.03:
        told["sexual_motive"] = False
    return told


def _verdict(dice: Random) -> Record:
    charges = dice.choice([1, 1, 1, 2, 3, 6])
    drawn = dice.random()
    if drawn < 0.8:
        return {
            "outcome": "convicted",
            "charges": charges,
            "convictions": dice.randint(1, charges),
        }
    if drawn < 0.95:
        credible = dice.choice([True, True, True, None, False])
        return {"outcome": "withdrawn", "charges": charges, "credible": credible}
    return {"outcome": dice.choice(["acquitted", "cautioned", "pending"]), "charges": charges}


def _beside(dice: Random) -> Record:
    """An offence decided with the index that is not sexual."""
    title = dice.choice((*VIOLENT, *VIOLENT, "theft", "resisting_arrest", "breach", "public_order"))
    told: Record = {"title": title, **_verdict(dice)}
    if title in ("theft", "public_order"):
        told["force"] = dice.random() < 0.5
    return told


def priors(dice: Random, born: date, last: Mapping[str, Any]) -> list[Record]:
    """One of each year from the man's youth on; often as many as make or miss four dates."""
    first = min(o["start"] for o in last["offences"])
    room = max(0, first.year - born.year - 15)
    kinds = _kinds(dice)[:room]
    years = sorted(dice.sample(range(born.year + 14, born.year + 14 + room), len(kinds)))
    told: list[Record] = []
    for n, (year, kind) in enumerate(zip(years, kinds, strict=True)):
        day = date(year, dice.randint(1, 12), dice.randint(1, 28))
        told.append(_prior(dice, n, day, kind, adult=year - born.year > 18))
        if dice.random() < 0.06:
            told.append(_again(told[-1], day + timedelta(days=200)))
    if dice.random() < 0.2:
        told.append(dice.choice((_late, _joined))(dice, last))
    return told


def _kinds(dice: Random) -> list[Kind]:
    """Three or four plain sentencing dates in most cases, and what may be mistaken for one."""
    plain = dice.choice([0, 1, 2, 3, 3, 3, 3, 3, 4])
    kinds: list[Kind] = [
        dice.choices((_fine, _sexual_prior, _violence), (66, 22, 12))[0] for _ in range(plain)
    ]
    kinds += [_odd] * dice.choice([0, 1, 2, 2, 3])
    dice.shuffle(kinds)
    return kinds


def _prior(dice: Random, n: int, day: date, kind: Kind, *, adult: bool) -> Record:
    # A conviction a year before the offences of this one; all of it lies before the occasion.
    ended = day - timedelta(days=dice.randint(60, 250))
    occasion: Record = {"id": f"o{n}", "date": day} | kind(dice)
    for offence in occasion.get("offences", []):
        offence["end"] = ended
        offence["charged"] = ended + timedelta(days=30)
    if not adult and occasion.get("kind", "court") == "court":
        occasion["kind"] = "youth_court"
    return occasion


def _fine(dice: Random) -> Record:
    several = dice.choice([1, 1, 1, 1, 2, 4])
    one = {"outcome": "convicted", "charges": several, "convictions": several}
    title = dice.choice((*PLAIN, "failure_to_register", "breach", "resisting_arrest"))
    return {"sentence": "fine", "offences": [{"id": "c0", "title": title, **one}]}


def _sexual_prior(dice: Random) -> Record:
    return {
        "sentence": dice.choice(["community", "fine", None]),
        "offences": [{"id": "c0", **_sexual(dice)}],
    }


def _violence(dice: Random) -> Record:
    title = dice.choice((*VIOLENT, "resisting_arrest", "public_order"))
    offence = {"id": "c0", "title": title, "force": dice.random() < 0.4, **_verdict(dice)}
    return {"sentence": "fine", "offences": [offence]}


def _odd(dice: Random) -> Record:
    """What rules on sentencing dates speak of."""
    kind = dice.choice(
        ["technical_violation", "placement", "removal_from_home", "caution", "alternative_measure"]
    )
    if dice.random() < 0.5:
        outcome = dice.choice(["withdrawn", "acquitted", "overturned"])
        return {"offences": [{"id": "c0", "title": dice.choice(PLAIN), "outcome": outcome}]}
    if kind in ("caution", "alternative_measure"):
        offence = {"id": "c0", "title": dice.choice(PLAIN), "outcome": "cautioned"}
        return {"kind": kind, "offences": [offence]}
    return {"kind": kind}


def _again(first: Record, day: date) -> Record:
    """Court action, later, for the matter of an earlier occasion."""
    offences = [dict(offence) for offence in first.get("offences", [])]
    return {
        "id": f"{first['id']}-again",
        "date": day,
        "sentence": "fine",
        "same_matter_as": first["id"],
        "offences": offences,
    }


def _late(dice: Random, last: Mapping[str, Any]) -> Record:
    """A sexual conviction after the conduct of the index, before the index was decided."""
    ended = min(o["start"] for o in last["offences"])
    day = last["date"] - timedelta(days=dice.randint(1, 190))
    offence = {"id": "c0", "title": dice.choice(CONTACT[:4]), "outcome": "convicted"}
    times = {"end": ended - timedelta(days=100), "charged": day - timedelta(days=10)}
    return {
        "id": "late",
        "date": day,
        "sentence": "custody",
        "offences": [offence | {"convictions": 1} | times],
    }


def _joined(dice: Random, last: Mapping[str, Any]) -> Record:
    """Older offences that surfaced only after the index had been decided."""
    ended = min(o["start"] for o in last["offences"]) - timedelta(days=dice.randint(10, 900))
    day = last["date"] + timedelta(days=dice.randint(100, 500))
    offence = {"id": "c0", "title": dice.choice(CONTACT[:4]), "outcome": "convicted"}
    times = {"end": ended, "charged": day - timedelta(days=60)}
    return {
        "id": "joined",
        "date": day,
        "sentence": "custody",
        "released": day + timedelta(days=dice.randint(100, 900)),
        "offences": [offence | {"convictions": 1} | times],
    }


def after(dice: Random, day: date) -> list[Record]:
    """Decisions after the index."""
    told: list[Record] = []
    while dice.random() < 0.25 and len(told) < 3:
        then = day + timedelta(days=400 * (len(told) + 1) + dice.randint(0, 300))
        custody = {"sentence": "custody", "released": then + timedelta(days=90)}
        own: Record = dice.choice([{}, {}, custody])
        told.append({"id": f"z{len(told)}", "date": then} | _fine(dice) | own)
    return told
