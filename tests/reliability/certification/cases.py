"""Evidence and policies for these tests."""

from reliability.certification import CaseEvidence, Evidence, default_policy


def case(hits=10, items=10, **told):
    return CaseEvidence(case="case", items=items, hits=hits, **told)


def evidence(*hits, items=10, misread=None, signs=None, **told):
    """One case for each number of hits; all answers alike otherwise."""
    cases = tuple(case(one, items, **told) for one in hits)
    return Evidence(cases=cases, misread=misread or {}, signs=signs or {})


def policy(**changed):
    """The shipped policy of Static-99R on items alone, with these fields changed."""
    told = default_policy("static-99r").model_dump()
    told |= {"totals": None, "bands": None, "eligibility": None, "critical": None}
    return type(default_policy("static-99r")).model_validate(told | changed)


def items_rule(**changed):
    """The rule on items of the shipped policy, with these fields changed."""
    return default_policy("static-99r").items.model_dump() | changed
