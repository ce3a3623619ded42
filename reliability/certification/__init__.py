"""Who passes, by a policy that is data: pure functions from evidence to a verdict with its doubt.

Policy                         the rules, frozen, each threshold with its source; read_policy(told)
default_policy(tool_id)        what ships: "local policy; no public threshold"
Evidence, CaseEvidence         what an exam showed, case by case, in counted items only
decide(evidence, policy)       -> Verdict: passed, not yet, or undecided and how many more cases
operating_curve(policy)        chance to pass and cases needed, by true agreement
looks(policy, items)           the shares that end the exam at each look

Nothing here knows a database or a page: this package imports no Django.
"""

from reliability.certification.curve import (
    CurvePoint,
    Look,
    looks,
    operating_curve,
    pass_within,
)
from reliability.certification.deciding import decide
from reliability.certification.defaults import default_policy
from reliability.certification.evidence import CaseEvidence, Evidence
from reliability.certification.model import Assessors
from reliability.certification.policy import LOCAL_POLICY, Policy
from reliability.certification.reading import BadPolicy, PolicyError, read_policy
from reliability.certification.verdict import Condition, Verdict

__all__ = [
    "LOCAL_POLICY",
    "Assessors",
    "BadPolicy",
    "CaseEvidence",
    "Condition",
    "CurvePoint",
    "Evidence",
    "Look",
    "Policy",
    "PolicyError",
    "Verdict",
    "decide",
    "default_policy",
    "looks",
    "operating_curve",
    "pass_within",
    "read_policy",
]
