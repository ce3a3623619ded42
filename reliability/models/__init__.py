"""What the agency asks of its codings, and what it decided: studies, certificates, alerts."""

from reliability.models.alerts import Alert, AlertStep, OutsideTraining, Remedy, RemedyCase
from reliability.models.certification import Appeal, Credential, Decision, Outcome, Policy
from reliability.models.confirming import RuleConfirmation
from reliability.models.monitoring import MonitorPoint, MonitorRules, MonitorRun, Watch
from reliability.models.study import Study
from reliability.models.tally import AnswerTally, RuleTally

__all__ = [
    "Alert",
    "AlertStep",
    "AnswerTally",
    "Appeal",
    "Credential",
    "Decision",
    "MonitorPoint",
    "MonitorRules",
    "MonitorRun",
    "Outcome",
    "OutsideTraining",
    "Policy",
    "Remedy",
    "RemedyCase",
    "RuleConfirmation",
    "RuleTally",
    "Study",
    "Watch",
]
