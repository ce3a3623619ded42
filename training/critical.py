"""The rules that no certified assessor may misread, by default."""

from instruments import catalogue

MARKS = ("-IMG", "-CSEM", "-IDX", "-INDEX", "-CLUSTER")
"""In a rule's id: what people seen in images count for, and what belongs to the index offence."""


def critical_rules(tool_id: str) -> frozenset[str]:
    """Head rules on the use of the tool, on victims in images, and on what the index includes."""
    return frozenset(
        rule.id
        for rule in catalogue.tool(tool_id).rules
        if rule.same_as is None
        and (
            rule.kind == "eligibility"
            or (rule.kind == "score" and any(mark in rule.id for mark in MARKS))
        )
    )
