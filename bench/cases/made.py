"""A case made by seed: random, free of contradictions, and near the places where rules decide."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from bench.cases.people import cohabitations, victims
from bench.cases.record import after, index, priors
from instruments.facts import Facts, contradictions

EDGES = (18, 35, 40, 50, 60)
"""Ages at which tools change their scores."""
TRIES = 50


def made_case(seed: int) -> Facts:
    """The case of this number; the same number gives the same case."""
    dice = Random(f"case {seed}")  # noqa: S311 - reproducible on purpose, nothing secret
    for _ in range(TRIES):
        facts = Facts.model_validate(_document(dice, f"made-{seed}"))
        if not contradictions(facts):
            return facts
    raise RuntimeError(f"no case without contradictions in {TRIES} tries of seed {seed}")


def _document(dice: Random, name: str) -> Mapping[str, Any]:
    sentenced = date(dice.randint(2012, 2022), dice.randint(1, 12), dice.randint(1, 28))
    last = index(dice, sentenced)
    born = _born(dice, last)
    people = victims(dice)
    _involve(dice, last, people)
    before = priors(dice, born, last)
    later = after(dice, sentenced)
    days = [o[name] for o in (*before, last, *later) for name in ("date", "released") if name in o]
    return {
        "schema_version": 1,
        "case": name,
        "question": "guilt" if dice.random() < 0.01 else "risk",
        "assessed": max(days) + timedelta(days=dice.randint(1, 400)),
        "jurisdiction": dice.choice(["canada", "canada", "united_states", "england_wales", None]),
        "in_custody": dice.choice([True, False, None]),
        "person": {
            "born": born,
            "sex": "female" if dice.random() < 0.01 else "male",
            "ever_married": dice.choice([True, False, None]),
            "little_opportunity": dice.random() < 0.2,
        },
        "occasions": [*before, last, *later],
        "victims": people,
        "cohabitations": cohabitations(dice, born.year + 19),
        **_interests(dice),
    }


def _born(dice: Random, last: Mapping[str, Any]) -> date:
    """So that the release falls near an age at which scores change, or anywhere."""
    day = last.get("released") or last["date"]
    years = dice.choice(EDGES[1:]) if dice.random() < 0.5 else dice.randint(22, 70)
    born = date(day.year - years, dice.randint(1, 12), dice.randint(1, 28))
    return born if day.year - born.year >= 20 else date(day.year - 20, 1, 1)


def _involve(dice: Random, last: dict[str, Any], people: list[dict[str, Any]]) -> None:
    """Each victim is of one offence of the index, or of none that was charged."""
    sexual = [o for o in last["offences"] if o["id"] not in ("x", "y")]
    for victim in people:
        if victim.get("source", "conviction") in ("conviction", "charge"):
            dice.choice(sexual).setdefault("victims", []).append(victim["id"])
    violent = [o for o in last["offences"] if o["id"] == "x"]
    if violent and people and dice.random() < 0.5:
        violent[0]["victims"] = [people[0]["id"]]


def _interests(dice: Random) -> dict[str, Any]:
    """The material, what he admitted, and what goes with it."""
    told: dict[str, Any] = {}
    if dice.random() < 0.7:
        other = dice.choice([True, False, None])
        told["material"] = {
            "stills": dice.choice([True, False, None]),
            "videos": dice.choice([True, False, None]),
            "written": dice.choice([True, False, None]),
            "boys_percent": dice.choice([0, 10, 49, 50, 51, 80, 100, None]),
            "other_material": other,
            "other_boys_percent": dice.choice([0, 50, 51, 90, None]) if other else None,
            "span_months": dice.choice([3, 23, 24, 25, 60, None]),
            "sought_male": dice.choice([True, False, None]),
        }
    if dice.random() < 0.7:
        told["interest"] = {
            "admission": dice.choice(["children", "material_only", "denied", None]),
            "diagnosis": dice.choice([True, False, None]),
        }
    if dice.random() < 0.7:
        told["correlates"] = {
            "volunteered": dice.choice([True, False, None]),
            "online_communication": dice.choice(["none", "minor", "officer", None]),
            "other_features": dice.random() < 0.2,
        }
    return told
