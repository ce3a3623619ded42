"""The standing case that the small cases change, and the reader of cases/*.toml."""

import json
import tomllib
from copy import deepcopy
from pathlib import Path

from instruments.facts import read_facts

TOOL = "static-99r"
CASES = Path(__file__).parent / "cases"
SITUATIONS = Path(__file__).parent / "situations"
INDEX = {
    "id": "ix",
    "date": "2020-06-01",
    "sentence": "custody",
    "released": "2022-06-01",
    "offences": [
        {
            "id": "c1",
            "title": "contact_child",
            "outcome": "convicted",
            "convictions": 1,
            "start": "2018-01-01",
            "end": "2018-06-01",
            "charged": "2019-01-01",
            "victims": ["v1"],
        }
    ],
}
VICTIM = {"id": "v1", "sex": "female", "age": 10, "relation": "neighbour", "knew_24h": "both"}
HOME = {"id": "h1", "partner": "p1", "start": "2005-01-01", "end": "2010-01-01"}
PLAIN = {
    "schema_version": 1,
    "case": "standing",
    "assessed": "2022-07-01",
    "person": {"born": "1980-01-10", "sex": "male"},
}
TOP_LEVEL = (
    "assessed",
    "cohabitations",
    "correlates",
    "in_custody",
    "interest",
    "jurisdiction",
    "material",
    "question",
    "release_failures",
)


def fine(year):
    theft = {"id": "c1", "title": "theft", "outcome": "convicted", "convictions": 1}
    return {"id": f"f{year}", "date": f"{year}-05-01", "sentence": "fine", "offences": [theft]}


def document(**changes):
    """The standing case with changes. `victims` adds to the one of the case; [] removes it."""
    changes = deepcopy(changes)
    case = deepcopy(PLAIN) | {"cohabitations": [deepcopy(HOME)]}
    case |= {name: changes[name] for name in TOP_LEVEL if name in changes}
    case["person"] |= changes.get("person", {})
    index = deepcopy(INDEX) | changes.get("index", {})
    index["offences"][0] |= changes.get("offence", {})
    index["offences"] += changes.get("also", [])
    fines = [fine(1999 + n) for n in range(changes.get("fines", 0))]
    case["occasions"] = [*fines, *changes.get("before", []), index, *changes.get("after", [])]
    more = changes.get("victims")
    case["victims"] = [] if more == [] else [VICTIM | changes.get("victim", {}), *(more or [])]
    for path in changes.get("without", []):
        *steps, last = path.split("/")
        place = case if not steps else index if steps == ["index"] else case[steps[0]]
        place.pop(last)
    return case


def facts(**changes):
    return read_facts(json.dumps(document(**changes)), "case")


def merged(standing, case):
    """What every case of a file changes, and on top of it what this one does."""
    both = {
        name: standing[name] | case[name]
        for name in standing.keys() & case.keys()
        if isinstance(standing[name], dict)
    }
    return standing | case | both


def standing(tool):
    """What every small case of this tool changes in the standing case of this file."""
    told = [tomllib.loads(path.read_text(encoding="utf-8")) for path in CASES.glob("*.toml")]
    own = (one["standing"] for one in told if one.get("tool") == tool and "standing" in one)
    return next(own, {})


def small_cases():
    """(name, case) for every small case of every file. A file names its tool if not Static-99R."""
    for path in sorted(CASES.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        for n, case in enumerate(told["cases"]):
            whole = merged(told.get("standing", {}), case)
            yield f"{path.stem}-{n}-{case['rule']}", {"tool": told.get("tool", TOOL)} | whole


def situations():
    """(what it shows, situation) for each of situations/*.toml: one item of one tool each."""
    for path in sorted(SITUATIONS.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        usual = standing(told["tool"])
        for one in told["situations"]:
            yield f"{path.stem}: {one['says']}", {"tool": told["tool"]} | merged(usual, one)


def facts_of(case):
    told = {name: value for name, value in case.items() if name not in NOT_FACTS}
    return facts(**told)


def result(found, item):
    """What was found for an item, or whether the tool may be used."""
    if item == "eligibility":
        return found.eligibility.answer
    return "judged" if found.items[item].is_judged else found.values[item]


NOT_FACTS = (
    "tool",
    "rule",
    "item",
    "right",
    "misread",
    "because",
    "says",
    "disputed",
    "misreads",
    "quiet",
    "names",
    "doubts",
)
