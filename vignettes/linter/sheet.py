"""The case sheet agrees with its folder, the tools, and the scores computed from the facts."""

from collections.abc import Iterator

from instruments import catalogue, rulings
from vignettes.casefile import FACTS, GOLD, CaseFile
from vignettes.findings import Finding, line_with

ANSWERS = ("yes", "no", "undecided")


def findings(case: CaseFile) -> Iterator[Finding]:
    yield from _codes(case)
    for tool_id, scores in case.sheet.gold.items():
        yield from _scores(case, tool_id, scores)
    known = {item.id for tool in catalogue.tools() for item in tool.items} | {"eligible"}
    for item in case.sheet.why.keys() - known:
        yield _finding(case, f"[why.{item}]", f"[why.{item}] names no item of any tool.")


def _codes(case: CaseFile) -> Iterator[Finding]:
    if case.sheet.code != case.code:
        yield _finding(case, "code", f"The code is {case.sheet.code}, the folder is {case.code}.")
    if case.facts.case != case.code:
        message = f"The case is {case.facts.case}, the folder is {case.code}."
        line = line_with(case.sources[FACTS], '"case"')
        yield Finding(FACTS, line, 1, "gold", message, "Use one code in the folder and both files.")


def _scores(case: CaseFile, tool_id: str, scores: dict[str, int | str]) -> Iterator[Finding]:
    heading = f"[gold.{tool_id}]"
    try:
        computed = rulings.rulings(tool_id, case.facts)
    except catalogue.UnknownTool as error:
        yield _finding(case, heading, str(error))
        return
    eligible = scores.get("eligible")
    if eligible not in ANSWERS:
        yield _finding(
            case, heading, f"{heading} eligible: found {eligible}, expected yes, no or undecided."
        )
        return
    if eligible != computed.eligibility.answer:
        answer = computed.eligibility.answer
        yield _finding(case, heading, f"{heading} eligible is {eligible}; the facts give {answer}.")
        return
    expected = dict(computed.values) if eligible == "yes" else {}
    for item in sorted(scores.keys() - {"eligible"} | expected.keys()):
        if scores.get(item) != expected.get(item):
            given, right = scores.get(item, "nothing"), expected.get(item, "nothing")
            yield _finding(case, heading, f"{heading} {item} is {given}; the facts give {right}.")


def _finding(case: CaseFile, words: str, message: str) -> Finding:
    mend = "Correct the sheet, the facts or the text, whichever is wrong."
    return Finding(GOLD, line_with(case.sources[GOLD], words), 1, "gold", message, mend)
