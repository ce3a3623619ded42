"""The case sheet agrees with its folder, the tools, and the scores computed from the facts."""

from collections.abc import Iterator

from instruments import catalogue, rulings
from vignettes.casefile import FACTS, GOLD, CaseFile, Proposal
from vignettes.findings import Finding, line_with

ANSWERS = ("yes", "no", "undecided")


def findings(case: CaseFile) -> Iterator[Finding]:
    yield from _codes(case)
    for tool_id, scores in case.sheet.gold.items():
        yield from _scores(case, tool_id, scores)
    for tool_id, given in case.sheet.proposal.items():
        yield from _proposal(case, tool_id, given)
    known = {tool.id: {"eligible", *(item.id for item in tool.items)} for tool in catalogue.tools()}
    for tool_id, items in case.sheet.why.items():
        for item in items.keys() - known.get(tool_id, set()):
            heading = f"[why.{tool_id}.{item}]"
            yield _finding(case, heading, f"{heading} names no item of any tool.")


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


def _proposal(case: CaseFile, tool_id: str, given: Proposal) -> Iterator[Finding]:
    """A proposal scores just the items that apply, each with a value of the sheet and a reason."""
    heading = f"[proposal.{tool_id}]"
    judged = {tool.id: tool for tool in catalogue.tools() if tool.scored_by == "judgement"}
    if tool_id not in judged:
        known = ", ".join(sorted(judged))
        yield _finding(case, heading, f"{heading}: proposals are made for {known} only.")
        return
    right = rulings.rulings(tool_id, case.facts)
    if given.eligible != right.eligibility.answer:
        message = f"{heading} eligible is {given.eligible}; the facts give "
        yield _finding(case, heading, f"{message}{right.eligibility.answer}.")
        return
    apply = {
        item: ruling
        for item, ruling in right.items.items()
        if given.eligible == "yes" and (ruling.is_judged or ruling.value is not None)
    }
    for item in sorted(given.scores.keys() ^ apply.keys()):
        found = "is scored and does not apply" if item in given.scores else "has no score"
        yield _finding(case, heading, f"{heading} {item} {found}.")
    for item in sorted(given.scores.keys() & apply.keys()):
        yield from _proposed_item(case, tool_id, item, apply[item].value)


def _proposed_item(
    case: CaseFile, tool_id: str, item: str, computed: int | None
) -> Iterator[Finding]:
    given, heading = case.sheet.proposal[tool_id], f"[proposal.{tool_id}]"
    score = given.scores[item]
    allowed = [option.value for option in catalogue.tool(tool_id).item(item).options]
    if score not in allowed:
        values = ", ".join(map(str, allowed))
        yield _finding(case, heading, f"{heading} {item} is {score}; the sheet has {values}.")
    elif computed not in (None, score):
        yield _finding(case, heading, f"{heading} {item} is {score}; the facts give {computed}.")
    if item not in given.rationale:
        message = f"{heading} {item} has no rationale: say what in the file supports the score."
        yield _finding(case, heading, message)


def _finding(case: CaseFile, words: str, message: str) -> Finding:
    mend = "Correct the sheet, the facts or the text, whichever is wrong."
    return Finding(GOLD, line_with(case.sources[GOLD], words), 1, "gold", message, mend)
