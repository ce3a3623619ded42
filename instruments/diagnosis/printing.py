"""What `python -m instruments diagnose` prints: JSON for programs, plain text for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from instruments import catalogue
from instruments.diagnosis.choice import NextCase
from instruments.diagnosis.findings import Diagnosis, Finding, Sign
from instruments.phrases import say, say_status
from instruments.sheet import Rule, Text

SHOWN = 0.05
"""Rules at least so likely are printed one by one; the others are counted."""
WIDTH = 96
WORDS = {
    "head": Text(
        en="{answers} answers, {wrong} of them wrong",
        fr="{answers} réponses, dont {wrong} fausses",
    ),
    "unexplained": Text(
        en="share of wrong answers that no misread rule explains (slips): {share}",
        fr="part des réponses fausses qu'aucune règle mal lue n'explique (inattention) : {share}",
    ),
    "none": Text(
        en="No rule is likely to be misread by what these codings show.",
        fr="D'après ces cotations, aucune règle n'est vraisemblablement mal lue.",
    ),
    "misread": Text(
        en="misread with probability {share}", fr="mal lue avec la probabilité {share}"
    ),
    "rivals": Text(
        en="these cases cannot tell it from {rules}; one of them is misread with probability "
        "{share}",
        fr="ces cas ne permettent pas de la distinguer de {rules}; l'une d'elles est mal lue avec "
        "la probabilité {share}",
    ),
    "for": Text(en="for", fr="pour"),
    "against": Text(en="against", fr="contre"),
    "sign": Text(
        en="{case} {item}: given {given}, {right} if read right, {misread} if misread",
        fr="{case} {item} : donnée {given}, {right} si bien lue, {misread} si mal lue",
    ),
    "others": Text(
        en="{n} other rules tested, each misread with probability under {share}",
        fr="{n} autres règles mises à l'épreuve, chacune mal lue avec une probabilité de moins de "
        "{share}",
    ),
    "untested": Text(en="Rules these codings do not test", fr="Règles non mises à l'épreuve"),
    "next": Text(
        en="Case to give next: {case} ({tool}), expected to tell {gain} bits",
        fr="Prochain cas à donner : {case} ({tool}), information attendue : {gain} bit",
    ),
}


def diagnosis_document(found: Diagnosis, chosen: NextCase | None) -> dict[str, Any]:
    """What `diagnose --json` prints."""
    return {
        "rules": {rule: _finding(one) for rule, one in found.rules.items()},
        "untested": list(found.untested),
        "next": chosen.case if chosen else None,
        "next_tool": chosen.tool if chosen else None,
        "next_gain_bits": round(chosen.gain, 4) if chosen else None,
        "tools": list(found.tools),
        "answers": found.answers,
        "wrong": found.wrong,
        "unexplained": round(found.unexplained, 4),
        "slip_rate": round(found.slip_rate, 4),
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "probability": round(one.probability, 4),
        "for": [_sign(sign) for sign in one.signs_for],
        "against": [_sign(sign) for sign in one.signs_against],
        "same_class": list(one.same_class),
        "not_told_from": list(one.not_told_from),
        "probability_of_any": round(one.of_any, 4),
    }


def _sign(sign: Sign) -> dict[str, Any]:
    return {
        "case": sign.case,
        "tool": sign.tool,
        "item": sign.item,
        "given": sign.given,
        "read_right": sign.read_right,
        "misread": sign.misread,
    }


def diagnosis_text(found: Diagnosis, chosen: NextCase | None, language: str) -> str:
    """What `diagnose` prints for people."""
    lines = [_words("head", language, answers=found.answers, wrong=found.wrong)]
    share = _percent(found.unexplained, language)
    lines += [_words("unexplained", language, share=share), ""]
    shown = [one for one in found.rules.values() if one.probability >= SHOWN]
    for one in shown:
        lines += [*_paragraph(one, language), ""]
    if not shown:
        lines += [_words("none", language), ""]
    others = len(found.rules) - len(shown)
    lines += _wrapped(_words("others", language, n=others, share=_percent(SHOWN, language)), 0)
    if found.untested:
        lines += ["", f"{_words('untested', language)}:"]
        lines += _wrapped(", ".join(found.untested), 2)
    if chosen is not None:
        gain = f"{chosen.gain:.2f}"
        lines += ["", _words("next", language, case=chosen.case, tool=chosen.tool, gain=gain)]
    return "\n".join([*lines, "", *_wrapped(say("notice", language), 0), ""])


def _paragraph(one: Finding, language: str) -> Iterator[str]:
    rule = _rule(one.rule)
    status = say_status(rule.status, language)
    yield f"{rule.id}  {rule.title.to(language)} [{status}]"
    share = _percent(one.probability, language)
    yield f"  {_words('misread', language, share=share)}"
    if one.not_told_from:
        rules, any_of = ", ".join(one.not_told_from), _percent(one.of_any, language)
        yield from _wrapped(_words("rivals", language, rules=rules, share=any_of), 2)
    yield from _wrapped(f"{say('misread', language)}: {rule.misread.to(language)}", 2)
    for other in one.same_class:
        title = _rule(other).title.to(language)
        yield from _wrapped(f"{say('same effect', language)}: {other}, {title}", 2)
    for name, signs in (("for", one.signs_for), ("against", one.signs_against)):
        for sign in signs:
            yield from _wrapped(f"{_words(name, language)}: {_told(sign, language)}", 4)


def _told(sign: Sign, language: str) -> str:
    return _words(
        "sign",
        language,
        case=sign.case,
        item=sign.item,
        given=_answer(sign.given, language),
        right=_answer(sign.read_right, language),
        misread=_answer(sign.misread, language),
    )


def _answer(value: int | str | None, language: str) -> str:
    if value in ("yes", "no", "undecided"):
        return say(str(value), language)
    return say("not scored", language) if value is None else str(value)


def _rule(rule_id: str) -> Rule:
    return next(r for tool in catalogue.tools() for r in tool.rules if r.id == rule_id)


def _words(name: str, language: str, **values: object) -> str:
    return WORDS[name].to(language).format(**values)


def _percent(share: float, language: str) -> str:
    return f"{100 * share:.0f}{' %' if language.startswith('fr') else '%'}"


def _wrapped(text: str, indent: int) -> list[str]:
    space = " " * indent
    return textwrap.wrap(text, WIDTH, initial_indent=space, subsequent_indent=space)
