"""What the tools share whose items are scored by judgement, from a file and an interview.

The facts of a case decide whether such a tool may be used and which of its items apply. They give
no scores: the right scores are those of a panel's coding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from instruments import catalogue
from instruments.case import Case, not_scored, ruled
from instruments.facts import Facts
from instruments.groups import standing
from instruments.offences import Category, Entry, category
from instruments.release import years_between
from instruments.rulings import Answer, Caution, Coded, Eligibility, Ruling, Trace
from instruments.scoring import TotalResult
from instruments.sheet import Text

ADULT = 18
CONVICTED = ("convicted", "convicted_not_sentenced")
CARRIES: tuple[Category, ...] = ("A", "CSEM", "live unknown")
OPEN: dict[Category, str] = {
    "no tool": "undecided-no-tool",
    "virtual": "undecided-virtual",
    "B": "undecided-b",
    "peer": "undecided-b",
}
JUDGED_TOTAL = Text(
    en="No total: the items are scored by judgement, and the right scores are those of a panel.",
    fr="Aucun total : les éléments sont cotés par jugement, et les bonnes cotes sont celles d'un "
    "panel.",
)

Reasons = list[str]
"""Names of notes of the tool, each a reason why it may not be used or why that is open."""


def judged(case: Case, item: str) -> Ruling:
    """The item applies and is scored by judgement. Rests on the trace now open."""
    return replace(ruled(case, item, None, missing="judged"), is_judged=True)


def all_judged(case: Case, items: tuple[str, ...]) -> dict[str, Ruling]:
    """These items, each scored by judgement and by no fact of the file."""
    found = {}
    for item in items:
        case.reading.open()
        found[item] = judged(case, item)
    return found


def coded(
    case: Case,
    answer: Eligibility,
    items: Callable[[], dict[str, Ruling]],
    cautions: tuple[Caution, ...],
) -> Coded:
    """The whole answer, with what is said of each total in place of a number."""
    if answer.answer != "yes":
        return Coded(answer, not_scored(case.tool, answer))
    rulings = items()
    return Coded(answer, rulings, cautions, judged_totals(case.tool, rulings))


def judged_totals(tool_id: str, items: Mapping[str, Ruling]) -> dict[str, TotalResult]:
    """Why no total is computed; with the tool's own words where an item does not apply."""
    found = {}
    for total in catalogue.tool(tool_id).totals:
        absent = [i for i in total.items if items[i].value is None and not items[i].is_judged]
        note = _together(JUDGED_TOTAL, total.missing) if absent else JUDGED_TOTAL
        found[total.id] = TotalResult(None, None, note)
    return found


def caution(case: Case, rule: str, *because: str) -> Caution:
    """The tool's note `caution-` and the rule's id, as a sentence beside the result."""
    text = catalogue.tool(case.tool).notes[f"caution-{rule}"]
    return Caution(rule, text, because)


def eligibility(case: Case, *tests: Callable[[Case], tuple[Answer, Reasons]]) -> Eligibility:
    """All tests at once, so that every reason is told: one `no` decides, then one `undecided`."""
    said: dict[Answer, list[tuple[Reasons, Trace]]] = {"yes": [], "no": [], "undecided": []}
    for test in tests:
        case.reading.open()
        answer, reasons = test(case)
        said[answer].append((reasons, case.reading.close()))
    answer = "no" if said["no"] else "undecided" if said["undecided"] else "yes"
    trace, notes = Trace(), catalogue.tool(case.tool).notes
    for _, own in said[answer]:
        trace.add(own)
    names = dict.fromkeys(name for own, _ in said[answer] for name in own)
    rules = tuple(dict.fromkeys(trace.rules))
    told = tuple(notes[name] for name in names)
    return Eligibility(answer, told, rules, tuple(dict.fromkeys(trace.paths)))


def risk_is_asked(case: Case) -> tuple[Answer, Reasons]:
    """Not a tool for deciding whether an accused man did it."""
    if case.facts.question != "guilt":
        return "yes", []
    case.reading.rests_on("question")
    return "no", ["not-guilt"]


def is_adult(case: Case) -> tuple[Answer, Reasons]:
    """18 or older at the assessment."""
    if years_between(case.facts.person.born, case.facts.assessed) >= ADULT:
        return "yes", []
    case.reading.rests_on("person/born", "assessed")
    return "no", ["not-young"]


def is_man(case: Case) -> tuple[Answer, Reasons]:
    if case.facts.person.sex == "male":
        return "yes", []
    case.reading.rests_on("person/sex")
    return "no", ["not-women"]


def is_convicted(case: Case) -> tuple[Answer, Reasons]:
    """A conviction for any offence."""
    convicted = [e for e in case.timeline.entries if e.offence.outcome in CONVICTED]
    case.reading.rests_on(*(f"{e.path}/outcome" for e in convicted or case.timeline.entries))
    return ("yes", []) if convicted else ("no", ["not-convicted"])


def made_for(place: str) -> Callable[[Case], tuple[Answer, Reasons]]:
    """Made for one jurisdiction; where the file does not tell which, the answer stays open."""

    def test(case: Case) -> tuple[Answer, Reasons]:
        found = case.facts.jurisdiction
        case.reading.rests_on("jurisdiction")
        if found is None:
            return "undecided", ["undecided-place"]
        return ("yes", []) if found == place else ("no", ["not-place"])

    return test


def has_sexual_conviction(case: Case) -> tuple[Answer, Reasons]:
    """A conviction for a sexually motivated offence, CSEM included. Status: verified.

    What the sources read do not settle stays undecided: category B or consenting peers only, a
    caution only, virtual material only, sextortion or the sharing of intimate images only.
    """
    entries = standing(case.timeline)
    carrying = [e for e in entries if category(e) in CARRIES]
    convicted = [e for e in carrying if e.offence.outcome in CONVICTED]
    if convicted:
        case.reading.rests_on(*(f"{e.path}/title" for e in convicted))
        return "yes", []
    cautioned = [e for e in carrying if e.offence.outcome == "cautioned"]
    if cautioned:
        case.reading.rests_on(*(f"{e.path}/outcome" for e in cautioned))
        return "undecided", ["undecided-caution"]
    return _without(case, entries)


def _without(case: Case, entries: tuple[Entry, ...]) -> tuple[Answer, Reasons]:
    unsettled = [
        e for e in entries if category(e) in OPEN and e.offence.outcome in (*CONVICTED, "cautioned")
    ]
    if unsettled:
        case.reading.rests_on(*(f"{e.path}/title" for e in unsettled))
        return "undecided", [OPEN[category(e)] for e in unsettled]
    case.reading.rests_on(*(f"{e.path}/outcome" for e in entries))
    return "no", ["not-sexual-conviction"]


def no_second_sheets(facts: Facts) -> tuple[()]:
    """These tools have none."""
    return ()


def _together(first: Text, second: Text) -> Text:
    return Text(en=f"{first.en} {second.en}", fr=f"{first.fr} {second.fr}")
