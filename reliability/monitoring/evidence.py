"""What one coding says of each rule that its case exercises, slips on a bad day allowed for."""

from __future__ import annotations

from collections.abc import Iterable

from instruments.diagnosis import Coded
from instruments.diagnosis.forecast import Foreseen, mask_of, rules_of
from instruments.diagnosis.observed import Observation, observations
from reliability.monitoring.chances import CLUSTERING, log_wrong
from reliability.monitoring.point import RuleSign

LEVEL = 0.90


def rule_signs(
    coded: Coded,
    *,
    level: float = LEVEL,
    clustering: float = CLUSTERING,
    known: Iterable[str] = (),
) -> tuple[RuleSign, ...]:
    """The support for each rule's being misread, all others being read as before.

    Parameters
    ----------
    level, clustering : of the answers that no misread rule decides: the rest are slips, spread over
        the other answers, and alike within a case. In a case full of errors each one says less.
    known : rules that are known to be misread already; the others are judged beside them.

    Returns
    -------
    tuple of RuleSign
        One for each rule that would change an answer on this case, by name. Rules with the same
        effect have the same support. Nothing where the tool leaves its use open.
    """
    if not 0 < level < 1:
        raise ValueError(f"the level must lie between 0 and 1, got {level}")
    beside = mask_of(known)
    seen = observations(coded)
    slips, more, choice, items = 0, dict[int, int](), dict[int, float](), dict[int, list[str]]()
    for one in seen:
        value, _, changes = one.question.step(beside)
        slips += one.cost(value)[0]
        for bit, other in changes:
            slip, chosen = _difference(one, value, other)
            more[bit] = more.get(bit, 0) + slip
            choice[bit] = choice.get(bit, 0.0) + chosen
            items.setdefault(bit, []).append(one.item)
    base = log_wrong(slips, len(seen), level, clustering)
    signs = [
        RuleSign(
            rule=next(iter(rules_of(bit))),
            support=log_wrong(slips + more[bit], len(seen), level, clustering) - base + choice[bit],
            items=tuple(items[bit]),
        )
        for bit in items
        if not bit & beside
    ]
    return tuple(sorted(signs, key=lambda sign: sign.rule))


def _difference(one: Observation, value: Foreseen, other: Foreseen) -> tuple[int, float]:
    slip, chosen = one.cost(value)
    slip_then, chosen_then = one.cost(other)
    return slip_then - slip, chosen_then - chosen
