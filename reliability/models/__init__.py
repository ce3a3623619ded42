"""What the agency asks of its codings, and what it decided: studies, certificates, alerts."""

from reliability.models.alerts import Alert, AlertStep, OutsideTraining, Remedy, RemedyCase
from reliability.models.certification import (
    Appeal,
    Credential,
    Decision,
    ManualChange,
    Outcome,
    Policy,
)
from reliability.models.confirming import RuleConfirmation
from reliability.models.editions import ReportEdition, ShareLink
from reliability.models.intake import Intake, IntakePart, StudyJob
from reliability.models.monitoring import MonitorPoint, MonitorRules, MonitorRun, Watch
from reliability.models.study import (
    RaterAlias,
    Study,
    StudyCoding,
    StudyKind,
    StudyRules,
    StudySource,
)
from reliability.models.tally import AnswerTally, RuleTally

__all__ = [
    "Alert",
    "AlertStep",
    "AnswerTally",
    "Appeal",
    "Credential",
    "Decision",
    "Intake",
    "IntakePart",
    "ManualChange",
    "MonitorPoint",
    "MonitorRules",
    "MonitorRun",
    "Outcome",
    "OutsideTraining",
    "Policy",
    "RaterAlias",
    "Remedy",
    "RemedyCase",
    "ReportEdition",
    "RuleConfirmation",
    "RuleTally",
    "ShareLink",
    "Study",
    "StudyCoding",
    "StudyJob",
    "StudyKind",
    "StudyRules",
    "StudySource",
    "Watch",
]
