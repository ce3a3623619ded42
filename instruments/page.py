"""The page of a tool for its documentation, made from the same data that the program runs on."""

from __future__ import annotations

from collections.abc import Iterator

from instruments.phrases import say, say_status
from instruments.sheet import Composite, Instrument, Rule, Total


def page(tool: Instrument, language: str = "en") -> str:
    """The whole page as Markdown."""
    lines = [
        f"# {tool.name.to(language)} ({tool.version})",
        "",
        tool.purpose.to(language),
        "",
        tool.licence.to(language),
        "",
        say("manual", language),
        "",
        say("how known", language),
        "",
        *_undecided(tool, language),
        *_items(tool, language),
        *(line for total in tool.totals for line in _total(total, language)),
        *(line for composite in tool.composites for line in _composite(tool, composite, language)),
        *_rules(tool, language),
        *_remarks(tool, language),
        *_doubts(tool, language),
        f"## {say('sources', language)}",
        "",
        *(f"- {source}" for source in tool.sources),
    ]
    return "\n".join([*lines, ""])


def beside(tool: Instrument, language: str) -> dict[str, tuple[str, ...]]:
    """What the sheet says beside items and rules, by the name of its heading; nothing empty.

    When the answer on use is undecided, how the sheet is read here, and what is left open.
    """
    told = {
        "undecided use": tool.undecided,
        "remarks": tuple(remark.statement for remark in tool.remarks),
        "doubts": tuple(doubt.statement for doubt in tool.doubts),
    }
    return {name: tuple(t.to(language) for t in texts) for name, texts in told.items() if texts}


def _undecided(tool: Instrument, language: str) -> Iterator[str]:
    if not tool.undecided:
        return
    yield from (f"## {say('undecided use', language)}", "")
    yield from (say("undecided means", language), "")
    yield from (f"- {reason.to(language)}" for reason in tool.undecided)
    yield ""


def _items(tool: Instrument, language: str) -> Iterator[str]:
    yield from (f"## {say('items', language)}", "")
    for item in tool.items:
        yield from (f"### {item.id}: {item.name.to(language)}", "")
        yield from (item.question.to(language), "")
        if item.range is not None:
            yield f"- **{item.range.low} … {item.range.high}**"
        for option in () if item.range else item.options:
            yield f"- **{option.value}**: {option.anchor.to(language)}"
        if item.not_applicable is not None:
            yield f"- **{say('not applicable', language)}**: {item.not_applicable.to(language)}"
        status = say_status(item.status, language)
        yield from ("", f"{say('status', language)}: {status}. {item.source}.", "")


def _total(total: Total, language: str) -> Iterator[str]:
    yield from (f"## {total.name.to(language)}: {total.low} … {total.high}", "")
    status = say_status(total.missing_status, language)
    missing = total.missing.to(language)
    yield from (f"{say('missing', language)} ({status}): {missing}", "")
    if not total.bands:
        yield from (say("no bands", language), "")
        return
    yield from (f"| {say('bands', language)} | | {say('status', language)} |", "|---|---|---|")
    for band in total.bands:
        status = say_status(band.status, language)
        yield f"| {band.low} … {band.high} | {band.name.to(language)} | {status} |"
    yield ""


def _composite(tool: Instrument, composite: Composite, language: str) -> Iterator[str]:
    """The table: a row for each level of the other tool, a column for each level of this one."""
    yield from (f"## {composite.name.to(language)}", "")
    yield from (f"{say('status', language)}: {say_status(composite.status, language)}.", "")
    yield from (f"{composite.source}.", "")
    if composite.blocked_by is not None:
        yield from (f"{tool.rule(composite.blocked_by).statement.to(language)}", "")
    if not composite.table:
        yield from (say("no table", language), "")
        return
    columns = [band.name.to(language) for band in tool.totals[0].bands]
    yield f"| {composite.tool} | {' | '.join(columns)} |"
    yield "|---" * (len(columns) + 1) + "|"
    for row, levels in composite.table.items():
        yield f"| {row} | {' | '.join(levels)} |"
    yield ""


def _rules(tool: Instrument, language: str) -> Iterator[str]:
    yield from (f"## {say('rules', language)}", "")
    for rule in tool.rules:
        yield from _rule(rule, language)


def _rule(rule: Rule, language: str) -> Iterator[str]:
    yield from (f"### {rule.id}: {rule.title.to(language)}", "")
    yield from (rule.statement.to(language), "")
    parts = {
        "use when": rule.use_when,
        "do not use when": rule.do_not_use_when,
        "misread": rule.misread,
        "checked": rule.check.finding if rule.check else None,
        "promise": rule.promise,
    }
    for name, text in parts.items():
        if text is not None:
            yield f"- {say(name, language)}: {text.to(language)}"
    if rule.same_as:
        yield f"- {say('same effect', language)}: {rule.same_as}"
    items = f", {', '.join(rule.items)}" if rule.items else ""
    yield f"- {say('kind', language)}: {say(rule.kind, language)}{items}"
    yield f"- {say('status', language)}: {say_status(rule.status, language)}. {rule.source}."
    yield ""


def _remarks(tool: Instrument, language: str) -> Iterator[str]:
    if not tool.remarks:
        return
    yield from (f"## {say('remarks', language)}", "")
    for remark in tool.remarks:
        items = f" ({', '.join(remark.items)})" if remark.items else ""
        status = say_status(remark.status, language)
        yield f"- {remark.statement.to(language)}{items} *{status}.* {remark.source}."
    yield ""


def _doubts(tool: Instrument, language: str) -> Iterator[str]:
    if not tool.doubts:
        return
    yield from (f"## {say('doubts', language)}", "")
    for doubt in tool.doubts:
        items = ", ".join(doubt.items)
        yield f"- {doubt.statement.to(language)} ({items}). {doubt.source}."
    yield ""
