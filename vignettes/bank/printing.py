"""The bank as a page of text, for people and for the log of a release."""

from collections.abc import Iterable, Iterator, Mapping

from vignettes.bank.boundaries import Boundary, Step
from vignettes.bank.coverage import ENOUGH, ToolCoverage
from vignettes.bank.difficulty import GRADED_FOR
from vignettes.bank.length import LONG, MANY
from vignettes.bank.measure import Bank
from vignettes.bank.supply import CHECKS_A_MONTH, COMES_BACK, EXAM, PRACTICE_SHARE, PRACTISED
from vignettes.bank.wording import TOO_ALIKE, median_of

BY: dict[Step, str] = {
    "day": "a day told one day earlier or later, or a family role one day shorter or longer",
    "year": "an age told one year younger or older",
    "month": "the span of the collection told one month shorter or longer",
    "point": "a percentage told one point lower or higher",
    "entry": "one sentencing date less or more",
}


def lines(bank: Bank) -> Iterator[str]:
    """Every figure of the bank, one line each."""
    yield f"{len(bank.cases)} cases"
    yield f"  kinds: {_counts(bank.kinds)}"
    yield f"  difficulty: {_counts(bank.difficulties)}"
    yield f"  author's proposals: {_counts(bank.proposed)}"
    for tool in bank.tools:
        yield from _tool(tool)
    yield from _wording(bank)
    yield from _long(bank)
    yield from _boundaries(bank)
    yield from _difficulty(bank)
    yield from _readings(bank)
    yield from _supply(bank)


def floor_lines(changes: Mapping[str, tuple[int | None, int]]) -> Iterator[str]:
    """What `--write-floor` would change, figure by figure."""
    yield ""
    yield f"the floor that --write-floor would write differs in {len(changes)} figures"
    for name, (held, reached) in changes.items():
        yield f"  {name}: {'new' if held is None else held} -> {reached}"


def _tool(tool: ToolCoverage) -> Iterator[str]:
    yield ""
    whole = f"every item scored in {len(tool.scorable)}"
    yield f"{tool.tool}: may be used {_counts(tool.answers)}; {whole}"
    for total, bands in tool.bands.items():
        yield f"  levels of {total}: {_counts(bands)}"
    for item, scores in tool.scores.items():
        if any(scores.values()):
            yield f"  {item}: {_counts(scores)}"
    well = [rule for rule in tool.rules if len(rule.cases) >= ENOUGH]
    yield f"  rules exercised by {ENOUGH} cases or more: {len(well)} of {len(tool.rules)}"
    for rule in tool.thin:
        cases = ", ".join(rule.cases) or "no case"
        same = f" (same effect: {', '.join(rule.same)})" if rule.same else ""
        yield f"  exercised too little: {rule.rule}{same}: {cases}{_because(rule.reason)}"
    for pair in tool.close:
        cases = ", ".join(pair.cases) or "no case"
        told = f"{pair.first} and {pair.second} are told apart by {cases}"
        yield f"  too close: {told}{_because(pair.reason)}"


def _because(reason: str) -> str:
    return f" (on file: {reason})" if reason else ""


def _wording(bank: Bank) -> Iterator[str]:
    yield ""
    if bank.wording:
        words, grade = median_of(list(bank.wording), "en")
        yield f"English, median of a case: {words:.0f} words, school grade {grade:.1f}"
        words, ease = median_of(list(bank.wording), "fr")
        yield f"French, median of a case: {words:.0f} words, ease of reading {ease:.0f} of 100"
    yield f"near-duplicates ({TOO_ALIKE:.0%} of word runs or more in common): {len(bank.alike)}"
    for pair in bank.alike:
        yield f"  {pair.first} and {pair.second}: {pair.share:.0%}"
    yield f"differences between English and French: {len(bank.differs)}"
    yield from (f"  {finding}" for finding in bank.differs)


def _long(bank: Bank) -> Iterator[str]:
    whole = [file for file in bank.long if file.is_whole]
    yield ""
    yield (
        f"long files (over {LONG} words in both languages, {MANY} documents or more, one that "
        f"corrects another): {len(whole)}"
    )
    for file in whole:
        corrected = ", ".join(file.corrected)
        yield f"  {file.code}: {file.words} words, {file.documents} documents, corrects {corrected}"
    for file in bank.long:
        if not file.is_whole:
            yield f"  {file.code}: as long, and no document is seen to correct another"


def _boundaries(bank: Bank) -> Iterator[str]:
    yield ""
    yield f"cases that turn on a boundary: {len(bank.boundaries)}"
    for step, words in BY.items():
        turning = [code for code, turns in bank.boundaries.items() if step in _steps(turns)]
        yield f"  {words}: {len(turning)}"
    for code, turns in bank.boundaries.items():
        for turn in turns:
            yield f"  {code}: {turn.path}, {turn.step}: {', '.join(turn.changed)}"


def _steps(turns: Iterable[Boundary]) -> set[str]:
    return {turn.step for turn in turns}


def _difficulty(bank: Bank) -> Iterator[str]:
    found = bank.difficulty
    yield ""
    yield (
        "simulated difficulty: the expected share of answers that assessors get wrong who misread "
        "rules, slip and overlook corrections as assessors.toml assumes; it orders cases and "
        "predicts nobody. Rank correlation with the graded difficulty:"
    )
    for tool, (value, n) in found.correlation.items():
        yield f"  {tool}: {'none' if value is None else f'{value:.2f}'} over {n} usable cases"
    yield f"  graded at one end and simulated at the other on {GRADED_FOR}: {len(found.apart)}"
    yield from (f"    {words}" for words in found.apart)
    yield (
        f"  not on file: {len(found.missing)}; out of date: {', '.join(found.outdated) or 'none'} "
        "(bank --write-difficulty)"
    )


def _readings(bank: Bank) -> Iterator[str]:
    read = bank.readings
    unread = len(bank.cases) - len(read.both) - len(read.once)
    yield ""
    yield (
        f"read by others than the writer: {len(read.both)} cases in both languages, "
        f"{len(read.once)} in one, {unread} in none"
    )
    yield f"  readings of words or facts that changed since: {', '.join(read.stale) or 'none'}"
    yield f"  differences from the computed scores, by cause: {_counts(read.differences)}"
    yield f"  faults behind them, by cause: {_counts(read.faults)}"


def _supply(bank: Bank) -> Iterator[str]:
    yield ""
    yield (
        "For one assessor, of the cases on which a tool may be used and every item has a score, "
        f"{PRACTICE_SHARE:.0%} for practice and the others for exams: attempts of {EXAM} unseen "
        f"cases; after {PRACTISED} practised cases, {CHECKS_A_MONTH} check cases a month, each "
        f"back after {COMES_BACK} months"
    )
    for own in bank.supply:
        months = "without end" if own.months is None else f"for {own.months} months"
        yield f"  {own.tool}: {own.cases} cases, {own.attempts} attempts, check cases {months}"


def _counts(counted: dict[str, int] | dict[int, int]) -> str:
    shown: Iterable[str] = (f"{name} {count}" for name, count in counted.items())
    return ", ".join(shown) or "none"
