"""From evidence to a verdict, by the policy: looked at after set numbers of cases only."""

from __future__ import annotations

from collections.abc import Sequence

from reliability.certification import wording
from reliability.certification.agreement import CLUSTERING, clustered_agreement
from reliability.certification.conditions import conditions
from reliability.certification.evidence import Evidence
from reliability.certification.policy import Policy
from reliability.certification.verdict import Condition, Outcome, Verdict


def decide(evidence: Evidence, policy: Policy) -> Verdict:
    """Passed, not yet, or undecided and how many more cases, with every reason.

    Between two looks, and before the first, the outcome is undecided whatever the cases say: a
    test that is looked at more often has other errors than those stated. At the largest number of
    cases it is passed or not yet; undecided there means that nothing at all could be judged.
    """
    n = len(evidence.cases)
    held = conditions(evidence, policy)
    outcome = _outcome(n, held, policy)
    more = _more(n, policy) if outcome == "undecided" else 0
    clustering = policy.items.clustering if policy.items else CLUSTERING
    return Verdict(
        outcome=outcome,
        sentence=wording.of_outcome(outcome, n, more, held),
        cases=n,
        more_cases=more,
        at_maximum=n >= policy.most_cases,
        agreement=clustered_agreement(evidence.cases, clustering),
        conditions=held,
    )


def _outcome(n: int, held: Sequence[Condition], policy: Policy) -> Outcome:
    states = {one.name: one.state for one in held}
    if n not in policy.looks_at() and n < policy.most_cases:
        return "undecided"
    if "failed" in states.values():
        return "not_yet"
    # A policy on items needs items: a case on which the tool may not be used has none.
    nothing = states.get("items") == "not_judged" or set(states.values()) == {"not_judged"}
    if nothing or "open" in states.values():
        return "undecided"
    return "passed"


def _more(n: int, policy: Policy) -> int:
    return next((look - n for look in policy.looks_at() if look > n), 0)
