"""Studies and certification in the admin, to look at: decisions are never changed there."""

from django.contrib import admin

from reliability.models import (
    Alert,
    AlertStep,
    AnswerTally,
    Appeal,
    Credential,
    Decision,
    Intake,
    IntakePart,
    MonitorPoint,
    MonitorRules,
    MonitorRun,
    OutsideTraining,
    Policy,
    RaterAlias,
    Remedy,
    RemedyCase,
    ReportEdition,
    RuleConfirmation,
    RuleTally,
    ShareLink,
    Study,
    StudyCoding,
    StudyJob,
    StudyRules,
    Watch,
)
from vignettes.admin import ReadOnlyAdmin


@admin.register(Study)
class StudyAdmin(ReadOnlyAdmin):
    list_display = ["title", "agency", "tool", "kind", "codings", "frozen_at", "keep_until"]
    list_filter = ["agency", "tool", "kind", "source"]
    list_select_related = ["agency"]


@admin.register(StudyCoding)
class StudyCodingAdmin(ReadOnlyAdmin):
    list_display = ["study_id", "number", "target", "rater", "occasion"]
    show_full_result_count = False


@admin.register(StudyRules)
class StudyRulesAdmin(ReadOnlyAdmin):
    """Without the salt: with the pseudonym key it would open the hashes."""

    list_display = ["agency", "smallest_cell", "keep_months", "key_mark"]
    list_select_related = ["agency"]
    exclude = ["salt"]


@admin.register(RaterAlias)
class RaterAliasAdmin(ReadOnlyAdmin):
    list_display = ["agency", "rater", "same_as", "at"]
    list_filter = ["agency"]
    list_select_related = ["agency"]


@admin.register(Intake)
class IntakeAdmin(ReadOnlyAdmin):
    list_display = ["title", "agency", "tool", "rows", "made_at", "expires_at"]
    list_filter = ["agency", "tool"]
    list_select_related = ["agency"]


@admin.register(IntakePart)
class IntakePartAdmin(ReadOnlyAdmin):
    list_display = ["intake_id", "number", "rows"]
    exclude = ["body"]


@admin.register(StudyJob)
class StudyJobAdmin(ReadOnlyAdmin):
    """How far each job came, and what failed."""

    list_display = ["pk", "agency", "kind", "state", "step", "done", "to_do", "asked_at"]
    list_filter = ["agency", "kind", "state"]
    list_select_related = ["agency"]


@admin.register(ReportEdition)
class ReportEditionAdmin(ReadOnlyAdmin):
    list_display = ["study_id", "number", "made_at", "engine", "data_digest"]
    exclude = ["results"]


@admin.register(ShareLink)
class ShareLinkAdmin(ReadOnlyAdmin):
    list_display = ["edition_id", "made_at", "expires_at", "closed_at"]
    exclude = ["code_hash"]


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
