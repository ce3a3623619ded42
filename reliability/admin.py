"""Studies and certification in the admin, to look at: decisions are never changed there."""

from django.contrib import admin

from reliability.models import (
    Alert,
    AlertStep,
    AnswerTally,
    Appeal,
    Credential,
    Decision,
    MonitorPoint,
    MonitorRules,
    MonitorRun,
    OutsideTraining,
    Policy,
    Remedy,
    RemedyCase,
    RuleConfirmation,
    RuleTally,
    Study,
    Watch,
)
from vignettes.admin import ReadOnlyAdmin


@admin.register(Study)
class StudyAdmin(ReadOnlyAdmin):
    list_display = ["title", "agency", "tool"]
    list_filter = ["agency", "tool"]
    list_select_related = ["agency"]


@admin.register(Policy)
class PolicyAdmin(ReadOnlyAdmin):
    list_display = ["programme", "agency", "tool", "made_at"]
    list_filter = ["agency", "tool"]
    list_select_related = ["agency", "programme"]


@admin.register(RuleConfirmation)
class RuleConfirmationAdmin(ReadOnlyAdmin):
    list_display = ["rule", "agency", "tool", "is_confirmed", "made_at"]
    list_filter = ["agency", "tool", "is_confirmed"]
    list_select_related = ["agency"]


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ["exam_id", "agency", "tool", "outcome", "basis", "made_at"]
    list_filter = ["agency", "tool", "outcome", "basis"]
    list_select_related = ["agency"]


@admin.register(Appeal)
class AppealAdmin(ReadOnlyAdmin):
    list_display = ["decision_id", "agency", "made_at", "answered_at"]
    list_filter = ["agency"]
    list_select_related = ["agency"]


@admin.register(Credential)
class CredentialAdmin(ReadOnlyAdmin):
    """To revoke one, a coordinator opens its page: there the reason is asked for."""

    list_display = ["holder_name", "tool", "tool_version", "agency", "issued_at", "valid_until"]
    list_filter = ["agency", "tool"]
    list_select_related = ["agency"]
    search_fields = ["holder_name"]
    exclude = ["badge"]


@admin.register(MonitorRules)
class MonitorRulesAdmin(ReadOnlyAdmin):
    list_display = ["agency", "tool", "run_length", "alerts_a_month", "made_at"]
    list_filter = ["agency", "tool"]
    list_select_related = ["agency"]


@admin.register(MonitorPoint)
class MonitorPointAdmin(ReadOnlyAdmin):
    list_display = ["coding_id", "agency", "tool", "at", "hits", "items", "deviation"]
    list_filter = ["agency", "tool"]
    list_select_related = ["agency"]


@admin.register(Watch)
class WatchAdmin(ReadOnlyAdmin):
    list_display = ["enrolment_id", "agency", "tool", "points", "signal", "computed_at"]
    list_filter = ["agency", "tool", "signal"]
    list_select_related = ["agency"]


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin):
    list_display = ["pk", "agency", "tool", "kind", "raised_at", "closed_at"]
    list_filter = ["agency", "tool", "kind"]
    list_select_related = ["agency"]


@admin.register(AlertStep)
class AlertStepAdmin(ReadOnlyAdmin):
    list_display = ["alert_id", "agency", "kind", "at"]
    list_filter = ["agency", "kind"]
    list_select_related = ["agency"]


@admin.register(Remedy)
class RemedyAdmin(ReadOnlyAdmin):
    list_display = ["alert_id", "agency", "kind", "due_on", "done_at", "helped"]
    list_filter = ["agency", "kind"]
    list_select_related = ["agency"]


@admin.register(RemedyCase)
class RemedyCaseAdmin(ReadOnlyAdmin):
    list_display = ["remedy_id", "assignment_id", "purpose"]


@admin.register(OutsideTraining)
class OutsideTrainingAdmin(ReadOnlyAdmin):
    list_display = ["title", "agency", "provider", "taken_on"]
    list_filter = ["agency"]
    list_select_related = ["agency"]


@admin.register(AnswerTally)
class AnswerTallyAdmin(ReadOnlyAdmin):
    list_display = ["agency", "tool", "item", "language", "right", "given", "n"]
    list_filter = ["agency", "tool", "language"]
    list_select_related = ["agency"]


@admin.register(RuleTally)
class RuleTallyAdmin(ReadOnlyAdmin):
    list_display = ["agency", "tool", "rule", "language", "tested", "misread"]
    list_filter = ["agency", "tool", "language"]
    list_select_related = ["agency"]


@admin.register(MonitorRun)
class MonitorRunAdmin(ReadOnlyAdmin):
    """How far each run came, and what failed."""

    list_display = ["agency", "started_at", "finished_at", "done", "to_do", "raised", "error"]
    list_filter = ["agency"]
    list_select_related = ["agency"]
